"""Writes an encoder as an ONNX graph with int8 weights, from operators that ONNX Runtime runs fast on a CPU.

Weights have one scale a column.  Activations have one scale a place in the net, fixed at export by what was
seen on calibration text, so that nothing depends on what else is in the batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor

from training.bert import EPSILON, HEADS, WIDTH, Bert

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Range:
    """What a layer sees: the mean over batches of the least and greatest value, of all and of each channel.

    Rarer values are cut off: on news this is closer to float32 than the extremes are.
    """

    low: float
    high: float
    peaks: Array  # of each channel, the greatest magnitude

    @classmethod
    def mean(cls, batches: Sequence[tuple[Tensor, Tensor]]) -> Range:
        """batches: least and greatest value of each channel."""
        lows, highs = (torch.stack(some).numpy() for some in zip(*batches, strict=True))
        peaks = np.maximum(np.abs(lows), np.abs(highs)).mean(axis=0)
        return cls(float(lows.min(axis=1).mean()), float(highs.max(axis=1).mean()), peaks)

    def evened(self, factors: Array) -> Range:
        """The same once each channel is multiplied by its factor."""
        peaks = self.peaks * factors
        return Range(-float(peaks.max()), float(peaks.max()), peaks)


class Quantized(NamedTuple):
    """Names of a tensor in eight bits, of its scale and of its zero point."""

    values: str
    scale: str
    zero: str


@dataclass
class Graph:
    """Nodes and constants, put together in the order of computation."""

    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: dict[str, onnx.TensorProto] = field(default_factory=dict)

    def constant(self, name: str, value: NDArray) -> str:
        self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def node(self, kind: str, inputs: list[str], name: str, domain: str = "", **attributes: object) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [name], name, domain=domain, **attributes))
        return name

    def quantize(self, x: str, seen: Range) -> Quantized:
        """x in eight bits with a fixed scale."""
        low, high = min(seen.low, 0.0), max(seen.high, 0.0)
        scale = np.float32((high - low) / 255)
        zero = np.uint8(round(-low / scale))
        names = self.constant(f"{x}.scale", scale), self.constant(f"{x}.zero", zero)
        return Quantized(self.node("QuantizeLinear", [x, *names], f"{x}.u8"), *names)

    def even(self, x: str, seen: Range, weight: Array) -> tuple[Quantized, Array]:
        """x in eight bits, loud channels made quieter and the weight for it louder (SmoothQuant, alpha 0.5).

        Normalised states have a few channels far louder than the rest, which would have to share their scale.
        """
        factors = np.sqrt(np.abs(weight).max(axis=0) / np.maximum(seen.peaks, 1e-5)).astype(np.float32)
        evened = self.node("Mul", [x, self.constant(f"{x}.factors", factors)], f"{x}.even")
        return self.quantize(evened, seen.evened(factors)), weight / factors

    def columns(self, name: str, weight: Array) -> tuple[str, str]:
        """weight: (out, in), as torch has it; names of its int8 columns and of the scale of each."""
        steps = np.maximum(np.abs(weight).max(axis=1), 1e-8).astype(np.float32) / 127
        quantized = np.clip(np.rint(weight.T / steps), -127, 127).astype(np.int8)
        return self.constant(f"{name}.weight", quantized), self.constant(f"{name}.step", steps)

    def linear(self, x: Quantized, name: str, weight: Array, bias: Array) -> str:
        """weight: (out, in)."""
        columns, steps = self.columns(name, weight)
        inputs = [x.values, columns, x.scale, steps, x.zero, "", self.constant(f"{name}.bias", bias)]
        return self.node("MatMulIntegerToFloat", inputs, name, "com.microsoft")

    def attention(self, x: Quantized, mask: str, name: str, weight: Array, bias: Array) -> str:
        """weight: (3 · width, in) for queries, keys and values; mask: int32 (batch, length), or ""."""
        columns, steps = self.columns(name, weight)
        zeros = self.constant(f"{name}.zeros", np.zeros(len(bias), np.int8))
        inputs = [x.values, columns, self.constant(f"{name}.bias", bias), x.scale, steps, mask, x.zero, zeros]
        return self.node("QAttention", inputs, name, "com.microsoft", num_heads=HEADS)

    def plain(self, x: str, name: str, weight: Array, bias: Array) -> str:
        """A linear layer in float32.  weight: (out, in)."""
        product = self.node("MatMul", [x, self.constant(f"{name}.weight", weight.T)], f"{name}.product")
        return self.node("Add", [product, self.constant(f"{name}.bias", bias)], name)

    def save(
        self,
        path: Path,
        inputs: dict[str, tuple[int, list[str | int]]],
        outputs: dict[str, int],
        notes: dict[str, str] | None = None,
    ) -> None:
        """inputs: element type and shape by name; outputs: element type by name; notes: kept with it."""
        graph = helper.make_graph(
            self.nodes,
            "stemma",
            [helper.make_tensor_value_info(name, kind, shape) for name, (kind, shape) in inputs.items()],
            [helper.make_tensor_value_info(name, kind, None) for name, kind in outputs.items()],
            list(self.constants.values()),
        )
        operators = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
        model = helper.make_model(graph, opset_imports=operators, ir_version=8)
        helper.set_model_props(model, notes or {})
        onnx.save(model, path)


def encoder(
    graph: Graph, model: Bert, embedded: str, mask: str, ranges: dict[str, Range], wanted: str | None = None
) -> str:
    """The nodes of an encoder.

    embedded: float (batch, length, WIDTH); mask: int32 (batch, length), 1 where there is a piece.
    ranges: what each linear layer sees, by name.  wanted: the places in a row whose states are given at the
    end, by default all: the last layer leaves the others out, past its attention.
    """
    values = arrays(model)
    places = graph.constant("positions", values["positions.weight"] + values["kind"])
    shape = graph.node("Shape", [embedded], "length", start=1, end=2)
    zero, axis = graph.constant("zero", np.array([0])), graph.constant("axis", np.array([0]))
    placed = graph.node("Slice", [places, zero, shape, axis], "placed")
    x = normal(graph, values, embedded, placed, "norm")
    for i in range(len(model.layers)):
        x = layer(graph, values, f"layers.{i}", x, mask, ranges, wanted if i == len(model.layers) - 1 else None)
    return x


def arrays(model: torch.nn.Module) -> dict[str, Array]:
    """The weights of a model by name."""
    return {name: tensor.detach().float().numpy() for name, tensor in model.state_dict().items()}


def normal(graph: Graph, values: dict[str, Array], x: str, residual: str, site: str) -> str:
    """A sum and its layer normalisation."""
    summed = graph.node("Add", [x, residual], f"{site}.summed")
    weight, bias = (graph.constant(f"{site}.{part}", values[f"{site}.{part}"]) for part in ("weight", "bias"))
    return graph.node("LayerNormalization", [summed, weight, bias], f"{site}.out", axis=-1, epsilon=EPSILON)


def layer(
    graph: Graph,
    values: dict[str, Array],
    site: str,
    x: str,
    mask: str,
    ranges: dict[str, Range],
    wanted: str | None = None,
) -> str:
    """The nodes of one layer; values and ranges: by names that begin with `site`.  wanted: see encoder."""
    ready, weight = graph.even(x, ranges[f"{site}.qkv"], values[f"{site}.qkv.weight"])
    mixed = graph.attention(ready, mask, f"{site}.qkv", weight, values[f"{site}.qkv.bias"])
    if wanted:
        x, mixed = (graph.node("Gather", [y, wanted], f"{site}.wanted.{y}", axis=1) for y in (x, mixed))
    ready = graph.quantize(mixed, ranges[f"{site}.out"])
    out = graph.linear(ready, f"{site}.out", values[f"{site}.out.weight"], values[f"{site}.out.bias"])
    x = normal(graph, values, x, out, f"{site}.norm1")
    ready, weight = graph.even(x, ranges[f"{site}.up"], values[f"{site}.up.weight"])
    up = graph.linear(ready, f"{site}.up", weight, values[f"{site}.up.bias"])
    bent = graph.node("Gelu", [up], f"{site}.bent", "com.microsoft")
    ready = graph.quantize(bent, ranges[f"{site}.down"])
    down = graph.linear(ready, f"{site}.down", values[f"{site}.down.weight"], values[f"{site}.down.bias"])
    return normal(graph, values, x, down, f"{site}.norm2")


EMBEDDED: tuple[int, list[str | int]] = (TensorProto.FLOAT, ["batch", "length", WIDTH])
MASK: tuple[int, list[str | int]] = (TensorProto.INT32, ["batch", "length"])
