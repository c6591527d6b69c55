"""The scope of an audit review: nothing is left out, nothing is reviewed twice, and the sample is drawn again."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.audit_chain import GENESIS, AuditEvent, append
from models.delegation import Delegation
from models.events import EventKind, event
from models.lifecycle import Scene
from models.oversight.audit_review_acts import OpenAuditReview
from models.oversight.audit_review_authority import part_in
from models.oversight.audit_reviewing import Course, Period, open_review, sample_of
from models.oversight.audit_reviews import AuditReview, Item, Reason
from models.oversight.audit_scope import (
    ALWAYS,
    DECIDING,
    SOMETIMES,
    doers,
    draw,
    items_of,
    population_of,
    reason_of,
    seed_of,
)
from models.people import SYSTEM
from tests import builders
from tests.bot.audit_office import reviewed_policy
from tests.builders import MORNING, register

KINDS = tuple(EventKind)
ACTORS = ("system", "UREQ", "UVAL1", "UCOM1")


def changed(kind: EventKind, is_special: bool) -> dict[str, Any]:
    """What an event says, as far as it counts here."""
    match kind:
        case EventKind.SCORE_CONFIRMED:
            return {"deviation": Decimal("30.0"), "was": Decimal(40 if is_special else 30)}
        case EventKind.HOLD_CLOSED:
            return {"hold": "over_authority-1" if is_special else "returned-1"}
        case EventKind.ROUND_BEGUN:
            return {"void": [1] if is_special else []}
        case EventKind.VALIDATED | EventKind.AUTHORIZED | EventKind.REJECTED:
            return {"decision": {"for_whom": "UVAL2" if is_special else None}}
        case _:
            return {}


@st.composite
def histories(draws: st.DrawFn) -> list[AuditEvent]:
    """What happened in a few chains, in the order of the store; times need not follow it."""
    wanted = draws(
        st.lists(
            st.tuples(
                st.sampled_from((0, 1001, 1002, 1003, 1004)),
                st.sampled_from(KINDS),
                st.sampled_from(ACTORS),
                st.booleans(),
                st.integers(0, 5000),
            ),
            max_size=60,
        )
    )
    positions: dict[int, int] = {}
    made = []
    for number, kind, actor, is_special, minutes in wanted:
        positions[number] = positions.get(number, 0) + 1
        made.append(
            append(
                event(kind, **changed(kind, is_special)),
                workspace="T1",
                number=number,
                position=positions[number],
                at=MORNING + timedelta(minutes=minutes),
                actor=actor,
                policy_version="v1",
                previous=GENESIS,
            )
        )
    return made


def weeks_of(history: list[AuditEvent], cuts: list[int]) -> list[tuple[AuditEvent, ...]]:
    """The history in consecutive periods."""
    ends = sorted({min(cut, len(history)) for cut in cuts} | {0, len(history)})
    return [tuple(history[start:end]) for start, end in pairwise(ends)]


def opened(links: tuple[AuditEvent, ...], at: datetime = MORNING, size: int = 3) -> AuditReview:
    """The review of a period."""
    period = Period(since=MORNING - timedelta(days=7), through=len(links), head=GENESIS, links=links)
    sample = sample_of(period, size, at)
    scene = Scene(workspace="T1", at=at, policy=reviewed_policy(), policy_version="v1", number=1)
    numbers = {link.number for link in links}
    courses = {
        number: Course(
            people=("UREQ",), since=MORNING, links=tuple(link for link in links if link.number == number)
        )
        for number in numbers - {0}
    }
    return open_review(OpenAuditReview(day="2026-03-09"), scene, period, sample, courses).review


@given(histories(), st.lists(st.integers(0, 60), max_size=4))
def test_each_event_that_is_reviewed_is_in_exactly_one_item_of_one_review(
    history: list[AuditEvent], cuts: list[int]
) -> None:
    wanted = sorted((link.number, link.position) for link in history if reason_of(link) is not None)
    found = [
        (item.number, entry.position)
        for links in weeks_of(history, cuts)
        for item in opened(links).items
        for entry in item.entries
        if entry.reason is not Reason.SAMPLE
    ]
    assert sorted(found) == wanted


@given(histories(), st.integers(0, 6))
def test_sample_is_of_the_others_alone_and_each_item_has_its_own_key(
    history: list[AuditEvent], size: int
) -> None:
    review = opened(tuple(history), size=size)
    special = {item.number for item in items_of(history) if item.number}
    decided = {link.number for link in history if link.kind in DECIDING and link.number}
    assert set(review.sample.population) == decided - special
    assert set(review.sample.drawn) <= set(review.sample.population)
    assert len(review.sample.drawn) == min(size, len(review.sample.population))
    keys = [item.key for item in review.items]
    assert len(set(keys)) == len(keys)


@given(st.sets(st.integers(1001, 9999), max_size=40), st.integers(0, 12), st.text(max_size=20))
def test_same_seed_draws_the_same_whatever_the_order(population: set[int], size: int, head: str) -> None:
    seed = seed_of(head, MORNING, MORNING + timedelta(days=7))
    forwards, backwards = sorted(population), sorted(population, reverse=True)
    assert draw(seed, forwards, size) == draw(seed, backwards, size)
    assert seed == seed_of(head, MORNING, MORNING + timedelta(days=7))


def test_another_head_or_period_is_another_seed_and_draws_others() -> None:
    end = MORNING + timedelta(days=7)
    seeds = {
        seed_of("a", MORNING, end),
        seed_of("b", MORNING, end),
        seed_of("a", MORNING, end + timedelta(microseconds=1)),
    }
    assert len(seeds) == 3
    assert len({draw(seed, range(1001, 2001), 5) for seed in seeds}) == 3


def test_every_request_may_be_drawn() -> None:
    drawn = {draw(seed_of(str(n), MORNING, MORNING), range(1001, 1011), 2) for n in range(300)}
    assert {number for pair in drawn for number in pair} == set(range(1001, 1011))


@pytest.mark.parametrize(
    ("kind", "what", "actor", "reason"),
    [
        (EventKind.SCORE_CONFIRMED, {"deviation": "30", "was": "30.0"}, "UVAL1", None),
        (EventKind.SCORE_CONFIRMED, {"deviation": "30", "was": "31"}, "UVAL1", Reason.OVERRIDE),
        (EventKind.HOLD_CLOSED, {"hold": "over_authority-1"}, "UEXE1", Reason.OVERRIDE),
        (EventKind.HOLD_CLOSED, {"hold": "conflicting_data-2"}, "UOPS1", Reason.OVERRIDE),
        (EventKind.HOLD_CLOSED, {"hold": "data_unavailable-2"}, "UOPS1", Reason.OVERRIDE),
        (EventKind.HOLD_CLOSED, {"hold": "data_unavailable-2"}, "system", Reason.HOLD),
        (EventKind.HOLD_CLOSED, {"hold": "regulatory-1"}, "UCOM1", Reason.HOLD),
        (EventKind.DOCUMENTED, {}, "UREQ", Reason.OVERRIDE),
        (EventKind.EXTENDED, {}, "system", None),
        (EventKind.EXTENDED, {}, "USUPER", Reason.OVERRIDE),
        (EventKind.ROUND_BEGUN, {"void": []}, "UREQ", None),
        (EventKind.ROUND_BEGUN, {"void": ["validation"]}, "UREQ", Reason.OVERRIDE),
        (EventKind.AUTHORIZED, {"decision": {"for_whom": "UMAN1"}}, "UMAN2", Reason.STEAD),
        (EventKind.AUTHORIZED, {"decision": {"for_whom": None}}, "UMAN2", None),
        (EventKind.WAIVED, {}, "UVAL1", Reason.SINGLE_APPROVAL),
        (EventKind.EXPEDITE_ANSWERED, {}, "UMAN1", Reason.EXPEDITE),
        (EventKind.COMPLAINED, {}, "UMAN1", Reason.COMPLAINT),
        (EventKind.DEADLINE_BREACHED, {}, "system", Reason.BREACH),
        (EventKind.HOLD_OVERDUE, {}, "system", Reason.BREACH),
        (EventKind.REFUSED, {}, "UREQ", Reason.REFUSAL),
        (EventKind.CLOSED, {}, "system", None),
    ],
)
def test_what_is_beside_the_ordinary(
    kind: EventKind, what: dict[str, Any], actor: str, reason: Reason | None
) -> None:
    assert reason_of(_link(1001, kind, what, actor)) is reason


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (EventKind.REFUSED, Reason.REFUSAL),
        (EventKind.DELEGATED, Reason.STEAD),
        (EventKind.POLICY_RECORDED, Reason.POLICY),
        (EventKind.EXPORTED, Reason.EXPORT),
        (EventKind.AUDIT_REVIEW_SIGNED_OFF, None),
    ],
)
def test_what_is_reviewed_of_the_workspace_itself(kind: EventKind, reason: Reason | None) -> None:
    assert reason_of(_link(0, kind, {}, "UREQ")) is reason


def test_no_kind_is_both_always_and_sometimes_reviewed() -> None:
    assert not set(ALWAYS) & SOMETIMES


def test_everybody_with_a_hand_in_a_request_is_a_doer_and_nobody_who_was_only_told() -> None:
    request = builders.filed(by="UREQ", beneficiary="UBEN")
    done = builders.executed(builders.approved(request))
    actors = ("UREQ", "UVAL1", "UEXE1", "UOPS1", "UTRIED", SYSTEM.id)
    assert doers(done, actors) == ("UBEN", "UEXE1", "UOPS1", "UREQ", "UTRIED", "UVAL1")


def test_delegation_before_what_is_reviewed_makes_nobody_one_person() -> None:
    item = Item(key="1001", number=1001, since=MORNING, people=("UVAL1",))
    made = Delegation(
        number=1,
        by="UVAL1",
        to="UCOM1",
        roles=("validators",),
        starts=MORNING - timedelta(days=3),
        ends=MORNING - timedelta(days=1),
        made_at=MORNING - timedelta(days=3),
    )
    at = MORNING + timedelta(days=1)
    assert _part(item, made, at) is None
    later = Delegation(**{**vars(made), "ends": MORNING + timedelta(hours=1)})
    assert _part(item, later, at) == "UVAL1"


def _part(item: Item, made: Delegation, at: datetime) -> str | None:
    known = register(at)
    return part_in((item,), "UCOM1", type(known)(groups=known.groups, delegations=(made,)), at)


def _link(number: int, kind: EventKind, what: dict[str, Any], actor: str) -> AuditEvent:
    return append(
        event(kind, **what),
        workspace="T1",
        number=number,
        position=1,
        at=MORNING,
        actor=actor,
        policy_version="v1",
        previous=GENESIS,
    )


def test_population_leaves_out_what_has_not_ended() -> None:
    links = [
        _link(1001, EventKind.FILED, {}, "UREQ"),
        _link(1002, EventKind.CLOSED, {}, "system"),
        _link(1003, EventKind.WITHDRAWN, {}, "UREQ"),
    ]
    assert population_of(links) == (1002, 1003)


def test_change_of_the_policy_is_the_doing_of_both_who_made_it() -> None:
    kinds: dict[EventKind, dict[str, Any]] = {
        EventKind.POLICY_APPROVED: {"proposed_by": "UCOM1"},
        EventKind.POLICY_RECORDED: {"people": ["UCOM2"]},
    }
    links, previous = [], GENESIS
    for position, (kind, said) in enumerate(kinds.items(), 1):
        links.append(
            append(
                event(kind, **said),
                workspace="T1",
                number=0,
                position=position,
                at=MORNING,
                actor="UVAL1",
                policy_version="v1",
                previous=previous,
            )
        )
        previous = links[-1].hash
    (item,) = items_of(links)
    assert item.people == ("UCOM1", "UCOM2", "UVAL1")


def refused(position: int, actor: str, act: str) -> AuditEvent:
    """A refusal in the workspace's own chain."""
    return append(
        event(EventKind.REFUSED, act=act, why="own_doing"),
        workspace="T1",
        number=0,
        position=position,
        at=MORNING,
        actor=actor,
        policy_version="v1",
        previous=GENESIS,
    )


def test_refused_attempts_on_reviews_are_one_item_that_bars_nobody() -> None:
    links = [
        refused(1, "UCOM1", "SignOffAuditReview"),
        refused(2, "UCOM2", "MarkItems"),
        refused(3, "UCOM1", "AskToSignOff"),
        refused(4, "UCOM1", "Export"),
    ]
    other, reviewing = sorted(items_of(links), key=lambda item: item.is_of_refused_reviewing)
    assert (other.key, other.people) == ("0.refusal.UCOM1", ("UCOM1",))
    assert (reviewing.people, len(reviewing.entries)) == ((), 3)
    known = register(compliance={"UCOM1", "UCOM2"})
    assert part_in((reviewing,), "UCOM1", known, MORNING) is None
    assert part_in((other,), "UCOM1", known, MORNING) == "UCOM1"
