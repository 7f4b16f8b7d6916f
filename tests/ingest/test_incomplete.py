"""What marks an article as cut short, and what does not."""

from __future__ import annotations

import pytest

from stemma.ingest import from_text

BODY = (
    "The tram stopped short of the depot on Tuesday evening, and forty passengers walked on.\n\n"
    "Nobody was hurt, the operator said in a statement on Wednesday morning."
)


def reasons(ending: str) -> str:
    article = from_text(f"Tram stops short of its depot\nBy Ida Brekke\n\n{BODY}\n\n{ending}", name="1.txt")
    return "; ".join(article.incomplete)


@pytest.mark.parametrize(
    ("ending", "reason"),
    [
        ("The union then handed over its list of demands:", "list announced"),
        ("The union then handed over its list of demands:\n\n2026 Pledge To Our Readers", "list announced"),
        ("The driver, who has worked there since 2009, told us that the", "no end"),
        ("The driver told us that the brakes had failed…", "breaks off"),
        ("The driver told us that the brakes had failed [...]", "breaks off"),
        ("The driver told us more.\n\nContinue reading", "rest of the article"),
        ("The driver told us more.\n\nSubscribe to continue reading.", "pay or sign in"),
        ("The driver told us more.\n\nThis article is for subscribers only.", "pay or sign in"),
    ],
)
def test_a_cut_article_says_why(ending: str, reason: str) -> None:
    assert reason in reasons(ending)


@pytest.mark.parametrize(
    "ending",
    [
        "The line reopened at six.",
        'The driver said: "I am glad to be home."',
        "“I am glad to be home,” she said. “That is all.”",
        "The line reopened (see map).",
        "What we know:\n- Forty were on board\n- Nobody was hurt",
        "The line reopened at six.\n\nSign up to our morning newsletter",
        "The line reopened at six.\n\nREAD MORE: Ten tram rides for a wet weekend",
        "Will it run on Monday?",
    ],
)
def test_a_whole_article_is_not_called_cut(ending: str) -> None:
    assert reasons(ending) == ""
