"""The forms for a source that cannot be read: documentation in its place, closing the hold, and more time."""

from __future__ import annotations

from typing import Any

from bot.views import actions, blocks, inputs, outages, words
from bot.views.text import Block, escape, when
from models.holds import Hold
from models.outages import extension_length, has_come
from models.policy import Policy
from models.refusals import Field
from models.request import ExceptionRequest


def documentation_modal(request: ExceptionRequest, key: str, policy: Policy) -> dict[str, Any]:
    """In which the requester says what stands in for the source, and adds the files."""
    hold = _hold(request, key)
    source = escape(words.source(hold.subject, policy))
    shown = [
        _about(request, policy),
        blocks.section(f"*{source}* could not be read, {when(hold.opened_at, lead='since ')}."),
        inputs.entry(
            Field.WORDS,
            "What it is, and what it stands for",
            inputs.text(is_long=True, placeholder="What the record would say, and where that can be seen"),
        ),
        inputs.evidence(),
        blocks.small("Operations looks at it and closes the hold; then the decision goes on."),
    ]
    return inputs.modal(
        actions.DOCUMENTATION,
        "Give documentation",
        shown,
        submit="Send",
        metadata=actions.carried(request.number, key),
    )


def closing_modal(request: ExceptionRequest, key: str, policy: Policy) -> dict[str, Any]:
    """In which a hold's owner closes it: with a reason where nothing has come in the source's place."""
    hold = _hold(request, key)
    come = has_come(request, hold)
    source = escape(words.source(hold.subject, policy))
    standing = f"*{source}*, {when(hold.opened_at, lead='unread since ')}\n{outages.progress(hold, request)}"
    hint = (
        "Those who decide read it."
        if come
        else "Nothing has come in its place. Say why the decision may go on without it; those who decide read it."
    )
    shown = [
        _about(request, policy),
        blocks.section(standing),
        inputs.entry(Field.WORDS, "Reason", inputs.text(is_long=True), hint=hint, is_optional=come),
        inputs.evidence(),
        blocks.small("The decision goes on from here. What could not be read is still read by itself."),
    ]
    return inputs.modal(
        actions.HOLD_CLOSING,
        "Close hold",
        shown,
        submit="Close hold",
        metadata=actions.carried(request.number, key),
    )


def extension_modal(request: ExceptionRequest, key: str, policy: Policy) -> dict[str, Any]:
    """In which the supervisor says why there is more time."""
    length = extension_length(policy)
    by = outages.hours(length)
    source = escape(words.source(_hold(request, key).subject, policy))
    shown = [
        _about(request, policy),
        blocks.section(
            f"*{source}* could not be read. Both approvals are {when(request.deadline, lead='due ')} now, and "
            f"{when(request.deadline + length, lead='due ')} with {by} more."
        ),
        inputs.entry(Field.WORDS, "Reason", inputs.text(is_long=True)),
        blocks.small("It is kept on record. Each further extension needs a supervisor again."),
    ]
    return inputs.modal(
        actions.EXTENSION,
        f"Extend by {by}",
        shown,
        submit="Extend",
        metadata=actions.carried(request.number, key),
    )


def _about(request: ExceptionRequest, policy: Policy) -> Block:
    return blocks.section(f"*{escape(words.heading(request, policy))}*\n{words.in_short(request, policy)}")


def _hold(request: ExceptionRequest, key: str) -> Hold:
    """The hold of that key; ValueError where there is none, which the desk has refused before."""
    hold = request.hold(key)
    if hold is None:
        raise ValueError(f"{request.id} has no hold {key!r}")
    return hold
