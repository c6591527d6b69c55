"""Samples of lists and searches: pages, the form of the filters, and what is no filter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from bot.views.found import finding_form, not_understood
from models.finding import Standing, Wanted, Whose
from tests.builders import policy
from tests.views.lists import list_of
from tests.views.samples import HARD, as_payload, breached, closed, hard, waiting
from tests.views.walk import Walk

EVERYTHING = Wanted(
    whose=Whose.TEAM,
    words=("payment", "term"),
    standing=Standing.AUTHORIZATION,
    is_overdue=True,
    tier="manager",
    standard="P-1",
    customer=("nordlicht",),
    by="UREQ",
    since=date(2026, 2, 1),
)


def _middle() -> dict[str, Any]:
    shown = [replace(waiting().now, number=number) for number in range(1020, 1010, -1)]
    wanted = Wanted(standing=Standing.OPEN)
    return list_of(Walk().policy, *shown, wanted=wanted, start=10, total=1_001)


def _search() -> dict[str, Any]:
    word = waiting().now.filing.rationale.split()[1]
    wanted = Wanted(words=(word[:4].casefold(),))
    return list_of(Walk().policy, waiting().now, breached().now, closed().now, wanted=wanted)


def _hard_search() -> dict[str, Any]:
    return list_of(
        hard().policy, *([hard().now] * 10), wanted=Wanted(words=tuple(HARD.casefold().split())[:1] or ("x",))
    )


def _form_of_many() -> dict[str, Any]:
    """More standards than a select holds, one of them chosen that the policy has no more."""
    own = policy()
    standards = tuple(own.standards[0].model_copy(update={"reference": f"P-{n}"}) for n in range(130))
    wanted = Wanted(standard="OLD-1", tier="director")
    return finding_form(wanted, own.model_copy(update={"standards": standards}))


SAMPLES: dict[str, Callable[[], dict[str, Any]]] = {
    "found_middle_page": _middle,
    "found_filtered": lambda: list_of(Walk().policy, waiting().now, wanted=EVERYTHING),
    "found_nothing": lambda: list_of(Walk().policy, wanted=EVERYTHING),
    "found_none_of_team": lambda: list_of(Walk().policy, wanted=Wanted(whose=Whose.TEAM)),
    "found_none_at_all": lambda: list_of(Walk().policy, wanted=Wanted()),
    "found_not_whole": lambda: list_of(Walk().policy, waiting().now, wanted=Wanted(), is_whole=False),
    "found_search": _search,
    "found_search_hard": _hard_search,
    "finding_form": lambda: finding_form(Wanted(), policy()),
    "finding_form_chosen": lambda: finding_form(EVERYTHING, policy()),
    "finding_form_of_many": _form_of_many,
    "finding_not_understood": lambda: as_payload(
        not_understood("opne tier:boss", ("opne", "tier:boss"), Wanted(whose=Whose.MINE))
    ),
}
