"""The deviation is exact and leads to exactly one tier; the value may lead to a higher one."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.money import Money
from models.policy import Standard
from models.scoring import NoTierDecidesError, deviation_of, score_of
from tests.builders import MORNING, policy


def standard(value: str | None) -> Standard:
    return Standard.model_validate(
        {"reference": "P-9", "title": "Sample", "value": value, "owner": "@operations"}
    )


def score(deviation: str, value: str = "1", currency: str = "EUR") -> tuple[str, str]:
    found = score_of(
        policy(),
        deviation=Decimal(deviation),
        by_hand=False,
        confirmed=True,
        value=Money(amount=Decimal(value), currency=currency),
        at=MORNING,
    )
    return found.band, found.tier


@pytest.mark.parametrize(
    ("deviation", "tier"),
    [
        ("0", "team_lead"),
        ("19.9999999999999999999999", "team_lead"),
        ("20", "manager"),
        ("49", "manager"),
        ("49.5", "manager"),
        ("49.999", "manager"),
        ("49.9999999999999999999999", "manager"),
        ("50", "executive"),
        ("50.0000000000000000000001", "executive"),
        ("1000000", "executive"),
    ],
)
def test_band_holds_its_lower_bound_and_not_its_upper_one(deviation: str, tier: str) -> None:
    assert policy().tier_for(Decimal(deviation)).name == tier


@pytest.mark.parametrize(
    ("value", "requested", "deviation"),
    [
        ("30", "45", "50"),
        ("30", "15", "50"),
        ("-18", "-12", "33.333333333333333333333333333333333333333333333333"),
        ("-18", "-24", "33.333333333333333333333333333333333333333333333333"),
        ("-18", "18", "200"),
        ("200", "299", "49.5"),
        ("100000", "149999", "49.999"),
        ("3", "4", "33.333333333333333333333333333333333333333333333333"),
        ("0.5", "0.75", "50"),
        ("7", "0", "100"),
    ],
)
def test_deviation_is_how_far_the_request_is_from_the_standard(
    value: str, requested: str, deviation: str
) -> None:
    assert deviation_of(standard(value), Decimal(requested)) == Decimal(deviation)


@pytest.mark.parametrize("value", ["0", "0.0", None])
def test_standard_of_zero_or_without_a_number_has_no_percentage(value: str | None) -> None:
    assert deviation_of(standard(value), Decimal(5)) is None


def test_whole_percentage_has_no_needless_digits() -> None:
    assert str(deviation_of(standard("30.00"), Decimal("45.0"))) in ("5E+1", "50")
    assert str(deviation_of(standard("200"), Decimal("299"))) == "49.5"


numbers = st.decimals(
    min_value=Decimal("-1e9"), max_value=Decimal("1e9"), places=6, allow_nan=False, allow_infinity=False
)


@given(value=numbers.filter(bool), requested=numbers, edge=st.sampled_from(["20", "50"]))
def test_no_band_is_reached_by_rounding(value: Decimal, requested: Decimal, edge: str) -> None:
    deviation = deviation_of(standard(f"{value:f}"), requested)
    assert deviation is not None
    exact = abs(Fraction(requested) - Fraction(value)) / abs(Fraction(value)) * 100
    assert (deviation < Decimal(edge)) == (exact < Fraction(edge))
    assert Fraction(deviation) <= exact


@pytest.mark.parametrize(
    ("deviation", "value", "routed"),
    [
        ("10", "1000", ("team_lead", "team_lead")),
        ("10", "1000.01", ("team_lead", "manager")),
        ("10", "10000.01", ("team_lead", "executive")),
        ("30", "1000.01", ("manager", "manager")),
        ("30", "10001", ("manager", "executive")),
        ("60", "1", ("executive", "executive")),
    ],
)
def test_value_over_the_authority_goes_to_the_lowest_tier_that_has_it(
    deviation: str, value: str, routed: tuple[str, str]
) -> None:
    assert score(deviation, value) == routed


def test_value_over_every_authority_has_no_tier() -> None:
    with pytest.raises(NoTierDecidesError, match=r"EUR 100,000.01 is above the authority of Executive"):
        score("10", "100000.01")


def test_value_is_judged_in_the_policys_currency() -> None:
    assert score("10", "1111.11", "USD") == ("team_lead", "team_lead")
    assert score("10", "1111.12", "USD") == ("team_lead", "manager")
    with pytest.raises(KeyError, match="XXX"):
        score("10", "1", "XXX")


def test_value_just_over_the_authority_is_not_rounded_under_it() -> None:
    rates = [{"currency": "USD", "rate": "1.0000000001", "on": "2026-01-01"}]
    tiers = [tier.model_dump() for tier in policy().tiers]
    tiers[0]["authority"] = "123456789012345.123456"
    tiers[1]["authority"] = tiers[2]["authority"] = "999999999999999"
    own = policy(rates=rates, tiers=tiers)
    amount = Decimal("123456789012345.123456") / Decimal("1.0000000001")
    found = score_of(
        own,
        deviation=Decimal(10),
        by_hand=False,
        confirmed=True,
        value=Money(amount=amount.quantize(Decimal("0.000001")), currency="USD"),
        at=MORNING,
    )
    exact = Fraction(amount.quantize(Decimal("0.000001"))) * Fraction("1.0000000001")
    assert Fraction(found.value.amount) == exact
    assert (found.tier == "team_lead") == (exact <= Fraction("123456789012345.123456"))


def test_rate_is_the_newest_of_the_day() -> None:
    rates = [
        {"currency": "USD", "rate": "0.9", "on": "2026-01-01"},
        {"currency": "USD", "rate": "0.8", "on": "2026-03-04"},
        {"currency": "USD", "rate": "0.7", "on": "2026-03-05"},
    ]
    found = score_of(
        policy(rates=rates),
        deviation=Decimal(10),
        by_hand=False,
        confirmed=True,
        value=Money(amount=Decimal(100), currency="USD"),
        at=MORNING,
    )
    assert (found.rate, str(found.rate_on), found.value) == (
        Decimal("0.8"),
        "2026-03-04",
        Money(amount=Decimal(80), currency="EUR"),
    )
