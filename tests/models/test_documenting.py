"""A source that cannot be read: the hold, the document in its place, the extensions, and what a decision names."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from models.acts import Approve, DocumentSource, ExtendDeadline, RecordSnapshots, ResolveHold
from models.codec import request_from_json, request_to_json
from models.deadlines import RETRY_AFTER, TimerKind, timers_for
from models.events import EventKind
from models.holds import HoldEnding, HoldKind
from models.lifecycle import Outcome, perform
from models.lifecycle.closing import missing_from
from models.lifecycle.holding import begin_round
from models.outages import has_come
from models.people import SYSTEM
from models.policy import Policy
from models.refusals import Fault, Field, Refusal, Why
from models.request import Ending, Evidence, ExceptionRequest, Stage, Status
from models.snapshot import Snapshot
from models.visibility import refusal_of_viewer
from tests.builders import (
    MORNING,
    approve,
    done,
    filed,
    person,
    policy,
    refused,
    register,
    scene,
    snapshots,
    withdraw,
)

HOUR = timedelta(hours=1)
DAY = timedelta(hours=24)
PAPER = Evidence(file_id="F1", name="contract.pdf", permalink="https://files.example/F1")


def own_policy(**changed: Any) -> Policy:
    """Holds for sources that are away belong to operations; the supervisor has somebody to stand in."""
    hold = {"title": "Data unavailable", "owner": ["@operations"], "channel": "#operations", "extends": "24h"}
    contacts = {key: contact.model_dump() for key, contact in policy().contacts.items()}
    contacts["supervisor"]["backup"] = ["@managers"]
    return policy(contacts=contacts, holds={"data_unavailable": hold | changed})


OWN = own_policy()


def away(*names: str, at: datetime = MORNING) -> tuple[Snapshot, ...]:
    """What is recorded of sources that do not answer."""
    return tuple(Snapshot.unavailable(name, name, at, "It did not answer.") for name in names)


def record(request: ExceptionRequest, *taken: Snapshot, at: datetime = MORNING, own: Policy = OWN) -> Outcome:
    """The request with these snapshots, and what followed."""
    act = RecordSnapshots(number=1042, snapshots=taken)
    outcome = perform(request, act, SYSTEM, scene(at, policy=own))
    assert isinstance(outcome, Outcome), outcome
    return outcome


def held(own: Policy = OWN) -> ExceptionRequest:
    """A request whose contract records could not be read."""
    crm, _, history = snapshots()
    return record(filed(gathered=False, policy=own), crm, *away("contracts"), history, own=own).request


def document(
    request: ExceptionRequest,
    by: str = "UREQ",
    words: str = "The signed contract: the term is 30 days.",
    hold: str = "data_unavailable-1",
    **who: Any,
) -> Outcome | Refusal:
    """What becomes of documentation, an hour after the filing."""
    act = DocumentSource(number=1042, hold=hold, words=words, evidence=(PAPER,))
    return perform(request, act, person(by, **who), scene(MORNING + HOUR, policy=OWN))


def resolve(
    request: ExceptionRequest,
    by: str = "UOPS1",
    words: str = "The account manager confirmed the term by phone.",
    hold: str = "data_unavailable-1",
    **who: Any,
) -> Outcome | Refusal:
    """What becomes of closing the hold, two hours after the filing."""
    act = ResolveHold(number=1042, hold=hold, words=words)
    return perform(request, act, person(by, **who), scene(MORNING + 2 * HOUR, policy=OWN))


def lengthen(
    request: ExceptionRequest,
    by: str = "USUPER",
    why: str = "The provider says tomorrow noon.",
    at: datetime = MORNING + 3 * HOUR,
    hold: str = "data_unavailable-1",
    **who: Any,
) -> Outcome | Refusal:
    """What becomes of a further extension."""
    act = ExtendDeadline(number=1042, hold=hold, why=why)
    return perform(request, act, person(by, **who), scene(at, policy=OWN))


def kinds(outcome: Outcome | Refusal) -> list[str]:
    """What happened, in order."""
    assert isinstance(outcome, Outcome), outcome
    return [event.kind for event in outcome.events]


# ---- The hold -------------------------------------------------------------------------------------------------


def test_source_that_is_away_stops_the_request_and_gives_it_24_hours() -> None:
    before = filed(gathered=False, policy=OWN)
    outcome = record(before, *away("contracts"))
    assert kinds(outcome) == [EventKind.SOURCE_UNAVAILABLE, EventKind.HOLD_OPENED, EventKind.EXTENDED]
    (hold,) = outcome.request.open_holds
    assert (hold.kind, hold.subject, hold.opened_by) == (HoldKind.DATA_UNAVAILABLE, "contracts", SYSTEM.id)
    assert hold.why == "It did not answer."
    assert outcome.request.deadline == before.deadline + DAY
    assert not outcome.request.is_paused
    act = Approve(number=1042, stage=Stage.VALIDATION, rationale="Fine.")
    refusal = refused(perform(outcome.request, act, person("UVAL1"), scene(policy=OWN)))
    assert (refusal.why, refusal.who_could) == (Why.ON_HOLD, ("@operations",))
    assert request_from_json(request_to_json(outcome.request)) == outcome.request


def test_each_source_has_its_hold_and_its_extension() -> None:
    outcome = record(filed(gathered=False, policy=OWN), *away("contracts", "crm"))
    assert [hold.subject for hold in outcome.request.open_holds] == ["contracts", "crm"]
    assert outcome.request.deadline == filed().deadline + 2 * DAY


def test_outage_that_goes_on_is_on_record_each_time_and_opens_nothing_anew() -> None:
    first = held()
    again = record(first, *away("contracts", at=MORNING + HOUR), at=MORNING + HOUR)
    assert kinds(again) == [EventKind.SOURCE_UNAVAILABLE]
    assert again.events[0].changed["again"] is True
    assert again.request.holds == first.holds
    assert again.request.deadline == first.deadline
    # Whoever owns it has said to go on without it: it is read again by itself, and stops nothing a second time.
    without = done(resolve(again.request))
    later = record(without, *away("contracts", at=MORNING + 9 * HOUR), at=MORNING + 9 * HOUR)
    assert kinds(later) == [EventKind.SOURCE_UNAVAILABLE]
    assert later.request.open_holds == ()


def test_policy_without_the_hold_goes_on_as_before() -> None:
    outcome = record(filed(gathered=False), *away("contracts"), own=policy())
    assert kinds(outcome) == [EventKind.SOURCE_UNAVAILABLE]
    assert outcome.request.deadline == filed().deadline


def test_request_that_has_ended_is_not_held() -> None:
    gone = done(withdraw(filed(gathered=False, policy=OWN)))
    assert kinds(record(gone, *away("contracts"))) == [EventKind.SOURCE_UNAVAILABLE]


def test_source_that_is_read_anew_and_still_away_is_held_once() -> None:
    crm, _, history = snapshots()
    unread = replace(held(), snapshots=(crm, history))
    again = record(unread, *away("contracts"), at=MORNING + HOUR)
    assert kinds(again) == [EventKind.SOURCE_UNAVAILABLE]
    assert len(again.request.holds) == 1


def test_source_that_goes_away_again_in_the_same_round_extends_no_second_time() -> None:
    freed = done(resolve(done(document(held()))))
    crm, _, history = snapshots()
    # A material change of the form reads the sources anew.
    unread = replace(freed, snapshots=(crm, history))
    again = record(unread, *away("contracts"), at=MORNING + 5 * HOUR)
    assert kinds(again) == [EventKind.SOURCE_UNAVAILABLE, EventKind.HOLD_OPENED]
    assert again.request.deadline == freed.deadline
    # What was given in the first outage's place closes no second one.
    assert not has_come(again.request, again.request.open_holds[0])


def test_new_round_has_the_time_of_a_source_that_is_still_away_and_no_supervisors_time() -> None:
    longer = done(lengthen(held()))
    fresh = begin_round(longer, scene(MORNING + 5 * HOUR, policy=OWN), why="Amended.").request
    assert fresh.deadline == MORNING + 5 * HOUR + timedelta(hours=72) + DAY


def test_hold_without_a_channel_of_its_own_is_told_where_operations_works() -> None:
    assert held(own_policy(channel=None)).holds[0].told == ("#operations",)
    assert held().holds[0].told == ()


# ---- What stands in for it ------------------------------------------------------------------------------------


def test_requester_documents_the_source_and_the_hold_offers_to_close() -> None:
    outcome = document(held())
    assert kinds(outcome) == [EventKind.DOCUMENTED, EventKind.HOLD_OFFERED]
    request = done(outcome)
    (given,) = request.documentation
    assert (given.source, given.by, given.evidence) == ("contracts", "UREQ", (PAPER,))
    (hold,) = request.open_holds
    assert has_come(request, hold)
    assert refused(approve(request, "UVAL1")).why is Why.ON_HOLD
    # It closes with a click.
    closed = done(resolve(request, words=""))
    assert closed.holds[0].closed is not None
    assert closed.holds[0].closed.how is HoldEnding.RESOLVED
    assert request_from_json(request_to_json(closed)) == closed


@pytest.mark.parametrize(
    ("by", "what", "why"),
    [
        ("UOPS1", {}, Why.NOT_REQUESTER),
        ("UADMIN", {}, Why.NOT_REQUESTER),
        ("UREQ", {"is_bot": True}, Why.BOT),
        ("UREQ", {"is_stranger": True}, Why.STRANGER),
    ],
)
def test_only_the_requester_documents(by: str, what: dict[str, Any], why: Why) -> None:
    assert refused(document(held(), by, **what)).why is why


def test_guest_who_filed_it_documents_too() -> None:
    assert kinds(document(held(), is_guest=True)) == [EventKind.DOCUMENTED, EventKind.HOLD_OFFERED]


@pytest.mark.parametrize(("words", "fault"), [(" \n", Fault.MISSING), ("x" * 3001, Fault.TOO_LONG)])
def test_document_needs_words_for_what_it_stands_for(words: str, fault: Fault) -> None:
    assert refused(document(held(), words=words)).faults == {Field.WORDS: fault}


def test_nothing_is_documented_for_a_hold_that_is_closed_or_another() -> None:
    refusal = refused(document(done(resolve(held()))))
    assert (refusal.why, refusal.by) == (Why.HOLD_CLOSED, "UOPS1")
    assert refused(document(held(), hold="regulatory-1")).why is Why.NO_SUCH_HOLD


def test_source_that_comes_back_is_kept_and_the_hold_offers_to_close_and_stays() -> None:
    contracts = snapshots()[1]
    outcome = record(held(), contracts, at=MORNING + HOUR)
    assert kinds(outcome) == [EventKind.SNAPSHOT_TAKEN, EventKind.HOLD_OFFERED]
    (hold,) = outcome.request.open_holds
    assert has_come(outcome.request, hold)
    assert refused(approve(outcome.request, "UVAL1")).why is Why.ON_HOLD
    assert kinds(resolve(outcome.request, words="")) == [EventKind.HOLD_CLOSED]


def test_source_is_read_again_by_itself_while_it_holds() -> None:
    (timer,) = (t for t in timers_for(held(), OWN) if t.kind is TimerKind.GATHER)
    assert timer.due_at == MORNING + RETRY_AFTER[0]


# ---- Closing the hold -----------------------------------------------------------------------------------------


def test_going_on_without_the_source_needs_a_reason() -> None:
    assert refused(resolve(held(), words=" ")).faults == {Field.WORDS: Fault.MISSING}
    assert refused(resolve(held(), words="x" * 3001)).faults == {Field.WORDS: Fault.TOO_LONG}
    outcome = resolve(held())
    assert kinds(outcome) == [EventKind.HOLD_CLOSED]
    assert done(approve(done(outcome), "UVAL1", at=MORNING + 3 * HOUR)).status is Status.AUTHORIZATION


@pytest.mark.parametrize(
    ("by", "what", "why"),
    [
        ("UREQ", {}, Why.NOT_HOLD_OWNER),
        ("UVAL1", {}, Why.NOT_HOLD_OWNER),
        ("USUPER", {}, Why.NOT_HOLD_OWNER),
        ("UOPS1", {"is_guest": True}, Why.GUEST),
        ("UOPS1", {"is_bot": True}, Why.BOT),
    ],
)
def test_only_its_owners_close_the_hold(by: str, what: dict[str, Any], why: Why) -> None:
    refusal = refused(resolve(held(), by, **what))
    assert (refusal.why, refusal.who_could) == (why, ("@operations",))


@pytest.mark.parametrize(("role", "why"), [("filed_by", Why.REQUESTER), ("beneficiary", Why.BENEFICIARY)])
def test_owner_closes_no_hold_in_their_own_cause(role: str, why: Why) -> None:
    request = held()
    if role == "filed_by":
        request = replace(request, filed_by="UOPS1")
    else:
        request = replace(request, filing=replace(request.filing, beneficiary="UOPS1"))
    assert refused(resolve(request)).why is why
    assert kinds(resolve(request, "UOPS2")) == [EventKind.HOLD_CLOSED]


def test_hold_is_closed_once_and_by_its_own_key() -> None:
    refusal = refused(resolve(done(resolve(held())), "UOPS2"))
    assert (refusal.why, refusal.by) == (Why.HOLD_CLOSED, "UOPS1")
    assert refused(resolve(held(), hold="data_unavailable-7")).why is Why.NO_SUCH_HOLD


# ---- More time ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["USUPER", "UMAN1"])
def test_supervisor_or_who_stands_in_extends_further_each_time(by: str) -> None:
    before = held()
    once = lengthen(before, by)
    assert kinds(once) == [EventKind.EXTENDED]
    twice = done(lengthen(done(once), by))
    assert twice.deadline == before.deadline + 2 * DAY
    assert [extension.by for extension in twice.extensions] == [SYSTEM.id, by, by]


@pytest.mark.parametrize("by", ["UOPS1", "UREQ", "UVAL1", "UDIRECTOR", "UADMIN"])
def test_nobody_else_extends_further(by: str) -> None:
    refusal = refused(lengthen(held(), by))
    assert (refusal.why, refusal.who_could) == (Why.NOT_SUPERVISOR, ("USUPER", "@managers"))


def test_supervisor_extends_nothing_in_their_own_cause_without_a_reason_or_without_a_hold() -> None:
    request = held()
    assert refused(lengthen(replace(request, filed_by="USUPER"))).why is Why.REQUESTER
    assert refused(lengthen(request, why=" ")).faults == {Field.WORDS: Fault.MISSING}
    assert refused(lengthen(done(resolve(request)))).why is Why.HOLD_CLOSED
    assert refused(lengthen(request, hold="crm")).why is Why.NO_SUCH_HOLD


def test_extension_of_an_overdue_request_makes_it_wait_again() -> None:
    late = replace(held(), breached_at=MORNING + 97 * HOUR)
    extended = done(lengthen(late, at=MORNING + 98 * HOUR))
    assert (extended.breached_at, extended.deadline) == (None, MORNING + 120 * HOUR)


# ---- The record -----------------------------------------------------------------------------------------------


def test_decision_names_the_documents_and_the_snapshots_that_its_maker_saw() -> None:
    documented = done(document(held()))
    freed = done(resolve(documented))
    decided = done(approve(freed, "UVAL1", at=MORNING + 3 * HOUR)).decisions[0]
    crm, _, history = snapshots()
    assert decided.saw == (crm.sha256, history.sha256)
    assert decided.saw_documents == (documented.documentation[0].sha256,)
    assert decided.saw_documents != (replace(documented.documentation[0], words="Other.").sha256,)


@pytest.mark.parametrize("is_documented", [True, False])
def test_document_or_the_owners_reason_stands_in_for_the_snapshot(is_documented: bool) -> None:
    request = held()
    lacking = "snapshot:contracts"
    assert lacking in set(missing_from(request, scene(policy=OWN)))
    freed = done(resolve(done(document(request)), words="")) if is_documented else done(resolve(request))
    assert lacking not in set(missing_from(freed, scene(policy=OWN)))


def test_withdrawal_ends_the_hold() -> None:
    gone = done(withdraw(held()))
    assert (gone.outcome, gone.open_holds) == (Ending.WITHDRAWN, ())
    assert gone.holds[0].closed is not None
    assert gone.holds[0].closed.how is HoldEnding.VOID
    assert refused(document(gone)).why is Why.HOLD_CLOSED


def test_who_may_close_and_who_may_extend_may_read_what_it_is_about() -> None:
    for by in ("UOPS1", "USUPER", "UMAN1"):
        assert refusal_of_viewer(person(by), held(), OWN, register(), MORNING) is None
    assert refusal_of_viewer(person("USUPER"), filed(policy=OWN), OWN, register(), MORNING) is not None
