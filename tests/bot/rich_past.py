"""A rich past at a real desk: people do all that can be done with requests, at random, for many months."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

from models.acts import (
    Acknowledge,
    Act,
    Amend,
    AnswerExpedite,
    Approve,
    AskToExpedite,
    ClearCompliance,
    Complain,
    File,
    MarkExecuted,
    Prohibit,
    Reject,
    ResolveHold,
    ReturnForCompletion,
    RollBack,
    RouteToCompliance,
    Withdraw,
)
from models.holds import Hold, HoldKind, MissingItem
from models.policy import Policy
from models.reasons import Reason
from models.request import ExceptionRequest, Filing, Result, Stage, Status
from tests.bot.office import Office
from tests.builders import by_hand, euros, filing
from tests.models.hard_policy import HARD, HARD_GROUPS, OWNERS

#: Who asks, and which of the policy's teams they are in.
TEAMS = {"@sales": {"UREQ", "USELLER"}, "@support": {"UHELPER", "USELLER"}}
REQUESTERS = ("UREQ", "USELLER", "UHELPER", "UALONE")
AUTHORIZERS = {"team_lead": "ULEAD1", "manager": "UMAN1", "executive": "UEXE1"}


def rich_policy() -> Policy:
    """Every hold, agreement and rule there is, and two teams."""
    return HARD.model_copy(update={"teams": tuple(TEAMS)})


async def live(office: Office, seed: int, count: int = 50) -> None:
    """So many requests from filing to whatever end, side by side; the clock moves by months."""
    chance = Random(seed)
    office.people.members = {handle: set(people) for handle, people in (HARD_GROUPS | TEAMS).items()}
    numbers: list[int] = []
    for _ in range(count):
        filed = await office.perform(File(filing=_form(chance)), chance.choice(REQUESTERS))
        assert filed.request is not None, filed
        numbers.append(filed.request.number)
        for _ in range(chance.randint(2, 10)):
            office.says = _facts(chance)
            failing = chance.choice([(), (), (), ("contracts",)])
            await office.tick(failing)
            request = await office.request(chance.choice(numbers[-5:]))
            await _one_step(office, chance, request)
            office.hands.move(minutes=chance.choice([1, 7, 45, 200, 1000]), seconds=chance.randint(0, 59))
        office.hands.move(hours=chance.choice([1, 9, 30, 200]))
    office.hands.move(days=chance.choice([0, 60]))
    await office.tick()


def _form(chance: Random) -> Filing:
    value = euros(chance.choice([1, 900, 2000, 20000, 200000]))
    reason = chance.choice(list(Reason)[:3])
    if chance.random() < 0.3:
        words = by_hand(chance.choice([5, 19, 30, 60]), value=value, reason=reason)
        return filing(**words)
    return filing(requested=Decimal(chance.choice([31, 33, 38, 50])), value=value, reason=reason)


def _facts(chance: Random) -> dict[str, dict[str, Any]]:
    crm = {"name": "Sample", "term": chance.choice(["30"] * 5 + ["31"])}
    listed = chance.choice(["yes"] + ["no"] * 6)
    return {"crm": crm | {"listed": listed}, "contracts": {"term": "30"}}


async def _one_step(office: Office, chance: Random, request: ExceptionRequest) -> None:
    """What somebody would do next; now and then it is refused, which changes no figure."""
    act, by = _next(chance, request)
    await office.perform(act, by)


def _next(chance: Random, request: ExceptionRequest) -> tuple[Act, str]:
    number, asked = request.number, request.expedite_of_round
    roll = chance.random()
    if roll < 0.04:
        return Withdraw(number=number, why="Not needed."), request.filed_by
    if roll < 0.14:
        return _amended(chance, request)
    if roll < 0.18:
        return RouteToCompliance(number=number, why="May we?"), "UVAL1"
    if roll < 0.21:
        return Complain(number=number, words="Nobody calls back."), "USELLER"
    if request.escalations and roll < 0.24:
        key = request.escalations[-1].key
        return Acknowledge(number=number, escalation=key), chance.choice(["ULEAD1", "UMAN1", "USUPER"])
    if asked is not None and asked.answered_by is None:
        is_granted = chance.random() < 0.7
        answer = AnswerExpedite(number=number, round=request.round, is_granted=is_granted, words="So be it.")
        return answer, "UMAN1"
    if request.open_holds:
        return _answer(chance, request, request.open_holds[0])
    if request.stage is None:
        return _after(chance, request)
    if roll < 0.32:
        return AskToExpedite(number=number, justification="They leave tonight."), request.filed_by
    if roll < 0.40:
        items = (MissingItem(field="impact", words="For whom?"),)
        return ReturnForCompletion(number=number, items=items), "UVAL1"
    by = "UVAL1" if request.stage is Stage.VALIDATION else AUTHORIZERS[request.score.tier]
    if roll < 0.50:
        return Reject(number=number, stage=request.stage, rationale="No."), by
    corrected = Decimal(chance.choice([5, 30, 70])) if request.score.by_hand else None
    return Approve(number=number, stage=request.stage, rationale="Fine.", deviation=corrected), by


def _amended(chance: Random, request: ExceptionRequest) -> tuple[Act, str]:
    form = chance.choice(
        [
            replace(_form(chance), reason=request.filing.reason),
            replace(request.filing, value=euros(chance.choice([500, 5000]))),
            replace(request.filing, reason=Reason.PRECEDENT),
            replace(request.filing, impact="Another impact."),
        ]
    )
    return Amend(number=request.number, filing=form, why="It is otherwise."), request.filed_by


def _answer(chance: Random, request: ExceptionRequest, hold: Hold) -> tuple[Act, str]:
    number, key = request.number, hold.key
    if hold.kind is HoldKind.RETURNED:
        amended = Amend(number=number, filing=request.filing, why="It is complete.")
        return (amended, request.filed_by) if chance.random() < 0.7 else (_wait(request), "UVAL1")
    if hold.kind is HoldKind.OVER_AUTHORITY:
        return ResolveHold(number=number, hold=key, words="They may."), "UABOVE"
    owner = sorted(HARD_GROUPS[OWNERS[hold.kind]])[-1]
    if hold.kind is not HoldKind.REGULATORY:
        return ResolveHold(number=number, hold=key, words="Settled.", chosen="30"), owner
    if chance.random() < 0.2:
        return Prohibit(number=number, hold=key, why="It is against the law."), owner
    conditions = chance.choice([None, "A deposit."])
    return ClearCompliance(number=number, hold=key, words="Fine.", conditions=conditions), owner


def _after(chance: Random, request: ExceptionRequest) -> tuple[Act, str]:
    """What is done once nothing is to be decided; about half of what is approved is never carried out."""
    if request.status is Status.EXECUTION and chance.random() < 0.3:
        result = chance.choice(list(Result)[:3])
        return MarkExecuted(number=request.number, done="Done.", result=result), "UOPS1"
    if request.carried_out is not None and chance.random() < 0.2:
        return RollBack(number=request.number, done="Taken back."), "UOPS1"
    return _wait(request), "UALONE"


def _wait(request: ExceptionRequest) -> Act:
    """Somebody tries what they may not: it is refused, and time goes by."""
    return Reject(number=request.number, stage=Stage.AUTHORIZATION, rationale="No.")
