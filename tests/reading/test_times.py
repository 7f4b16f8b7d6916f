"""Times: what is found, what it is worth, and what stays open."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation import times as evaluation
from stemma.reading import times
from stemma.reading.times.timex import agree, interval
from stemma.types import Span, Time
from tests.reading.written import written

TUESDAY = "2026-01-06"


def found(text: str, published: str | None = TUESDAY) -> dict[str, str]:
    """Words of each time expression with its value."""
    article, sentences = written(text, published)
    return {article.words(time.span): time.value for time in times.find(article, sentences)}


def one(text: str, published: str | None = TUESDAY) -> Time:
    article, sentences = written(text, published)
    (time,) = times.find(article, sentences)
    return time


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The minister resigned on Monday.", "2026-01-05"),
        ("The minister resigned on Tuesday.", "2026-01-06"),
        ("The minister resigned on Wednesday.", "2025-12-31"),
        ("The minister will resign on Monday.", "2026-01-12"),
        ("Ann May set a record on Monday.", "2026-01-05"),
        ("The bridge will be closed on Thursday.", "2026-01-08"),
        ("Talks are set to resume on Thursday.", "2026-01-08"),
        ("The bank said it would reopen on Friday.", "2026-01-09"),
        ("The road was closed until Thursday.", "2026-01-08"),
        ("They met last Tuesday.", "2025-12-30"),
        ("They meet next Tuesday.", "2026-01-13"),
        ("The deal was signed last year.", "2025"),
        ("The deal was signed last month.", "2025-12"),
        ("The deal was signed last week.", "2026-W01"),
        ("It fell this week.", "2026-W02"),
        ("She joined in June.", "2025-06"),
        ("She will join in June.", "2026-06"),
        ("She joined in June 2019.", "2019-06"),
        ("She joined on 3 June, 2019.", "2019-06-03"),
        ("She joined on June 3rd, 2019.", "2019-06-03"),
        ("She joined on Monday, 3 June 2019.", "2019-06-03"),
        ("She joined on December 11.", "2025-12-11"),
        ("She joined in 2019.", "2019"),
        ("She joined in the 1990s.", "199"),
        ("It was built in the 19th century.", "18"),
        ("It was built in summer 2019.", "2019-SU"),
        ("Sales rose in the third quarter of 2025.", "2025-Q3"),
        ("Sales rose in the first half of 2025.", "2025-H1"),
        ("Profits rose in fiscal 2025.", "FY2025"),
        ("It opened yesterday.", "2026-01-05"),
        ("It opened three days ago.", "2026-01-03"),
        ("It opened two years ago.", "2024"),
        ("It ran for three years.", "P3Y"),
        ("They held a ninety-minute summit.", "PT90M"),
        ("It took two and a half years.", "P2.5Y"),
        ("It took half an hour.", "PT30M"),
        ("They meet every Monday.", "XXXX-WXX-1"),
        ("They pray daily.", "P1D"),
        ("He ate on Christmas Day.", "2025-12-25"),
        ("The date was 2019-06-03.", "2019-06-03"),
        ("The date was 25/06/2019.", "2019-06-25"),
        ("The date was 05/06/2019.", "2019-XX-XX"),
        ("He died on Monday night.", "2026-01-05TNI"),
        ("He died on Monday morning.", "2026-01-05TMO"),
        ("He speaks this evening.", "2026-01-06TEV"),
        ("He died at 6.25am on Tuesday.", "2026-01-06T06:25"),
        ("He died at noon on Monday.", "2026-01-05T12:00"),
        ("He died at six on Monday evening.", "2026-01-05T18:00"),
        ("He died at half past four on Monday morning.", "2026-01-05T04:30"),
        ("He died at 14:30 on 3 June 2019.", "2019-06-03T14:30"),
        ("It fell in 490 BC.", "BC0490"),
    ],
)
def test_value_in_an_article_of_tuesday_6_january_2026(text: str, value: str) -> None:
    assert list(found(text).values()) == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("They met on Monday (Jan 5).", "XXXX-01-05"),
        ("They met in November.", "XXXX-11"),
        ("They met last year.", "XXXX"),
        ("They met on Monday.", "XXXX-WXX-1"),
        ("They met two days ago.", "XXXX-XX-XX"),
        ("They met at 4:12 a.m.", "XXXX-XX-XXT04:12"),
        ("The clock stopped at twelve minutes past four.", "XXXX-XX-XXTXX:12"),
    ],
)
def test_without_a_date_of_publication_what_is_not_told_stays_open(text: str, value: str) -> None:
    assert list(found(text, None).values()) == [value]


def test_no_year_is_borrowed_from_elsewhere_in_an_undated_article() -> None:
    values = found("The treaty was signed in March 2021. They met again on 5 June.", None)
    assert values["5 June"] == "XXXX-06-05"


def test_the_year_that_closes_a_range_holds_for_its_first_day() -> None:
    values = found("It rained between June 3 and July 8, 2021.", None)
    assert values == {"June 3": "2021-06-03", "July 8, 2021": "2021-07-08"}


def test_both_days_of_a_range() -> None:
    assert found("The fair runs 3-5 June 2026.") == {"3": "2026-06-03", "5 June 2026": "2026-06-05"}
    assert found("The fair ran March 5-9, 2018.") == {"March 5": "2018-03-05", "9, 2018": "2018-03-09"}


def test_days_told_from_the_last_date() -> None:
    values = found("The storm struck on 3 June 2019. Two days later it was over, and the next day boats sailed.")
    assert values["Two days later"] == "2019-06-05"
    assert values["the next day"] == "2019-06-06"


def test_a_month_after_a_dated_one_in_the_same_paragraph_is_of_that_year() -> None:
    values = found("He was jailed in March 2017. In May he escaped.\n\nIn May he will be sentenced.")
    assert list(values.values()) == ["2017-03", "2017-05"] or values["May"] == "2026-05"
    article, sentences = written("He was jailed in March 2017. In May he escaped.\n\nIn May he will be tried.", TUESDAY)
    assert [time.value for time in times.find(article, sentences)] == ["2017-03", "2017-05", "2026-05"]


@pytest.mark.parametrize(
    ("text", "words", "mod"),
    [
        ("They fled shortly before 6 a.m. on Monday.", "6 a.m. on Monday", "BEFORE"),
        ("They fled just after 6 a.m. on Monday.", "6 a.m. on Monday", "AFTER"),
        ("They fled about 6 a.m. on Monday.", "6 a.m. on Monday", "APPROX"),
        ("They fled late on Monday.", "late on Monday", "END"),
        ("They fled in early 2019.", "early 2019", "START"),
        ("They fled in mid-June 2019.", "mid-June 2019", "MID"),
        ("They fled at the end of 2019.", "the end of 2019", "END"),
        ("They waited more than two hours.", "two hours", "MORE_THAN"),
    ],
)
def test_modifier(text: str, words: str, mod: str) -> None:
    article, _ = written(text)
    time = one(text)
    assert (article.words(time.span), time.mod) == (words, mod)


def test_stated_zone() -> None:
    time = one("The rocket rose at 10:40 GMT on Monday.")
    assert (time.value, time.zone, time.zone_from) == ("2026-01-05T10:40", "+00:00", "stated")


def test_a_time_in_brackets_gives_the_zone_of_the_local_time_before_it() -> None:
    article, sentences = written("On Monday the quake hit at 4:12 a.m. (2312 GMT).", TUESDAY)
    _, local, world = times.find(article, sentences)
    assert (local.value, local.zone) == ("2026-01-05T04:12", "+05:00")
    assert (world.value, world.zone) == ("2026-01-04T23:12", "+00:00")


def test_a_stated_zone_and_the_same_moment_in_another() -> None:
    article, sentences = written("The bell rang on Monday at 4:00 p.m. EDT (2000 UTC), as in May 2001.", TUESDAY)
    local, world, _ = times.find(article, sentences)
    assert (local.value, local.zone) == ("2026-01-05T16:00", "-04:00")
    assert (world.value, world.zone) == ("2026-01-05T20:00", "+00:00")


def test_both_ends_of_a_range() -> None:
    hours = found("The shop was open 7-9pm on Monday.")
    assert hours == {"7": "2026-01-05T19:00", "9pm on Monday": "2026-01-05T21:00"}
    assert list(found("It rained between Sunday and Tuesday.").values()) == ["2026-01-04", "2026-01-06"]


def test_zone_of_the_dateline() -> None:
    zoned = one("BEIJING (Wire) - The shop closed at 6 p.m. sharp.")
    assert (zoned.zone, zoned.zone_from) == ("Asia/Shanghai", "dateline")
    unknown = one("The shop closed at 6 p.m. local time.")
    assert (unknown.zone, unknown.zone_from) == (None, "unknown")


@pytest.mark.parametrize(
    "text",
    [
        "Troops may march in spring boots.",
        "April Jones and June Carter sang.",
        "He has 2000 people and 1999 euros.",
        "Call 555-2019 or see page 1984.",
        "The motion passed by two to one.",
        "It was the second time, and a second man came.",
        "He won 3-2 and scored 9.40.",
        "The Daily Herald and USA Today agree.",
        "It was 6 metres long and 10 percent off.",
        "A 44-year-old man came.",
    ],
)
def test_not_a_time(text: str) -> None:
    assert found(text) == {}


def test_boilerplate_is_passed_over() -> None:
    article, sentences = written("See you on Monday.", TUESDAY)
    dull = [type(s)(s.span, s.paragraph, "boilerplate") for s in sentences]
    assert times.find(article, dull) == ()


@settings(deadline=None)  # the machine may be busy
@given(st.text(alphabet=st.sampled_from("0123456789 :-/.,()'’apmMonday June thelast\n\u202e\U0001f600"), max_size=200))
def test_any_text_gives_times_in_order_inside_it(text: str) -> None:
    article, sentences = written(text, TUESDAY)
    end = 0
    for time in times.find(article, sentences):
        assert end <= time.span.start < time.span.end <= len(text)
        assert re.fullmatch(r"[A-Z0-9:.-]+|[A-Z]+_REF", time.value)
        end = time.span.end


# --- whether two times can both be true -----------------------------------------------------------


def at(value: str, mod: str | None = None, zone: str | None = None) -> Time:
    kind = "DURATION" if value.startswith("P") else "TIME" if "T" in value else "DATE"
    return Time(Span("a1", 0, 1), kind, value, mod, zone, "stated" if zone else "unknown")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("a", "b", "both"),
    [
        (at("XXXX-01-05"), at("2026-01-05"), True),
        (at("XXXX-01-05"), at("2026-01-06"), False),
        (at("2025"), at("2025-11"), True),
        (at("2024"), at("2025-11"), False),
        (at("2025"), at("XXXX-11"), True),
        (at("2025-11-03"), at("2025-11-04"), False),
        (at("XXXX-WXX-1"), at("2026-01-05"), True),
        (at("XXXX-WXX-1"), at("2026-01-06"), False),
        (at("2026-01-05T05:52"), at("2026-01-05T06:00", "BEFORE"), True),
        (at("2026-01-05T06:20"), at("2026-01-05T06:00", "BEFORE"), False),
        (at("2026-01-05T04:12"), at("2026-01-05T04:21"), False),
        (at("XXXX-XX-XXTXX:12"), at("2026-01-05T04:12"), True),
        (at("XXXX-XX-XXTXX:12"), at("2026-01-05T04:21"), False),
        (at("2026-01-05T04:12", zone="+04:00"), at("2026-01-05T00:12", zone="+00:00"), True),
        (at("2026-01-05T04:12", zone="+04:00"), at("2026-01-05T01:12", zone="+00:00"), False),
        (at("2026-01-05T04:12"), at("2026-01-05T00:12", zone="+00:00"), True),
        (at("2026-01-05TNI"), at("2026-01-06T02:00"), True),
        (at("2026-01-05TMO"), at("2026-01-05TEV"), False),
        (at("2026-01-05", "END"), at("2026-01-05T23:15"), True),
        (at("2026-06", "START"), at("2026-06-28"), False),
        (at("P3Y"), at("P36M"), True),
        (at("P3Y"), at("P4Y"), False),
        (at("PT40H", "APPROX"), at("PT38H"), True),
        (at("PT2H", "MORE_THAN"), at("PT1H"), False),
        (at("P3Y"), at("2026-01-05"), True),
    ],
)
def test_agree(a: Time, b: Time, both: bool) -> None:
    assert agree(a, b) is both
    assert agree(b, a) is both


years = st.sampled_from(["2025", "2026", "XXXX"])
days = st.builds("{}-{:02d}-{:02d}".format, years, st.integers(1, 12), st.integers(1, 28))
clocks = st.builds("T{:02d}:{:02d}".format, st.integers(0, 24), st.integers(0, 59)) | st.sampled_from(
    ["TMO", "TNI", "TXX:12"]
)
values = st.one_of(
    years,
    days,
    st.builds("{}{}".format, days, clocks),
    st.sampled_from(["2026-W01", "2026-W01-WE", "XXXX-WXX-3", "2026-01", "XXXX-11", "2025-Q3", "2025-SU", "199", "20"]),
    st.sampled_from(["BC0490", "FY2025", "PAST_REF", "2025-XX-XX", "2025-H1", "9999-12-31", "0001-01-01T00:00"]),
    st.builds("P{}{}".format, st.integers(1, 90), st.sampled_from("YMWD")),
    st.sampled_from(["PXY", "PT30M", "P2.5Y", "P1CE"]),
)
mods = st.sampled_from([None, "BEFORE", "AFTER", "START", "MID", "END", "APPROX", "MORE_THAN", "LESS_THAN"])
moments = st.builds(at, values, mods, st.sampled_from([None, "+00:00", "+05:30", "Europe/Paris", "No/Where"]))


@settings(deadline=None)  # the machine may be busy
@given(moments, moments)
def test_agreement_is_symmetric_and_every_time_agrees_with_itself(a: Time, b: Time) -> None:
    assert agree(a, a)
    assert agree(a, b) is agree(b, a)


@settings(deadline=None)  # the machine may be busy
@given(moments)
def test_an_interval_is_not_empty(time: Time) -> None:
    stretch = interval(time)
    assert stretch is None or stretch[0] < stretch[1]


# --- corpora --------------------------------------------------------------------------------------


def test_meantime() -> None:
    folder = os.environ.get("STEMMA_TESTDATA")
    if not folder:
        pytest.skip("STEMMA_TESTDATA does not name the folder of the corpora")
    figures = evaluation.score(Path(folder) / "corpora")
    assert figures["times.meantime.F1"] >= 0.90
    assert figures["times.meantime.value"] >= 0.84
    assert figures["times.wikiwars.F1"] >= 0.90
    assert figures["times.wikiwars.value"] >= 0.87
