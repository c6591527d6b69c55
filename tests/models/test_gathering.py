"""What a source said is kept as it was; one that failed is asked again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from models.acts import RecordSnapshots
from models.events import EventKind
from models.lifecycle import Outcome, perform
from models.people import SYSTEM
from models.refusals import Refusal, Why
from models.request import ExceptionRequest, Status
from models.snapshot import Snapshot
from tests.builders import MORNING, done, filed, person, refused, scene, snapshots


def record(request: ExceptionRequest, *taken: Snapshot) -> Outcome | Refusal:
    return perform(request, RecordSnapshots(number=1042, snapshots=taken), SYSTEM, scene())


def failed(name: str) -> Snapshot:
    return Snapshot.unavailable(name, name, MORNING, "It did not answer.")


def test_each_snapshot_is_an_event_with_its_payload_and_fingerprint() -> None:
    result = record(filed(gathered=False), *snapshots())
    assert isinstance(result, Outcome)
    assert [event.kind for event in result.events] == [EventKind.SNAPSHOT_TAKEN] * 3
    crm = snapshots()[0]
    assert result.events[0].changed["sha256"] == crm.sha256
    assert result.events[0].changed["payload"] == {"id": "C-1"}
    assert result.request.snapshots == snapshots()
    assert result.request.gatherings == 1


def test_source_that_failed_is_an_event_too() -> None:
    result = record(filed(gathered=False), failed("crm"))
    assert isinstance(result, Outcome)
    assert [event.kind for event in result.events] == [EventKind.SOURCE_UNAVAILABLE]
    assert result.events[0].changed["fault"] == "It did not answer."


def test_answer_takes_the_place_of_a_failure_and_nothing_takes_the_place_of_an_answer() -> None:
    crm, contracts, history = snapshots()
    request = done(record(filed(gathered=False), crm, failed("contracts"), failed("history")))
    other = Snapshot.of("crm", "CRM", MORNING + timedelta(hours=1), {"id": "C-2"})
    request = done(record(request, other, contracts, failed("history")))
    assert request.snapshots == (crm, contracts, failed("history"))
    request = done(record(request, history))
    assert request.snapshots == (crm, contracts, history)
    assert request.gatherings == 3


def test_what_is_held_already_is_not_recorded_again() -> None:
    assert refused(record(filed(), *snapshots())).why is Why.ALREADY_RECORDED
    assert refused(record(filed())).why is Why.ALREADY_RECORDED


def test_closed_record_takes_nothing_more() -> None:
    closed = replace(filed(gathered=False), status=Status.CLOSED)
    assert refused(record(closed, *snapshots())).why is Why.ALREADY_RECORDED


@pytest.mark.parametrize("by", ["UREQ", "UVAL1", "UADMIN"])
def test_nobody_records_a_snapshot_by_hand(by: str) -> None:
    act = RecordSnapshots(number=1042, snapshots=snapshots())
    assert refused(perform(filed(gathered=False), act, person(by), scene())).why is Why.SYSTEM_ONLY
