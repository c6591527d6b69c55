"""A request is derived from its events alone; what they do not tell is an error that names the event."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from models.acts import Act, Approve, File, MarkBreached, RecordSnapshots
from models.audit_chain import AuditEvent
from models.canonical import canonical_json
from models.derived import CannotDeriveError, derive, differences, snapshots_told
from models.events import EventKind, event
from models.lifecycle import Outcome, perform
from models.people import SYSTEM, Person
from models.request import ExceptionRequest, Stage
from tests.builders import LATER, MORNING, by_hand, filing, person, scene, snapshots
from tests.models.chains import chained
from tests.models.invariants import CHANGES


def performed(*steps: tuple[Act, Person, datetime]) -> tuple[ExceptionRequest, list[AuditEvent]]:
    """What comes of the acts, and the chain of their events."""
    request: ExceptionRequest | None = None
    chain: list[AuditEvent] = []
    for act, by, at in steps:
        result = perform(request, act, by, scene(at))
        assert isinstance(result, Outcome), result
        request = result.request
        chain += chained(result.events, chain, request.number, by.id, at)
    assert request is not None
    return request, chain


def read_and_validated() -> tuple[ExceptionRequest, list[AuditEvent]]:
    """A request whose sources were read and that has its first approval."""
    return performed(
        (File(filing=filing()), person("UREQ"), MORNING),
        (RecordSnapshots(number=1042, snapshots=snapshots()), SYSTEM, MORNING),
        (Approve(number=1042, stage=Stage.VALIDATION, rationale="Fine."), person("UVAL1"), LATER),
    )


def changed(
    chain: list[AuditEvent], kind: EventKind, change: Callable[[dict[str, Any]], None]
) -> list[AuditEvent]:
    """The chain with what its first event of a kind says changed."""
    place = next(place for place, link in enumerate(chain) if link.kind == kind)
    said = json.loads(chain[place].changed)
    change(said)
    return [*chain[:place], replace(chain[place], changed=canonical_json(said)), *chain[place + 1 :]]


def fault_of(chain: list[AuditEvent]) -> str:
    """What is wrong with a chain, without the event and what it is about; empty where it tells a request."""
    try:
        derive(chain)
    except CannotDeriveError as error:
        return " ".join(str(error).split(") ")[1].split()[:3])
    return ""


def test_request_is_all_that_its_events_tell() -> None:
    request, chain = read_and_validated()
    assert derive(chain) == request
    assert (request.version, request.gatherings, len(request.snapshots)) == (3, 1, 3)


def test_each_act_names_the_version_that_it_led_to_in_its_first_event() -> None:
    _, chain = read_and_validated()
    named = [json.loads(link.changed).get("version") for link in chain]
    assert named == [1, None, 2, None, None, 3]


def test_chain_that_ends_earlier_tells_how_it_stood_then() -> None:
    _, chain = read_and_validated()
    assert (
        derive(chain[:5])
        == performed(
            (File(filing=filing()), person("UREQ"), MORNING),
            (RecordSnapshots(number=1042, snapshots=snapshots()), SYSTEM, MORNING),
        )[0]
    )


def test_late_request_that_a_higher_tier_gives_more_time_is_late_no_more() -> None:
    filed = (File(filing=filing(**by_hand(10))), person("UREQ"), MORNING)
    read = (RecordSnapshots(number=1042, snapshots=snapshots()), SYSTEM, MORNING)
    deadline = performed(filed)[0].deadline
    late, chain = performed(filed, read, (MarkBreached(number=1042, deadline=deadline), SYSTEM, deadline))
    assert derive(chain).breached_at == late.breached_at == deadline
    act = Approve(number=1042, stage=Stage.VALIDATION, rationale="Fine.", deviation=Decimal(60))
    result = perform(late, act, person("UVAL1"), scene(deadline + timedelta(hours=1)))
    assert isinstance(result, Outcome)
    assert (result.request.breached_at, result.request.score.tier) == (None, "executive")
    assert (
        derive([*chain, *chained(result.events, chain, 1042, "UVAL1", deadline + timedelta(hours=1))])
        == result.request
    )


@pytest.mark.parametrize("kind", CHANGES, ids=str)
def test_every_kind_of_event_that_changes_a_request_is_read(kind: EventKind) -> None:
    """With nothing in it the event lacks something, or changes nothing; it is never unknown."""
    _, chain = read_and_validated()
    more = chained([event(kind)], chain, 1042, "system", LATER)
    assert fault_of([*chain, *more]) in ("", "does not name")


@pytest.mark.parametrize(
    ("links", "said"),
    [
        (0, "there is no event that tells how it was filed"),
        (1, "there is no event that tells how it was filed"),
    ],
)
def test_chain_without_a_filing_tells_nothing(links: int, said: str) -> None:
    _, chain = read_and_validated()
    with pytest.raises(CannotDeriveError, match=said):
        derive(chain[:links])


def test_first_events_must_be_the_filing_and_its_route() -> None:
    _, chain = read_and_validated()
    with pytest.raises(CannotDeriveError, match=r"event 2 \(request.routed\) is the first one"):
        derive(chain[1:])
    with pytest.raises(CannotDeriveError, match=r"event 3 \(snapshot.taken\) follows the filing"):
        derive([chain[0], *chain[2:]])


def test_value_that_an_event_does_not_name_is_named_in_the_error() -> None:
    _, chain = read_and_validated()
    with pytest.raises(CannotDeriveError, match=r'event 1 \(request.filed\) does not name "version"'):
        derive(changed(chain, EventKind.FILED, lambda said: said.pop("version")))
    with pytest.raises(CannotDeriveError, match=r'event 6 \(request.validated\) does not name "decision"'):
        derive(changed(chain, EventKind.VALIDATED, lambda said: said.pop("decision")))


def test_value_that_cannot_be_read_is_named_in_the_error() -> None:
    _, chain = read_and_validated()
    with pytest.raises(
        CannotDeriveError, match=r'event 2 \(request.routed\) names a "deadline" that cannot be read'
    ):
        derive(changed(chain, EventKind.ROUTED, lambda said: said.update(deadline="soon")))
    with pytest.raises(CannotDeriveError, match=r"event 6 \(request.validated\) cannot be read"):
        derive([*chain[:5], replace(chain[5], changed="[]")])


def test_event_about_what_no_event_has_begun_is_an_error() -> None:
    _, chain = read_and_validated()
    for kind, key in (
        (EventKind.HOLD_CLOSED, "hold"),
        (EventKind.HOLD_OVERDUE, "hold"),
        (EventKind.ACKNOWLEDGED, "escalation"),
        (EventKind.ATTEMPTED, "escalation"),
    ):
        more = chained([event(kind, **{key: "none"})], chain, 1042, "UVAL1", LATER)
        with pytest.raises(CannotDeriveError, match='"none", which no event has'):
            derive([*chain, *more])


def test_event_of_the_workspace_belongs_to_no_request() -> None:
    _, chain = read_and_validated()
    more = chained([event(EventKind.POLICY_RECORDED)], chain, 1042, "system", LATER)
    with pytest.raises(CannotDeriveError, match="of a kind that no request has"):
        derive([*chain, *more])


def test_snapshot_must_have_its_own_fingerprint() -> None:
    _, chain = read_and_validated()
    with pytest.raises(CannotDeriveError, match="another payload than its own fingerprint says"):
        derive(changed(chain, EventKind.SNAPSHOT_TAKEN, lambda said: said["payload"].update(name="Another")))


def test_every_snapshot_is_told() -> None:
    request, chain = read_and_validated()
    assert snapshots_told(chain) == request.snapshots


def test_differences_lead_to_the_value_and_show_both_sides_in_short() -> None:
    request, _ = read_and_validated()
    other = replace(
        request,
        score=replace(request.score, deviation=Decimal(1)),
        decisions=(),
        breached_at=datetime(2026, 3, 5, 9, tzinfo=UTC),
        filing=replace(request.filing, rationale="x" * 500),
    )
    found = {each.field: (each.log, each.row) for each in differences(request, other)}
    assert set(found) == {"filing.rationale", "score.deviation", "decisions[1]", "breached_at"}
    assert found["breached_at"] == ("nothing", "2026-03-05T09:00:00Z")
    assert found["decisions[1]"][1] == "nothing"
    assert found["filing.rationale"][1] == "x" * 79 + "…"
    assert not list(differences(request, replace(request)))
