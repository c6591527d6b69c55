"""The policy's own review as its owner is asked for it, and the form in which it is made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.views import actions, blocks, inputs, words
from bot.views.policy_words import change_lines, since
from bot.views.summary import excerpt
from bot.views.text import Block, Message, Names, escape, joined, person, when, who
from models.oversight.policy_cares import CareOfPolicy, CareVerdict, Reviewed
from models.policy import Policy
from models.policy_history import Recorded, Recording
from models.refusals import Field

#: Changes of the year that are listed.
LISTED = 8
#: How much room the changes of the year have, in characters.
CHANGES = 2500
#: How much of what a person wrote is shown, in characters.
WORDS = 1500
VERDICTS = {
    CareVerdict.RIGHT: ("Still right", "The policy stays as it is."),
    CareVerdict.NEEDS_CHANGE: ("Needs a change", "An administrator proposes it from /exception policy."),
}
_FOUND = {
    CareVerdict.RIGHT: "has reviewed the policy: it is still right",
    CareVerdict.NEEDS_CHANGE: "has reviewed the policy: it needs a change",
}


def policy_care_card(
    care: CareOfPolicy, policy: Policy, version: str, changes: Sequence[Recording], names: Names
) -> Message:
    """The card; `changes` are the policies that came into force since the review before, the newest first."""
    text = "The policy is to be reviewed: is it still right?"
    shown = [
        blocks.header("Yearly review of the policy"),
        blocks.section(_state(care, names)),
        blocks.fields(
            [
                ("Policy", f"{escape(policy.title)}\nversion `{version}`"),
                ("Owner", who(policy.owner, names)),
            ]
        ),
        blocks.section(_changes(changes, policy, names)),
    ]
    if care.reviewed is not None:
        shown.append(blocks.rich(excerpt("What was found", care.reviewed.words, WORDS)))
        if care.reviewed.verdict is CareVerdict.NEEDS_CHANGE:
            asked = joined(who(one, names) for one in policy.administrators)
            shown.append(
                blocks.small(
                    f"Nothing is changed by that yet: {asked} propose the change under `/exception policy`."
                )
            )
    else:
        value = actions.carried(care.number)
        shown += [blocks.section(_look(policy)), _buttons(value)]
    return Message(text=text if care.reviewed is None else _reviewed(care.reviewed), blocks=shown)


def _buttons(value: str) -> Block:
    return actions.row(
        actions.button("Reviewed…", actions.REVIEW_POLICY, value, style="primary"),
        actions.button("Show the policy", actions.SHOW_POLICY, value),
    )


def _state(care: CareOfPolicy, names: Names) -> str:
    if care.reviewed is not None:
        return f"{words.DONE} {_reviewed(care.reviewed)}  ·  {when(care.reviewed.at)}"
    if care.overdue_at is not None:
        asked = words.people(care.who, names)
        return (
            f"{words.LATE} Nobody has reviewed it in time: it was asked of {asked} and due"
            f"{when(care.due_at, lead=' ')}. "
            "See to it that they do."
        )
    return (
        f"{words.TOLD} It is to be reviewed once a year. Please do so{when(care.due_at, lead=' by ')}; "
        "one of you is enough."
    )


def _reviewed(made: Reviewed) -> str:
    return f"{person(made.by)} {_FOUND[made.verdict]}"


def _look(policy: Policy) -> str:
    more = (
        f" <{escape(policy.process_link)}|The process> says how it is meant." if policy.process_link else ""
    )
    return (
        "*What to look at*\n"
        "•  Do the thresholds and the authority still fit, and is everything decided in time?\n"
        "•  Are the contacts, and those who decide, still the right ones?\n"
        "•  Which standards are departed from again and again?\n"
        f"`/exception report 12` has the figures of the year.{more}"
    )


def _changes(changes: Sequence[Recording], policy: Policy, names: Names) -> str:
    known = [one for one in changes if one.how is not Recorded.FIRST]
    if not known:
        return "*Changes since the last review*\nNone."
    lines = ["*Changes since the last review*"]
    for one in known[:LISTED]:
        lines.append(f"•  {since(one)}")
        lines += (f"     {line}" for line in change_lines(one.changes, policy, names))
    if len(known) > LISTED:
        lines.append(f"and {len(known) - LISTED} more")
    return blocks.within(lines, CHANGES)


def review_form(care: CareOfPolicy, policy: Policy) -> dict[str, Any]:
    """In which somebody of the owner says what they found."""
    options = [inputs.option(text, str(verdict), about) for verdict, (text, about) in VERDICTS.items()]
    shown = [
        blocks.section(f"*{escape(policy.title)}*"),
        inputs.entry(Field.CARE, "What you found", inputs.radio(options)),
        inputs.entry(
            Field.WORDS,
            "In your words",
            inputs.text(is_long=True),
            hint="What you looked at and why you think so; it is kept on record.",
        ),
    ]
    return inputs.modal(
        actions.POLICY_CARE,
        "Review of the policy",
        shown,
        submit="Record",
        metadata=actions.carried(care.number),
    )
