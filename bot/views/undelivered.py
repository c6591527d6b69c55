"""The word to administrators that a place takes no messages, and what a copy says that somebody gets in its stead."""

from __future__ import annotations

from dataclasses import replace

from bot.views import blocks, words
from bot.views.text import Message, Names, channel, escape, person, when
from models.oversight.unreachable import MARK, OF_PEOPLE, Unreachable, is_person

_FAULTS = {
    "is_archived": "it is archived",
    # What Slack says where a message there is to be brought up to date.
    "is_inactive": "it is archived",
    "not_in_channel": "Exception Desk is not in it",
    "channel_not_found": "Exception Desk sees no such channel",
}
_OF_PEOPLE = "they have left the workspace, or cannot be written to"
#: The same where the place itself is not named before it.
_OF_CHANNELS = {
    "is_archived": "the channel is archived",
    "is_inactive": "the channel is archived",
    "not_in_channel": "Exception Desk is not in the channel",
    "channel_not_found": "Exception Desk does not see the channel",
}
_UNARCHIVE = (
    "Unarchive {place}, and invite the bot to it again (`/invite @exception_desk`), or name another channel in the "
    "policy."
)
_TO_DO = {
    "is_archived": _UNARCHIVE,
    "is_inactive": _UNARCHIVE,
    "not_in_channel": "Invite the bot to {place}: write `/invite @exception_desk` there.",
    "channel_not_found": "It may be archived, renamed or deleted, or be private without the bot in it. Bring it back, "
    "or invite the bot (`/invite @exception_desk`), or name another channel in the policy.",
}


_OF_SOMEBODY = "Look whether they are still in the groups, contacts and roles that the policy names."


def remedy(place: str, fault: str) -> str:
    """What to do about a place that takes no messages, named as it is shown to the reader."""
    if is_person(place):
        return _OF_SOMEBODY
    return _TO_DO.get(fault, _TO_DO["channel_not_found"]).format(place=place)


def undelivered(outage: Unreachable, names: Names) -> Message:
    """The message, kept current: what is wrong, what was done about it, and what to do."""
    named = _place(outage, names)
    if outage.ended_at is not None:
        said = f"{words.DONE} {named} takes messages again{when(outage.ended_at, lead=' since ')}."
        rest = "" if is_person(outage.place) else " What is still current was posted there."
        return Message(
            text=said, blocks=[blocks.section(f"{said}{rest} There is nothing left to do for you.")]
        )
    said = f"{words.CARE} {named} takes no messages: {_fault(outage)}."
    if is_person(outage.place):
        done = "Whatever they had to act on goes to the others of their role, or to you."
        to_do = _OF_SOMEBODY
    else:
        done = (
            "Whoever has to act on what belongs there gets it as a direct message for now. "
            "When the channel is well, it is posted there and this message says so."
        )
        to_do = remedy(named, outage.fault)
    shown = [
        blocks.section(said),
        blocks.section(f"*What to do*\n{to_do}"),
        blocks.small(f"{done}{when(outage.opened_at, lead=' Noticed ')}. You are told of it once."),
    ]
    return Message(text=said, blocks=shown)


def in_its_stead(
    message: Message, outage: Unreachable | None, place: str, names: Names, link: str
) -> Message:
    """A copy of a message, as somebody gets it in person; once the place is well, that it is to be found there."""
    if outage is None:
        card = f"  ·  <{escape(link)}|Go to its card>" if link else ""
        said = f"{words.DONE} {channel(place, names)} takes messages again: what was here is there now.{card}"
        return Message(text=said, blocks=[blocks.section(f"{message.text}\n{said}")])
    if is_person(place):
        why = f"You get this because {person(place)} cannot be reached."
    else:
        why = f"You get this here because {_place(outage, names)} takes no messages: {_fault(outage)}."
    shown = [blocks.small(f"{words.CARE} {why} The buttons work as they do there."), *message.blocks]
    return replace(message, blocks=shown)


def plain_fault(fault: str) -> str:
    """What the outbox keeps of a message that was not taken, in words where a place is at fault; else as it is kept."""
    code = fault.removeprefix(MARK)
    if code == fault:
        return fault
    return _OF_PEOPLE if code in OF_PEOPLE else _OF_CHANNELS.get(code, _OF_CHANNELS["channel_not_found"])


def _fault(outage: Unreachable) -> str:
    if is_person(outage.place):
        return _OF_PEOPLE
    return _FAULTS.get(outage.fault, _FAULTS["channel_not_found"])


def _place(outage: Unreachable, names: Names) -> str:
    if is_person(outage.place):
        return person(outage.place)
    # A name is written out, for Slack links no channel that the bot cannot see; an id says nobody anything.
    return f"*{escape(outage.place)}*" if outage.place.startswith("#") else channel(outage.place, names)
