"""Whom a return, its answer and its end concern, what the thread tells of them, and what operations sees."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from models.acts import Act, Amend, Lapse, ReturnForCompletion
from models.audit_chain import GENESIS, AuditEvent, append
from models.holds import MissingItem
from models.lifecycle import Outcome, perform
from models.notices import MessageKind, Notice, plan
from models.people import SYSTEM, Person
from models.request import Evidence, ExceptionRequest
from tests.builders import LATER, approve, approved, done, filed, person, policy, scene

RETURN = ReturnForCompletion(number=1042, items=(MissingItem(field="", words="Who asked?"),))


def acted(request: ExceptionRequest, act: Act, by: Person) -> tuple[ExceptionRequest, tuple[Notice, ...]]:
    """The request after an act, and what is planned of it."""
    outcome = perform(request, act, by, scene(request.holds[0].due_at or LATER if request.holds else LATER))
    assert isinstance(outcome, Outcome), outcome
    links: list[AuditEvent] = []
    for happened in outcome.events:
        links.append(
            append(
                happened,
                workspace="T1",
                number=1042,
                position=len(links) + 9,
                at=LATER,
                actor=by.id,
                policy_version="v1",
                previous=GENESIS,
            )
        )
    return outcome.request, plan(outcome.request, links, policy())


def told(notices: tuple[Notice, ...]) -> list[str]:
    return [notice.recipient for notice in notices if notice.kind is MessageKind.TOLD]


def count(notices: tuple[Notice, ...], kind: MessageKind) -> int:
    return sum(1 for notice in notices if notice.kind is kind)


def test_return_has_one_entry_and_the_requester_is_told() -> None:
    _, notices = acted(filed(), RETURN, person("UVAL1"))
    assert told(notices) == ["UREQ"]
    assert count(notices, MessageKind.STORY) == 1
    assert count(notices, MessageKind.HOLD_CARD) == 0


def test_answer_is_told_to_who_returned_it_and_has_an_entry_besides_the_clocks() -> None:
    request, _ = acted(filed(), RETURN, person("UVAL1"))
    act = Amend(number=1042, filing=request.filing, why="She did.")
    _, notices = acted(request, act, person("UREQ"))
    assert told(notices) == ["UVAL1"]
    assert count(notices, MessageKind.STORY) == 2
    by_system, _ = acted(filed(), RETURN, SYSTEM)
    assert told(acted(by_system, act, person("UREQ"))[1]) == []


def test_end_is_told_to_all_concerned_and_who_returned_it() -> None:
    request, _ = acted(filed(beneficiary="UBEN"), RETURN, person("UVAL1"))
    _, notices = acted(request, Lapse(number=1042, hold=request.holds[0].key), SYSTEM)
    assert told(notices) == ["UREQ", "UBEN", "UVAL1"]
    assert count(notices, MessageKind.STORY) == 1


def test_those_are_told_whose_decisions_are_void_and_nobody_else() -> None:
    before = approved()
    act = Amend(number=1042, filing=replace(before.filing, requested=Decimal(46)), why="One more.")
    after, notices = acted(before, act, person("UREQ"))
    assert told(notices) == ["UVAL1", "UEXE1"]
    assert MessageKind.EXECUTION_CARD in {notice.kind for notice in notices}
    typo = Amend(number=1042, filing=replace(before.filing, impact="Less."), why="One more.")
    assert told(acted(before, typo, person("UREQ"))[1]) == []
    only_validated = done(approve(filed(), "UVAL1"))
    _, notices = acted(only_validated, act, person("UREQ"))
    assert MessageKind.EXECUTION_CARD not in {notice.kind for notice in notices}
    assert after.round == 2


def test_tier_that_it_comes_to_is_linked_the_files_that_were_given_before() -> None:
    file = Evidence(file_id="F1", name="offer.pdf")
    before = filed(evidence=(file,))
    lower = Amend(number=1042, filing=replace(before.filing, requested=Decimal(40)), why="Less.")
    _, notices = acted(before, lower, person("UREQ"))
    (linked,) = [n for n in notices if n.kind is MessageKind.EVIDENCE]
    assert (linked.key, linked.detail["of"]) == ("evidence:1042:tier:manager", "filing")
    stays = Amend(number=1042, filing=replace(before.filing, requested=Decimal(46)), why="More.")
    assert count(acted(before, stays, person("UREQ"))[1], MessageKind.EVIDENCE) == 0
    none = Amend(number=1042, filing=replace(filed().filing, requested=Decimal(40)), why="Less.")
    assert count(acted(filed(), none, person("UREQ"))[1], MessageKind.EVIDENCE) == 0
