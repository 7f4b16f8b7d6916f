"""The sentence encoder as shipped: all-MiniLM-L6-v2 with int8 weights, and the table of word embeddings."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from training.bert import Bert, table
from training.graph import EMBEDDED, MASK, Graph, Range, encoder

CALIBRATION = 1000  # sentences


def quantized(words: Tensor) -> tuple[Tensor, Tensor]:
    """A table in eight bits and the scale of each row."""
    scale = words.abs().amax(dim=1, keepdim=True) / 127
    return (words / scale).round().to(torch.int8), scale


def export(weights: dict[str, Tensor], tokenizer: bytes, calibration: list[str], folder: Path) -> None:
    """Write words.npy, words.scale.npy, tokenizer.json and sentences.onnx."""
    rows, scale = quantized(table(weights))
    np.save(folder / "words.npy", rows.numpy())
    np.save(folder / "words.scale.npy", scale.numpy())
    (folder / "tokenizer.json").write_text(bare(tokenizer), encoding="utf-8")
    model = Bert().eval()
    model.load_base(weights)
    graph = Graph()
    states = encoder(graph, model, "embedded", "mask", ranges(model, calibration))
    graph.save(folder / "sentences.onnx", {"embedded": EMBEDDED, "mask": MASK}, {states: 1})


def bare(tokenizer: bytes) -> str:
    """The tokenizer without truncation, padding and added marks."""
    settings = json.loads(tokenizer)
    settings.update(truncation=None, padding=None, post_processor=None)
    return json.dumps(settings, ensure_ascii=False)


def ranges(model: Bert, texts: list[str]) -> dict[str, Range]:
    """What the linear layers of an encoder see on these texts."""
    from stemma.reading.model import pieces

    watch = Watch(model)
    texts = sorted(texts, key=len)
    for start in range(0, len(texts), 32):
        ids = [[pieces.CLS, *some.ids[:254], pieces.SEP] for some in pieces.encode(texts[start : start + 32])]
        length = max(map(len, ids))
        mask = torch.tensor([[k < len(some) for k in range(length)] for some in ids])
        padded = torch.tensor([some + [0] * (length - len(some)) for some in ids])
        with torch.no_grad():
            watch.mask = mask
            model(torch.from_numpy(pieces.embed(padded.numpy())), mask)
    return watch.ranges()


class Watch:
    """Notes the least and greatest input of each linear layer of an encoder, batch by batch, by channel."""

    def __init__(self, model: nn.Module) -> None:
        self.mask = torch.ones(0)
        self.seen: dict[str, list[tuple[Tensor, Tensor]]] = {}
        for name, layer in model.named_modules():
            if isinstance(layer, nn.Linear):
                self.seen[name] = []
                layer.register_forward_pre_hook(lambda _, inputs, name=name: self.note(name, inputs[0]))

    def note(self, name: str, x: Tensor) -> None:
        x = x[self.mask]
        self.seen[name].append((x.amin(dim=0), x.amax(dim=0)))

    def ranges(self) -> dict[str, Range]:
        return {name: Range.mean(pairs) for name, pairs in self.seen.items()}
