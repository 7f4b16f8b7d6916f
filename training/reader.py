"""The reader: one encoder with heads for attributions, names and syntax."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from stemma.reading.model import pieces
from stemma.reading.model.decode import KINDS, RELATIONS, ROLES, UPOS, forbidden
from training.bert import WIDTH, Bert

ARC = 128  # width of the pair scores of syntax
LINK = 64  # width of the pair scores between contents and cues, and cues and sources
NAMES = 2 * len(KINDS) + 1
UNKNOWN = -100


class Reader(nn.Module):
    """Scores for every word of a window."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.bert = Bert(dropout)
        self.shapes = nn.Embedding(pieces.SHAPES + 1, WIDTH)  # 0: no word
        nn.init.zeros_(self.shapes.weight)
        self.roles = nn.Linear(WIDTH, 3 * len(ROLES))
        self.names = nn.Linear(WIDTH, NAMES)
        self.upos = nn.Linear(WIDTH, len(UPOS))
        self.root = nn.Linear(WIDTH, 1)
        self.lower = nn.Linear(WIDTH, ARC)
        self.upper = nn.Linear(WIDTH, ARC)
        self.arc = nn.Linear(ARC, ARC)
        self.below = nn.Linear(WIDTH, ARC)
        self.above = nn.Linear(WIDTH, ARC)
        self.rel = nn.Linear(ARC, len(RELATIONS))
        self.linking = nn.Linear(WIDTH, LINK)
        self.cue = nn.Linear(WIDTH, LINK)
        self.owner = nn.Linear(WIDTH, LINK)
        self.source = nn.Linear(WIDTH, LINK)
        self.steps = nn.Parameter(torch.zeros(len(ROLES), 3, 3))
        self.register_buffer("forbidden", torch.from_numpy(forbidden(1).copy()))
        self.dropout = dropout

    def states(self, embedded: Tensor, shape: Tensor, mask: Tensor, first: Tensor) -> Tensor:
        """(batch, words, WIDTH): the state of the first piece of every word."""
        states = self.bert(embedded + self.shapes(shape), mask)
        index = first[:, :, None].expand(-1, -1, WIDTH)
        return functional.dropout(states.gather(1, index), self.dropout, self.training)

    def arcs(self, x: Tensor) -> Tensor:
        """(batch, words, words): how well the column serves as head of the row."""
        lower = self.arc(functional.relu(self.lower(x)))
        return lower @ functional.relu(self.upper(x)).transpose(1, 2) / ARC**0.5

    def relations(self, x: Tensor, heads: Tensor) -> Tensor:
        """(batch, words, relations), given heads."""
        above = self.above(x).gather(1, heads[:, :, None].expand(-1, -1, ARC))
        return self.rel(functional.relu(self.below(x) + above))

    def links(self, x: Tensor) -> Tensor:
        """(batch, words, words): how well the column serves as the cue of the row; 0: as well as none."""
        return self.linking(x) @ self.cue(x).transpose(1, 2) / LINK**0.5

    def owners(self, x: Tensor) -> Tensor:
        """(batch, words, words): how well the column serves as the source of the row; 0: as well as none."""
        return self.owner(x) @ self.source(x).transpose(1, 2) / LINK**0.5


def losses(model: Reader, x: Tensor, batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """The mean loss a word of each head over what is known in the batch; x: float32 states."""
    found = {}
    there = batch["roles"][:, :, 0] != UNKNOWN
    if there.any():
        rows = there.any(dim=1)
        found["roles"] = crf(model, model.roles(x[rows]), batch["roles"][rows], there[rows])
        for role, name, score in ((1, "links", model.links), (0, "owners", model.owners)):
            if (batch[name] != UNKNOWN).any():
                found[name] = choice(score(x), batch["roles"][:, :, role] == 1, batch[name])
    names = batch["names"]
    told = ~names.all(dim=2)
    if told.any():
        scores = model.names(x[told]).log_softmax(dim=1)
        found["names"] = -scores.masked_fill(~names[told], -1e4).logsumexp(dim=1).mean()
    parsed = batch["head"] != UNKNOWN
    if parsed.any():
        found |= syntax(model, x, batch, parsed)
    return found


def choice(scores: Tensor, fit: Tensor, chosen: Tensor) -> Tensor:
    """Mean loss of choosing one of the columns that are fit, or none (NONE, whose score is 0)."""
    scores = functional.pad(scores.masked_fill(~fit[:, None, :], -1e4), (1, 0))
    chosen = torch.where(chosen == UNKNOWN, UNKNOWN, chosen + 1)
    return functional.cross_entropy(scores.flatten(0, 1), chosen.flatten(), ignore_index=UNKNOWN)


def syntax(model: Reader, x: Tensor, batch: dict[str, Tensor], parsed: Tensor) -> dict[str, Tensor]:
    """Part of speech, root, head and relation."""
    rows = parsed.any(dim=1)
    x, parsed = x[rows], parsed[rows]
    head, rel, upos = batch["head"][rows], batch["rel"][rows], batch["upos"][rows]
    sentence = batch["sentence"][rows]
    same = sentence[:, :, None] == sentence[:, None, :]
    same = same & ~torch.eye(x.shape[1], dtype=torch.bool, device=x.device)
    scores = model.arcs(x).masked_fill(~same, -1e4)
    has_head = parsed & (head >= 0)
    arc = functional.cross_entropy(scores[has_head], head[has_head])
    root = functional.binary_cross_entropy_with_logits(model.root(x)[..., 0][parsed], (head[parsed] == -1).float())
    relations = model.relations(x, head.clamp(min=0))[has_head]
    return {
        "upos": functional.cross_entropy(model.upos(x)[parsed], upos[parsed]),
        "arc": arc,
        "root": root,
        "rel": functional.cross_entropy(relations, rel[has_head]),
    }


def crf(model: Reader, scores: Tensor, gold: Tensor, there: Tensor) -> Tensor:
    """Mean negative log likelihood a word of the rows of tags.

    scores: (batch, words, 9); gold: (batch, words, 3); there: (batch, words), true from the first word on.
    """
    batch, length, _ = scores.shape
    scores = scores.view(batch, length, len(ROLES), 3).float()
    steps = model.steps + model.forbidden
    start = torch.tensor([0.0, 0.0, -1e4])
    gold = gold.clamp(min=0)
    total = scores[:, 0] + start
    told = scores.gather(3, gold[..., None])[..., 0] * there[:, :, None]
    role = torch.arange(len(ROLES))
    moved = steps[role, gold[:, :-1], gold[:, 1:]] * there[:, 1:, None]
    for i in range(1, length):
        new = torch.logsumexp(total[..., None] + steps, dim=2) + scores[:, i]
        total = torch.where(there[:, i, None, None], new, total)
    likelihood = told.sum((1, 2)) + moved.sum((1, 2)) - total.logsumexp(dim=2).sum(dim=1)
    return -likelihood.sum() / there.sum()
