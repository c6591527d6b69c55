"""Each deviation from 0 up belongs to exactly one tier, at every decimal edge (blueprint, Threshold Logic)."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policy_file import load
from models.policy import Policy
from models.policy_check import faults_in
from tests.policy.written import SHIPPED

POLICY = load(SHIPPED).policy


@pytest.mark.parametrize(
    ("deviation", "tier"),
    [
        ("0", "team_lead"),
        ("0.000001", "team_lead"),
        ("19", "team_lead"),
        ("19.999", "team_lead"),
        ("19." + "9" * 40, "team_lead"),
        ("20", "manager"),
        ("20.000", "manager"),
        ("20." + "0" * 40 + "1", "manager"),
        ("49", "manager"),
        ("49.5", "manager"),
        ("49.999", "manager"),
        ("49." + "9" * 40, "manager"),
        ("50", "executive"),
        ("5E+1", "executive"),
        ("50.001", "executive"),
        ("1E+12", "executive"),
    ],
)
def test_a_deviation_belongs_to_its_tier_and_is_never_rounded(deviation: str, tier: str) -> None:
    assert POLICY.tier_for(Decimal(deviation)).name == tier


@pytest.mark.parametrize("deviation", ["-0.001", "-20", "NaN", "Infinity", "-Infinity"])
def test_what_is_no_deviation_has_no_tier(deviation: str) -> None:
    with pytest.raises(ValueError, match="a deviation is at least 0 %"):
        POLICY.tier_for(Decimal(deviation))


edges = st.decimals(min_value="0.01", max_value="999999", places=4)
deviations = st.decimals(min_value=0, max_value=10**7, places=8) | st.integers(0, 10**7).map(Decimal)


def banded(cuts: list[Decimal]) -> Policy:
    """The shipped policy with a band between each two cuts, the last one open."""
    starts = [Decimal(0), *cuts]
    tiers = [
        {
            **POLICY.tiers[0].model_dump(),
            "name": f"tier_{n}",
            "at_least": start,
            "below": cuts[n] if n < len(cuts) else None,
        }
        for n, start in enumerate(starts)
    ]
    return Policy.model_validate({**POLICY.model_dump(), "tiers": tiers, "delegates": ()})


@given(cuts=st.lists(edges, unique=True, max_size=7).map(sorted), deviation=deviations)
def test_bands_without_a_fault_hold_each_deviation_exactly_once(
    cuts: list[Decimal], deviation: Decimal
) -> None:
    policy = banded(cuts)
    for found in (deviation, *cuts, Decimal(0)):
        covering = [tier for tier in policy.tiers if tier.covers(found)]
        assert covering == [policy.tier_for(found)]
        assert policy.tiers.index(covering[0]) == sum(cut <= found for cut in cuts)


@given(
    bounds=st.lists(
        st.tuples(st.integers(0, 6), st.none() | st.integers(0, 6)),
        min_size=1,
        max_size=4,
    )
)
def test_bands_are_faultless_exactly_when_they_hold_each_deviation_once_and_rise(
    bounds: list[tuple[int, int | None]],
) -> None:
    written = {"tiers": [{"at_least": low, "below": high} for low, high in bounds]}
    # Between and at whole bounds the bands cannot change within a half, so these points stand for all deviations.
    points = [Decimal(n) / 2 for n in range(20)]
    once = all(sum(low <= at and (high is None or at < high) for low, high in bounds) == 1 for at in points)
    rising = all(earlier[0] < later[0] for earlier, later in pairwise(bounds))
    empty = any(high is not None and high <= low for low, high in bounds)
    assert (faults_in(written) == ()) == (once and rising and not empty)
