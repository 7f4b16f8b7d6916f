"""Who posted what, where, is a fact of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from stemma.types import Claim
from tests.comparing.test_weighing import compared

GAZETTE = """Mayor back from island
Merrin Gazette, 4 March 2026

Mayor Ana Reis visited the island of Lund on Tuesday. The crossing took an hour and the sea was rough.
"Not a cloud in the sky," Reis wrote on Facebook along with a photo of the lighthouse.
Shops in the harbour stayed shut for the day.
"""

TIMES = """Reis shows off trip
Port Hale Times, 4 March 2026

Fishermen waited on the quay when the boat came in.
Ana Reis, the mayor, shared pictures of the old lighthouse on social media on Monday, and thousands liked them.
The council has no money for a new pier.
"""


def posts(tmp_path: Path, one: str, other: str) -> list[tuple[Claim, list[str]]]:
    """The claims of who posted what, each with its passages."""
    (tmp_path / "merrin-gazette.txt").write_text(one, encoding="utf-8")
    (tmp_path / "port-hale-times.txt").write_text(other, encoding="utf-8")
    seen = compared(tmp_path)
    return [
        (claim, [" ".join(seen.words(one.span).split()) for one in claim.evidence])
        for claim in seen.claims
        if "posted one thing" in claim.reason
    ]


def test_one_post_told_in_other_words_of_its_author_is_one_fact(tmp_path: Path) -> None:
    ((claim, passages),) = posts(tmp_path, GAZETTE, TIMES)
    assert passages[0].endswith("Reis wrote on Facebook along with a photo of the lighthouse.")
    assert "shared pictures of the old lighthouse on social media" in passages[1]
    assert (claim.status, claim.origins) == ("corroborated", 2)
    assert all(one.asserted for one in claim.evidence)  # that she posted it is said by the outlets


@pytest.mark.parametrize(
    ("told", "otherwise"),
    [
        pytest.param("a photo of the lighthouse", "a photo of the harbour", id="another thing"),
        pytest.param("Facebook", "Instagram", id="another platform"),
        pytest.param("Reis wrote on Facebook", "her deputy, Pavel Horn, wrote on Facebook", id="another person"),
        pytest.param(
            "with a photo of the lighthouse", "with a photo of the lighthouse on 3 May 2025", id="another day"
        ),
        pytest.param("a photo of the lighthouse", "a photo", id="a photo of whatever"),
    ],
)
def test_two_posts_stay_two(tmp_path: Path, told: str, otherwise: str) -> None:
    assert posts(tmp_path, GAZETTE, TIMES.replace("social media", "Facebook"))
    assert not posts(tmp_path, GAZETTE.replace(told, otherwise), TIMES.replace("social media", "Facebook"))
