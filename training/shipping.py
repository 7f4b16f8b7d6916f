"""The reader as shipped: encoder in int8, heads in float32, decided as far as a graph can."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import torch
from onnx import TensorProto

from stemma.reading.model import pieces
from training.examples import Example, batch, windows
from training.graph import EMBEDDED, Array, Graph, Range, encoder
from training.reader import ARC, LINK, Reader
from training.sentences import Watch
from training.train import as_tensors

CALIBRATION = 160  # windows


def ranges(model: Reader, examples: list[Example], length: int) -> dict[str, Range]:
    """What the linear layers of the encoder see on windows of these examples (see sentences.ranges)."""
    rng = random.Random(0)
    cut = [window for one in examples for window in windows(one, length, rng)]
    chosen = rng.sample(cut, min(CALIBRATION, len(cut)))
    watch = Watch(model.bert)
    for start in range(0, len(chosen), 8):
        tensors = as_tensors(batch(chosen[start : start + 8], rng))
        watch.mask = tensors["ids"] > 0
        embedded = torch.from_numpy(pieces.embed(tensors["ids"].numpy()))
        with torch.no_grad():
            model.bert(embedded + model.shapes(tensors["shape"]), watch.mask)
    return watch.ranges()


def export(model: Reader, seen: dict[str, Range], path: Path) -> None:
    """Write reader.onnx; what goes in and out is told in stemma/reading/model/tagging.py."""
    values = {name: tensor.detach().float().numpy() for name, tensor in model.state_dict().items()}
    graph = Graph()
    looks = graph.node("Gather", [graph.constant("shapes", values["shapes.weight"]), "shape"], "looks")
    shaped = graph.node("Add", ["embedded", looks], "shaped")
    states = encoder(graph, model.bert, shaped, "", seen, wanted="first")
    x = graph.node("Squeeze", [states, graph.constant("front", np.array([0]))], "words")

    def linear(x: str, *names: str) -> str:
        weight, bias = (np.concatenate([values[f"{name}.{part}"] for name in names]) for part in ("weight", "bias"))
        return graph.plain(x, "+".join(names), weight, bias)

    def pairs(rows: str, columns: str, width: int, name: str) -> str:
        turned = graph.node("Transpose", [columns], f"{name}.turned", perm=[1, 0])
        product = graph.node("MatMul", [rows, turned], f"{name}.raw")
        return graph.node("Mul", [product, graph.constant(f"{name}.scale", np.float32(width**-0.5))], f"{name}.pairs")

    graph.node("Identity", [linear(x, "roles", "names", "upos", "root")], "tags")
    for rows, columns, name in (("linking", "cue", "links"), ("owner", "source", "owners")):
        graph.node("Identity", [pairs(linear(x, rows), linear(x, columns), LINK, name)], name)
    lower = graph.node("Relu", [linear(x, "lower")], "lower.bent")
    upper = graph.node("Relu", [linear(x, "upper")], "upper.bent")
    scores = pairs(linear(lower, "arc"), upper, ARC, "tree")
    graph.node("Where", ["allowed", scores, graph.constant("never", np.float32(-1e4))], "arcs")
    heads = graph.node("ArgMax", ["arcs"], "heads", axis=1, keepdims=0)
    above = graph.node("Gather", [linear(x, "above"), heads], "above.head", axis=0)
    both = graph.node("Add", [linear(x, "below"), above], "both")
    relations = linear(graph.node("Relu", [both], "both.bent"), "rel")
    graph.node("ArgMax", [relations], "rels", axis=1, keepdims=0)
    inputs = {
        "embedded": EMBEDDED,
        "shape": (TensorProto.INT64, ["batch", "length"]),
        "first": (TensorProto.INT64, ["words"]),
        "allowed": (TensorProto.BOOL, ["words", "words"]),
    }
    outputs = dict.fromkeys(("tags", "arcs", "links", "owners"), TensorProto.FLOAT) | {"rels": TensorProto.INT64}
    steps: Array = values["steps"]
    graph.save(path, inputs, outputs, {"steps": json.dumps(np.round(steps, 5).tolist())})
