"""Carrying out, in words: how each try went, by when the rest is due, and what was rolled back; it builds no card."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.views import blocks
from bot.views.endings import ending
from bot.views.summary import excerpt, files
from bot.views.text import Block, Names, ago, channel, person, when
from bot.views.words import CARE, DONE, FOR_REQUESTER, LATE, LATER, ROLLED_BACK, TOLD, WAITING
from models.events import EventKind
from models.expiry import notice_at
from models.policy import Policy
from models.request import Ended, Ending, ExceptionRequest, Execution, Result

Changed = Mapping[str, Any]

#: The label over what operations said of a try.
LABELS = {
    Result.DONE: "What was done",
    Result.PARTIAL: "What was done so far",
    Result.FAILED: "What went wrong",
    Result.GIVEN_UP: "Why it could not be carried out",
    Result.ROLLED_BACK: "What was rolled back, and why",
}
SIGNS = {
    Result.DONE: DONE,
    Result.PARTIAL: WAITING,
    Result.FAILED: CARE,
    Result.GIVEN_UP: CARE,
    Result.ROLLED_BACK: ROLLED_BACK,
}
#: Tries that a card shows; the details show all.
TRIES_SHOWN = 3
TITLE = "*3. Operations carries it out*"


def step(request: ExceptionRequest, policy: Policy, names: Names) -> str:
    """The line under the approvals: whether it was carried out, and what is still to be done (mrkdwn)."""
    sign, said = _step(request, policy, names)
    return f"{sign} {TITLE}  ·  {said}"


def _step(request: ExceptionRequest, policy: Policy, names: Names) -> tuple[str, str]:
    last = request.executions[-1] if request.executions else None
    stands = request.carried_out
    if request.rolled_back is not None:
        return ROLLED_BACK, f"rolled back {by_and_when(request.rolled_back)}"
    in_part = f"in part {by_and_when(stands)}" if stands is not None else ""
    if request.execution is not None:
        if request.execution.result is Result.DONE:
            return DONE, f"done {by_and_when(request.execution)}"
        if in_part:
            return CARE, f"{in_part}; the rest failed, and is not tried again"
        return CARE, f"tried {by_and_when(request.execution)}, and failed; not tried again"
    if request.ended is not None:
        if in_part:
            return LATE, f"{in_part}; not the rest"
        late = request.ended.how is Ending.EXPIRED
        return (LATE, "not done in time") if late else (LATER, "not needed")
    left = remaining(request)
    due = f", {left}" if left else ""
    if last is not None and last.result is Result.FAILED:
        return CARE, f"tried {by_and_when(last)}, and failed{due.replace(',', ';', 1)}"
    return WAITING, f"{in_part or f'asked in {channel(policy.execution.channel, names)}'}{due}"


def by_and_when(execution: Execution) -> str:
    """Who said it, and when (mrkdwn)."""
    return f"by {person(execution.by)}{when(execution.at, lead=', ')}"


def due_by(request: ExceptionRequest) -> str:
    """By when it is to be carried out: `by 1 Apr at 17:00` (mrkdwn); empty where there is no such date."""
    return when(request.execute_by, lead="by ") if request.execute_by is not None else ""


def remaining(request: ExceptionRequest) -> str:
    """What is still to be done, by when: `the rest by 1 Apr at 17:00` (mrkdwn).

    Empty where there is no such date, and on hold, where its time stands still.
    """
    if request.execute_by is None or request.open_holds:
        return ""
    last = request.executions[-1] if request.executions else None
    if last is not None and last.result is Result.FAILED:
        return when(request.execute_by, lead="to be tried again by ")
    return f"the rest {due_by(request)}" if last is not None else due_by(request)


def with_date(said: str, request: ExceptionRequest) -> str:
    """Where an approved request stands, with its date: `said` runs on in it (mrkdwn)."""
    left = remaining(request)
    return f"{said}{',' if request.executions else ''} {left}" if left else said


def to_do(request: ExceptionRequest, policy: Policy, at: datetime) -> list[str]:
    """What operations must know before it acts: the last try, the date, and that it is near (mrkdwn lines)."""
    lines = []
    last = request.executions[-1] if request.executions else None
    if last is not None and last.result is Result.FAILED:
        lines.append(f"{CARE} *The last try failed*, {by_and_when(last)}. It can be tried again.")
    elif last is not None:
        lines.append(f"{WAITING} *Carried out in part* {by_and_when(last)}. The rest is still to be done.")
    due = request.execute_by
    if due is not None:
        what = "The rest is" if request.carried_out is not None else "It is"
        to_be = f"{what} to be carried out {due_by(request)}"
        is_near = at >= notice_at(policy, due)
        lines.append(
            f"{TOLD} *The approval ends {ago(due)}.* {to_be}."
            if is_near
            else f"{to_be}; after that the approval ends. Notice is given {when(notice_at(policy, due))}."
        )
    return lines


def tries(request: ExceptionRequest) -> list[Block]:
    """What operations said of the newest tries, and its files, for a card; the details have all of it."""
    shown = request.executions[-TRIES_SHOWN:]
    if not shown:
        return []
    parts = [part for one in shown for part in excerpt(LABELS[one.result], one.done)]
    return [blocks.rich(parts), *files(file for one in shown for file in one.evidence)]


def for_requester(request: ExceptionRequest) -> str:
    """Where an approved request stands, as its requester reads it (mrkdwn)."""
    due = f" {due_by(request)}" if request.execute_by is not None else ""
    last = request.executions[-1] if request.executions else None
    if request.rolled_back is not None:
        part = " in part" if request.is_partial else ""
        by = person(request.rolled_back.by)
        return f"Your request was approved and carried out{part}. That was rolled back by {by}: nothing of it holds."
    if request.execution is not None:
        by = person(request.execution.by)
        if request.execution.result is Result.GIVEN_UP:
            full = " in full" if request.is_partial else ""
            said = f"Your request was approved, but it could not be carried out{full}, says {by}."
            return f"{said} It is not tried again."
        return f"Your request was approved and carried out by {by}."
    if last is not None and last.result is Result.FAILED:
        return (
            "Your request was approved. A try to carry it out failed; operations can try again"
            f"{_when(request.execute_by, 'until ')}."
        )
    if request.carried_out is not None:
        return f"Your request was approved, and a part of it is carried out. Operations does the rest{due}."
    return f"Your request was approved. Operations carries it out{due} and tells you when it is done."


def ended_for_requester(request: ExceptionRequest, ended: Ended) -> str:
    """How it ended otherwise, as its requester reads it, with what was carried out before that (mrkdwn)."""
    if request.rolled_back is not None:
        return for_requester(request)
    if request.carried_out is None:
        return f"{FOR_REQUESTER[ended.how]} Nothing is carried out."
    if ended.how is Ending.EXPIRED:
        said = "Only a part of your request was carried out in time, so the approval of the rest has ended."
        return f"{said} What was done stands."
    return f"{FOR_REQUESTER[ended.how]} A part of it had been carried out; the rest is not."


def story(kind: EventKind, changed: Changed, actor: str, names: Names, policy: Policy) -> str:
    """The entry in the thread, from what the event itself says (mrkdwn)."""
    result = Result(changed["execution"]["result"]) if changed.get("execution") else None
    due = _date(changed)
    where = channel(policy.execution.channel, names)
    match kind:
        case EventKind.EXECUTION_PARTIAL:
            return f"{WAITING} {actor} carried out a part of it. The rest is to be done{_when(due, 'by ')}."
        case EventKind.EXECUTION_FAILED if result is Result.GIVEN_UP:
            return f"{CARE} {actor} could not carry it out, and it is not tried again. The record is closed next."
        case EventKind.EXECUTION_FAILED:
            return (
                f"{CARE} {actor} tried to carry it out, and it failed. It can be tried again"
                f"{_when(due, 'until ')}."
            )
        case EventKind.ROLLED_BACK:
            return f"{ROLLED_BACK} {actor} rolled back what was carried out. The record is checked and closed next."
        case EventKind.EXPIRY_NEAR:
            what = "The rest of it is" if changed.get("result") == Result.PARTIAL else "It is"
            return (
                f"{TOLD} {what} not carried out yet, and the approval{_when(due, 'ends ')}. "
                f"Operations is asked in {where}."
            )
        case _:
            is_part = changed.get("result") == Result.PARTIAL
            what = "Only a part of it was carried out" if is_part else "It was not carried out"
            return f"{LATE} {what} in time, so the approval has ended. The record is closed next."


def until(changed: Changed) -> str:
    """` by 1 Apr at 17:00`, as an approval's event says it (mrkdwn); empty where it says none."""
    return _when(_date(changed), "by ")


def after_hold(changed: Changed) -> str:
    """The date that time on hold has moved, as the event of its closing says it (mrkdwn); else empty."""
    due = until(changed)
    return f"\nIt is to be carried out{due}: time on hold does not count." if due else ""


def closed(changed: Changed) -> str:
    """How the record was closed, from what the event itself says."""
    result = changed.get("result")
    return ending(
        Ending(str(changed["outcome"])),
        Result(str(result)) if result else None,
        is_partial=bool(changed.get("is_partial")),
    )


def _date(changed: Changed) -> datetime | None:
    due = changed.get("execute_by")
    return datetime.fromisoformat(str(due)) if due else None


def _when(at: datetime | None, lead: str) -> str:
    return "" if at is None else f" {when(at, lead=lead)}"
