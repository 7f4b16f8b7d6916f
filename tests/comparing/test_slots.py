"""Values that two reports give: which can both be true."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stemma.comparing import slots
from stemma.types import Modifier, Quantity, QuantityKind, Span

AT = Span("a", 0, 1)


def quantity(
    value: float,
    modifier: Modifier = "exact",
    kind: QuantityKind = "count",
    thing: str = "people",
    unit: str = "",
) -> Quantity:
    return Quantity(AT, AT, kind, value, value, modifier, unit, thing, value, value, unit)


def agree(one: Quantity, other: Quantity) -> bool:
    return slots.agree(slots.number(one), slots.number(other))


def test_rounded_values_agree() -> None:
    assert agree(quantity(200, "about"), quantity(213))
    assert agree(quantity(12, "at least"), quantity(14))
    assert agree(quantity(1.4e9, kind="money", unit="EUR"), quantity(1.37e9, kind="money", unit="EUR"))
    assert agree(quantity(28_000), quantity(27_850))


def test_values_that_cannot_both_be_true() -> None:
    assert not agree(quantity(14), quantity(19))
    assert not agree(quantity(200, "about"), quantity(260))
    assert not agree(quantity(12, "at least"), quantity(9))
    assert not agree(quantity(350, "less than"), quantity(420))


def test_other_units_are_not_compared() -> None:
    euros, dollars = quantity(5e6, kind="money", unit="EUR"), quantity(6e6, kind="money", unit="USD")
    assert not slots.comparable(euros, dollars)
    assert not slots.comparable(quantity(5, kind="percent"), quantity(5))


def test_ages_are_exact() -> None:
    assert not agree(quantity(51, kind="duration", thing="age"), quantity(52, kind="duration", thing="age"))


@given(
    st.floats(0.01, 1e12),
    st.floats(0.01, 1e12),
    st.sampled_from(["exact", "about", "at least", "at most", "more than", "less than"]),
)
def test_agreement_is_mutual(a: float, b: float, modifier: Modifier) -> None:
    one, other = quantity(a, modifier), quantity(b)
    assert agree(one, other) == agree(other, one)
    assert agree(one, one)
