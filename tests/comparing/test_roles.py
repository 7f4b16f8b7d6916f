"""Who people and bodies are, as several articles say beside their names."""

from __future__ import annotations

from pathlib import Path

from tests.comparing.test_weighing import compared

BANK = """Bank to close branches
Merrin Gazette, 4 March 2026

The chief executive of Castell Bank, Ana Reis, said on Tuesday that eleven branches would close by June.
Dr Pavel Horn, who has studied rural banks for years, called it a mistake.
"""

TIMES = """Unions attack bank
Port Hale Times, 4 March 2026

Unions were told of nothing before the news broke. Ana Reis, the bank's chief executive, has refused to meet them.
"They hide," a shop steward said. Dr Pavel Horn has written a book on savings.
"""


def test_an_office_that_two_articles_set_beside_a_name_is_a_fact(tmp_path: Path) -> None:
    (tmp_path / "merrin-gazette.txt").write_text(BANK, encoding="utf-8")
    (tmp_path / "port-hale-times.txt").write_text(TIMES, encoding="utf-8")
    seen = compared(tmp_path)
    claim = next(claim for claim in seen.claims if "say who Ana Reis is" in claim.reason)
    assert [seen.words(one.span) for one in claim.evidence] == [
        "The chief executive of Castell Bank, Ana Reis",
        "Ana Reis, the bank's chief executive",
    ]
    assert (claim.status, claim.origins) == ("corroborated", 2)


def test_a_bare_title_is_none(tmp_path: Path) -> None:
    (tmp_path / "merrin-gazette.txt").write_text(BANK, encoding="utf-8")
    (tmp_path / "port-hale-times.txt").write_text(TIMES, encoding="utf-8")
    assert not any("Horn" in claim.reason for claim in compared(tmp_path).claims)


def test_an_adjective_alone_makes_no_description_shared(tmp_path: Path) -> None:
    reports = {
        "merrin-gazette": BANK.replace("The chief executive of Castell Bank, Ana Reis,", "Portuguese skier Ana Reis"),
        "port-hale-times": TIMES.replace("Ana Reis, the bank's chief executive,", "Portuguese novelist Ana Reis"),
    }
    for name, text in reports.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    assert not any("Reis" in claim.reason for claim in compared(tmp_path).claims)
