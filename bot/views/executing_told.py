"""A word to somebody about carrying out: a part, a failure, a rolling back, and an approval that ends."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from bot.views import actions, blocks, buttons, words
from bot.views.executing import LABELS
from bot.views.scene import Rendering
from bot.views.summary import excerpt, files, hero
from bot.views.text import Message, ago, channel, escape, person, when
from models.events import EventKind
from models.notices import evidence_of
from models.request import Result, Status

#: How much of a typed text is told, in characters; the details show all of it.
TOLD_TEXT = 600

_KINDS = frozenset(
    {
        EventKind.EXECUTION_PARTIAL,
        EventKind.EXECUTION_FAILED,
        EventKind.ROLLED_BACK,
        EventKind.EXPIRY_NEAR,
        EventKind.EXPIRED,
    }
)


def told_of_execution(scene: Rendering, whose: str) -> Message | None:
    """The message that follows from the scene's event, or None where the event is another's to tell.

    `whose` is the request as the recipient knows it: `Your request EX-1042`.
    """
    if scene.event is None or scene.event.kind not in _KINDS:
        return None
    request = scene.request
    changed: dict[str, Any] = json.loads(scene.event.changed)
    sentence = _sentence(EventKind(scene.event.kind), changed, scene, _own(scene, whose))
    shown = [blocks.section(sentence), hero(request, scene.policy)]
    execution = changed.get("execution")
    if execution:
        label = LABELS[Result(execution["result"])]
        shown.append(blocks.rich(excerpt(label, str(execution["done"]), TOLD_TEXT)))
        shown += files(evidence_of(scene.event))
    offered = []
    if _is_operations(scene) and _waits(scene):
        offered.append(buttons.mark_executed(request, style="primary"))
    shown.append(actions.row(*offered, buttons.details(request)))
    if scene.link and scene.recipient != request.filed_by:
        shown.append(blocks.small(f"<{escape(scene.link)}|Go to its card>"))
    return Message(text=sentence, blocks=shown)


def _is_operations(scene: Rendering) -> bool:
    return scene.recipient == scene.policy.execution.channel


def _waits(scene: Rendering) -> bool:
    """It can be carried out now: a message may be rendered long after its event."""
    return scene.request.status is Status.EXECUTION and not scene.request.open_holds


def _own(scene: Rendering, whose: str) -> str:
    """What the recipient has to do with it, for those who carried it out too."""
    carried_out = (e.by for e in scene.request.executions if e.result in (Result.DONE, Result.PARTIAL))
    if whose == scene.request.id and scene.recipient in carried_out:
        return f"{whose}, which you carried out,"
    return whose


def _sentence(kind: EventKind, changed: dict[str, Any], scene: Rendering, whose: str) -> str:
    by = person(scene.event.actor) if scene.event else ""
    until = _due(changed, " until ")
    match kind:
        case EventKind.EXECUTION_PARTIAL:
            return (
                f"{words.WAITING} {whose} was carried out in part by {by}. "
                f"Operations does the rest{_due(changed, ' by ')}."
            )
        case EventKind.EXECUTION_FAILED:
            also = _as_supervisor(changed, scene)
            if changed["execution"]["result"] == Result.GIVEN_UP:
                return (
                    f"{words.CARE} {whose} could not be carried out, says {by}, and is not tried again. "
                    f"The record is closed next.{also}"
                )
            return f"{words.CARE} {whose} was tried by {by} and failed. It can be tried again{until}.{also}"
        case EventKind.ROLLED_BACK:
            return (
                f"{words.ROLLED_BACK} {whose} was rolled back by {by}: what had been carried out is undone."
            )
        case EventKind.EXPIRY_NEAR:
            return _near(changed, scene, whose)
        case _:
            return _ended(changed, scene, whose)


def _near(changed: dict[str, Any], scene: Rendering, whose: str) -> str:
    at = datetime.fromisoformat(str(changed["execute_by"]))
    what = (
        "is carried out only in part" if changed.get("result") == Result.PARTIAL else "is not carried out yet"
    )
    said = f"{words.TOLD} {whose} {what}, and the approval {when(at, lead='ends ')}, {ago(at)}."
    wanted = words.people(scene.policy.execution.who, scene.names)
    if _is_operations(scene) and _waits(scene):
        rest = "the rest" if scene.request.carried_out is not None else "it"
        return f"{said}\n{wanted}: carry {rest} out and say how it went."
    if _is_operations(scene):
        return said
    return f"{said} Operations was reminded in {channel(scene.policy.execution.channel, scene.names)}."


def _ended(changed: dict[str, Any], scene: Rendering, whose: str) -> str:
    is_part = changed.get("result") == Result.PARTIAL
    what = "was carried out only in part in time" if is_part else "was not carried out in time"
    said = f"{words.LATE} {whose} {what}, so the approval has ended."
    if _is_operations(scene):
        back = " What was done so far stands, unless you roll it back on its card." if is_part else ""
        return f"{said} Do not carry it out any more.{back}"
    return f"{said} Should it still be needed, file a new request." if _is_requester(scene) else said


def _is_requester(scene: Rendering) -> bool:
    return scene.recipient == scene.request.filed_by


def _as_supervisor(changed: dict[str, Any], scene: Rendering) -> str:
    """Why somebody hears of a failure who had no part in the request."""
    if scene.recipient not in changed["execution"]["told"]:
        return ""
    contact = words.contact(scene.policy.escalations.deadline_near.contact, scene.policy)
    return f" The {contact} is told of each failure."


def _due(changed: dict[str, Any], lead: str) -> str:
    due = changed.get("execute_by")
    return f" {when(datetime.fromisoformat(str(due)), lead=lead.lstrip())}" if due else ""
