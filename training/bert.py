"""A plain BERT encoder: six layers of 384, twelve heads, as in MiniLM."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH = 384
HEADS = 12
LAYERS = 6
INNER = 1536
EPSILON = 1e-12


class Layer(nn.Module):
    """Self-attention and a feed-forward net, each added to its input and normalised."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.dropout = dropout

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """x: (batch, length, WIDTH); mask: (batch, 1, 1, length), true where there is a piece."""
        batch, length, _ = x.shape
        drop = self.dropout if self.training else 0.0
        q, k, v = (
            part.view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2) for part in self.qkv(x).chunk(3, dim=-1)
        )
        mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        mixed = self.out(mixed.transpose(1, 2).reshape(batch, length, WIDTH))
        x = self.norm1(x + functional.dropout(mixed, drop))
        inner = self.down(functional.gelu(self.up(x)))
        return self.norm2(x + functional.dropout(inner, drop))


class Bert(nn.Module):
    """Embedded pieces (batch, length, WIDTH) to hidden states of the same shape."""

    def __init__(self, dropout: float = 0.0) -> None:
        super().__init__()
        self.positions = nn.Embedding(512, WIDTH)
        self.kind = nn.Parameter(torch.zeros(WIDTH))
        self.norm = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.dropout = dropout

    def forward(self, embedded: Tensor, mask: Tensor) -> Tensor:
        """mask: (batch, length), true where there is a piece."""
        places = torch.arange(embedded.shape[1], device=embedded.device)
        x = self.norm(embedded + self.positions(places) + self.kind)
        x = functional.dropout(x, self.dropout, self.training)
        for layer in self.layers:
            x = layer(x, mask[:, None, None, :])
        return x

    def load_base(self, weights: dict[str, Tensor]) -> None:
        """Take the weights of all-MiniLM-L6-v2 (see base.py)."""
        state = {
            "positions.weight": weights["embeddings.position_embeddings.weight"],
            "kind": weights["embeddings.token_type_embeddings.weight"][0],
            "norm.weight": weights["embeddings.LayerNorm.weight"],
            "norm.bias": weights["embeddings.LayerNorm.bias"],
        }
        names = {
            "out": "attention.output.dense",
            "norm1": "attention.output.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "norm2": "output.LayerNorm",
        }
        for i in range(LAYERS):
            for kind in ("weight", "bias"):
                old = f"encoder.layer.{i}."
                parts = [weights[f"{old}attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
                state[f"layers.{i}.qkv.{kind}"] = torch.cat(parts)
                for new, name in names.items():
                    state[f"layers.{i}.{new}.{kind}"] = weights[f"{old}{name}.{kind}"]
        self.load_state_dict(state)


def table(weights: dict[str, Tensor]) -> Tensor:
    """The word embeddings, (30522, WIDTH); never trained."""
    return weights["embeddings.word_embeddings.weight"]
