"""The reminder at half the time left, to one whose turn it is: what is missing, until when, and how to put it off."""

from __future__ import annotations

from typing import Any

from bot.views import actions, blocks, inputs, words
from bot.views.approvals import ended
from bot.views.scene import Rendering
from bot.views.summary import hero
from bot.views.text import Message, ago, escape, when
from models.deadlines import reminder_key
from models.reminded import Reminder, SnoozeFor
from models.request import Ending, Stage

_SNOOZES = {
    SnoozeFor.HOUR: "For 1 hour",
    SnoozeFor.FOUR_HOURS: "For 4 hours",
    SnoozeFor.MORNING: "Until tomorrow morning",
}


def reminder(scene: Rendering) -> Message:
    """The message, kept current until the decision is made; ValueError where the scene lacks the reminder."""
    request, policy = scene.request, scene.policy
    sent = request.reminder(str((scene.detail or {}).get("reminder", "")))
    if sent is None:
        raise ValueError("a reminder is rendered with the one that was sent")
    is_waiting = reminder_key(request) == sent.key
    asked = words.APPROVALS[Stage(sent.stage)]
    yours = f"{request.id} waits for the {asked}, which is yours to give"
    title = yours if is_waiting else f"{request.id}: the {asked}"
    shown = [blocks.header(title), hero(request, policy), blocks.section(_standing(scene, sent))]
    elements = [actions.button("Open", actions.OPEN_REQUEST, actions.carried(request.number))]
    if is_waiting and _can_snooze(scene, sent):
        elements.append(_snooze(request.number, sent))
    shown.append(actions.row(*elements))
    link = f"  ·  <{escape(scene.link)}|Go to its card>" if scene.link else ""
    shown.append(blocks.small(f"You can switch reminders off in this app's Home, under Notifications.{link}"))
    due = f", {ago(request.deadline)}" if is_waiting else ""
    return Message(text=f"{title}: {words.in_short(request, policy)}{due}", blocks=shown)


def _standing(scene: Rendering, sent: Reminder) -> str:
    request = scene.request
    if request.ended is not None:
        return f"{words.sign(request)} {ended(request.ended)}. There is nothing left to do for you."
    if reminder_key(request) != sent.key:
        return f"{_since(scene)} There is nothing left to do for you."
    if request.open_holds:
        return (
            f"{words.HOLD} It is on hold, so nobody decides it now. It comes back to you when that is over."
        )
    is_overdue = request.deadline <= scene.at
    late = "overdue: it was " if is_overdue else ""
    due = f"{late}*{when(request.deadline, lead='due ')}*, {ago(request.deadline)}"
    if _is_earlier(scene, sent):
        return f"{words.TOLD} You were reminded again since. The decision is {due}."
    put_off = sent.snooze_of(scene.recipient)
    if put_off is not None:
        return f"{words.LATER} Put off{when(put_off.until, lead=' until ')}. The decision is {due}."
    if is_overdue:
        return f"{words.LATE} The decision is {due}."
    return f"{words.WAITING} The decision is {due}: half of your time for it is over."


def _since(scene: Rendering) -> str:
    request = scene.request
    if request.stage is Stage.AUTHORIZATION:
        return f"{words.DONE} *The first approval was given since.*"
    if request.stage is not None:
        return f"{words.CHANGED} *It was changed since, and its round began again.*"
    if request.outcome is Ending.REJECTED:
        return f"{words.REFUSED} *It was rejected since.*"
    return f"{words.DONE} *It was approved since.*"


def _is_earlier(scene: Rendering, sent: Reminder) -> bool:
    return int((scene.detail or {}).get("time", 0)) < sent.times(scene.recipient)


def _can_snooze(scene: Rendering, sent: Reminder) -> bool:
    if scene.request.open_holds or _is_earlier(scene, sent):
        return False
    return sent.snooze_of(scene.recipient) is None


def _snooze(number: int, sent: Reminder) -> dict[str, Any]:
    options = [
        inputs.option(label, snooze_value(number, sent.key, length)) for length, label in _SNOOZES.items()
    ]
    return {**inputs.select(options, placeholder="Snooze"), "action_id": actions.SNOOZE}


def snooze_value(number: int, key: str, length: SnoozeFor) -> str:
    """What a choice of the select carries."""
    return actions.carried(number, f"{key}|{length}")


def read_snooze(value: str) -> tuple[int, str, SnoozeFor]:
    """The request, the reminder's key and how long, by what was chosen; ValueError where it is none of ours."""
    number, rest = actions.read_carried(value)
    key, _, length = rest.partition("|")
    return number, key, SnoozeFor(length)
