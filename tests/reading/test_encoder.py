"""Sentence vectors on invented text."""

from __future__ import annotations

import numpy as np

from stemma.reading.model.encoder import part_vectors, vectors

BRIDGE = "The bridge over the Orrin was closed on Monday after cracks were found."
SAME = "Cracks forced the authorities to shut the Orrin bridge at the start of the week."
OTHER = "The bakery on Hill Street sells forty kinds of bread."


def test_rows_of_length_one() -> None:
    rows = vectors([BRIDGE, SAME, "", "🙂\ud83d", "word " * 2000])
    assert rows.shape == (5, 384)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert vectors([]).shape == (0, 384)


def test_like_sentences_are_near() -> None:
    a, b, c = vectors([BRIDGE, SAME, OTHER])
    assert a @ b > 0.6
    assert a @ c < 0.3


def test_the_same_to_the_byte_whatever_was_read_before() -> None:
    texts = [BRIDGE, SAME, OTHER]
    alone = vectors(texts).tobytes()
    for k in range(50):
        vectors([f"Report {k}."] * (k % 5 + 1) + [OTHER * (k % 3)])
    assert vectors(texts).tobytes() == alone


def test_company_changes_a_vector_by_rounding_only() -> None:
    alone = vectors([BRIDGE])[0]
    among = vectors([SAME, BRIDGE, *(f"{BRIDGE} {'More of it. ' * k}" for k in range(20))])[1]
    assert alone @ among > 0.9999


def test_parts_are_read_in_their_text() -> None:
    half = BRIDGE.index(" after")
    whole, parts = part_vectors([BRIDGE, OTHER], [[(0, len(BRIDGE)), (0, half), (half, half)], []])
    assert whole.tobytes() == vectors([BRIDGE, OTHER]).tobytes()
    assert [rows.shape for rows in parts] == [(3, 384), (0, 384)]
    assert parts[0][0] @ whole[0] > 0.95
    assert parts[0][1] @ whole[0] > 0.8
    assert np.array_equal(parts[0][2], whole[0])
