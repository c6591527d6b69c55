"""Delegations shown: the form that makes one, with those of its reader, the message about one, their part of Home."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.views import actions, blocks, inputs, words
from bot.views.delegation_words import authority, period
from bot.views.summary import excerpt
from bot.views.text import Block, Message, Names, channel, joined, person
from models.delegation import VALIDATORS, Delegation, Told
from models.policy import Policy
from models.refusals import Field
from models.stead import holders

#: Delegations shown in one list.
SHOWN = 10
#: How much of a note is shown, in characters.
NOTE = 300
ONE_PERSON = "The two of you count as one person: neither approves what the other filed, benefits from or has approved."


def delegating(
    reader: str,
    known: Sequence[Delegation],
    policy: Policy,
    at: datetime,
    roles: Sequence[str],
    refused: str = "",
) -> dict[str, Any]:
    """The form, with what its reader has delegated and who has delegated to them.

    `roles` are the reader's own; `refused` says why there is nothing that they could delegate, and then it only
    shows what there is.
    """
    shown = part(reader, known, policy, at)
    if refused:
        listed = shown or [blocks.small("Nobody has delegated to you.")]
        return inputs.modal(actions.DELEGATION, "Delegate", [blocks.section(refused), *listed])
    passed = authority(tuple(roles), policy) or "your approvals"
    form = [
        blocks.section(
            f"*While you are away, a colleague can give {passed} in your stead.*\n"
            "It is recorded as theirs for you. You can still decide yourself, and end it at any time."
        ),
        inputs.entry(Field.DELEGATE, "To whom", inputs.colleague("A colleague"), hint=_who(roles, policy)),
        inputs.entry(Field.FIRST_DAY, "First day", inputs.day("From the start of the day")),
        inputs.entry(Field.LAST_DAY, "Last day", inputs.day("To the end of the day")),
        inputs.entry(
            Field.NOTE,
            "Note",
            inputs.text(is_long=True),
            hint="What they should know; they get it with the message about it.",
            is_optional=True,
        ),
        blocks.small(f"Days are those of {policy.calendar.time_zone}. {ONE_PERSON}"),
    ]
    listed = [*shown, blocks.divider()] if shown else []
    return inputs.modal(actions.DELEGATION, "Delegate", [*listed, *form], submit="Delegate")


def _who(roles: Sequence[str], policy: Policy) -> str:
    """Who may be chosen, in plain text: the groups that the policy lets hold any of the roles."""
    could = (who for role in roles for who in holders(policy, role) if who.startswith("@"))
    named = joined(dict.fromkeys(could))
    return f"Somebody in {named}." if named else ""


def part(reader: str, known: Sequence[Delegation], policy: Policy, at: datetime) -> list[Block]:
    """The reader's present and coming delegations, each with a way to end it; nothing where there are none."""
    live = [made for made in known if not made.is_over(at) and reader in (made.by, made.to)]
    if not live:
        return []
    live.sort(key=lambda made: (made.starts, made.number))
    shown = [blocks.header("Delegations"), *(_item(reader, made, policy, at) for made in live[:SHOWN])]
    if len(live) > SHOWN:
        shown.append(blocks.small(f"And {len(live) - SHOWN} more."))
    return shown


def _item(reader: str, made: Delegation, policy: Policy, at: datetime) -> Block:
    is_mine = made.by == reader
    said = f"{person(made.to)} for you" if is_mine else f"You for {person(made.by)}"
    sign = f"{words.DONE} In force" if made.is_active(at) else f"{words.LATER} To come"
    text = f"*{said}*  ·  {period(made, policy)}\n{sign}: {authority(made.roles, policy)}"
    return blocks.section(text, _end(made, is_mine))


def _end(made: Delegation, is_mine: bool) -> dict[str, Any]:
    label = "End" if is_mine else "Give back"
    return actions.button(label, actions.END_DELEGATION, actions.carried(made.number))


def delegation_message(
    made: Delegation, what: Told, reader: str, policy: Policy, names: Names, at: datetime
) -> Message:
    """A word to one of its two ends: it was made, begins, is over, or was ended before."""
    is_mine = reader == made.by
    was_given_back = what is Told.ENDED and made.ended_by == made.to
    text = (_GIVEN_BACK[is_mine] if was_given_back else _SENTENCES[what, is_mine]).format(
        by=person(made.by), to=person(made.to), who=_ender(made, reader), days=period(made, policy)
    )
    shown = [blocks.section(text)]
    if what in (Told.MADE, Told.BEGINS) and not made.is_over(at):
        passed = f"It passes on {authority(made.roles, policy)}."
        shown.append(blocks.section(passed if is_mine else f"{passed} {_where(made, policy, names)}"))
        if made.note and not is_mine:
            shown.append(blocks.rich(excerpt("Note", made.note, NOTE)))
        shown.append(blocks.small(ONE_PERSON))
        shown.append(actions.row(_end(made, is_mine)))
    return Message(text=text, blocks=shown)


_SENTENCES = {
    (Told.MADE, True): f"{words.DONE} You have delegated to {{to}}, {{days}}. You can still decide yourself.",
    (Told.MADE, False): f"{words.TOLD} {{by}} has delegated to you, {{days}}: you can decide in their stead.",
    (Told.BEGINS, True): f"{words.TOLD} Your delegation to {{to}} has begun. It holds {{days}}.",
    (
        Told.BEGINS,
        False,
    ): f"{words.TOLD} From now on you can decide in the stead of {{by}}. It holds {{days}}.",
    (Told.ENDS, True): f"{words.TOLD} Your delegation to {{to}} is over. It held {{days}}.",
    (Told.ENDS, False): f"{words.TOLD} You no longer decide in the stead of {{by}}: it held {{days}}.",
    (
        Told.ENDED,
        True,
    ): f"{words.WITHDRAWN} {{who}} ended your delegation to {{to}}, which was to hold {{days}}.",
    (Told.ENDED, False): (
        f"{words.WITHDRAWN} {{who}} ended the delegation from {{by}}, which was to hold {{days}}. "
        "What you decided stays on record."
    ),
}

#: The same where it was ended by whom it was made to, for its maker and for them.
_GIVEN_BACK = {
    True: f"{words.WITHDRAWN} {{to}} gave back what you had delegated to them {{days}}. You decide yourself again.",
    False: (
        f"{words.WITHDRAWN} You gave back what {{by}} had delegated to you {{days}}. "
        "What you decided stays on record."
    ),
}


def _ender(made: Delegation, reader: str) -> str:
    return "You" if made.ended_by == reader else person(made.ended_by or made.by)


def _where(made: Delegation, policy: Policy, names: Names) -> str:
    """Where the requests come up that the delegate can decide now."""
    tiers = [tier for tier in policy.tiers if tier.name in made.roles or VALIDATORS in made.roles]
    where = joined(dict.fromkeys(channel(tier.channel, names) for tier in tiers), "and")
    return f"Requests come up in {where}, and in this app's Home under Waiting on me."
