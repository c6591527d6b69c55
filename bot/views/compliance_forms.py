"""The forms of compliance: sending a request there, and what compliance answers."""

from __future__ import annotations

from typing import Any

from bot.views import actions, blocks, holds, inputs, words
from bot.views.text import Block, escape
from models.policy import Policy
from models.refusals import Field
from models.request import ExceptionRequest


def routing_modal(request: ExceptionRequest, _: str, policy: Policy) -> dict[str, Any]:
    """In which somebody says why compliance should look at the request."""
    shown = [
        about(request, policy),
        inputs.entry(
            Field.WORDS,
            "What may apply",
            inputs.text(is_long=True, placeholder="The law, licence or rule that you think of, and why"),
            hint="Goes on record; compliance and all who see the request read it.",
        ),
        blocks.small(
            "Until compliance has answered, nobody decides it or carries it out, and the time to decide stands still."
        ),
    ]
    return inputs.modal(
        actions.ROUTING,
        "Route to compliance",
        shown,
        submit="Send",
        metadata=actions.carried(request.number),
    )


def clearing_modal(request: ExceptionRequest, key: str, policy: Policy) -> dict[str, Any]:
    """In which compliance says why the request may go on."""
    shown = [
        about(request, policy),
        *asked(request, key, policy),
        inputs.entry(
            Field.WORDS, "Reason", inputs.text(is_long=True), hint="Goes on record; those who decide read it."
        ),
        blocks.small("It goes on from where it stood, without conditions."),
    ]
    return inputs.modal(
        actions.CLEARING,
        f"Clear {request.id}",
        shown,
        submit="Clear",
        metadata=actions.carried(request.number, actions.with_seen(key, request.changes)),
    )


def conditions_modal(request: ExceptionRequest, key: str, policy: Policy) -> dict[str, Any]:
    """In which compliance says what it asks of those who decide and carry out."""
    is_decided = any(request.decisions_of_round())
    follows = (
        "What was approved so far was approved without them, so it no longer counts: operations validates anew."
        if is_decided
        else "It goes on from where it stood."
    )
    shown = [
        about(request, policy),
        *asked(request, key, policy),
        inputs.entry(
            Field.CONDITIONS,
            "Conditions",
            inputs.text(is_long=True, placeholder="What has to be so, or has to be done, and by whom"),
            hint="The requester, those who decide and those who carry it out read them.",
        ),
        inputs.entry(Field.WORDS, "Reason", inputs.text(is_long=True), hint="Goes on record."),
        blocks.small(follows),
    ]
    return inputs.modal(
        actions.CONDITIONS,
        "Clear with conditions",
        shown,
        submit="Clear with conditions",
        metadata=actions.carried(request.number, actions.with_seen(key, request.changes)),
    )


def prohibition_modal(request: ExceptionRequest, key: str, policy: Policy) -> dict[str, Any]:
    """In which compliance says why the request may not be done."""
    return final_modal(
        request, key, policy, callback=actions.PROHIBITION, verb="Prohibit", label="Why it may not be done"
    )


def final_modal(
    request: ExceptionRequest, key: str, policy: Policy, *, callback: str, verb: str, label: str
) -> dict[str, Any]:
    """In which whoever owns the hold ends the request for good; `verb` names the form and its button."""
    shown = [
        about(request, policy),
        *asked(request, key, policy),
        inputs.entry(
            Field.WORDS,
            label,
            inputs.text(is_long=True),
            hint="Goes on record, and the requester reads it.",
        ),
        blocks.small(
            "That is final: nobody decides it or carries it out any more. Everybody who was involved is told."
        ),
    ]
    return inputs.modal(
        callback, f"{verb} {request.id}", shown, submit=verb, metadata=actions.carried(request.number, key)
    )


def about(request: ExceptionRequest, policy: Policy) -> Block:
    """Which request it is."""
    return blocks.section(f"*{escape(words.heading(request, policy))}*\n{words.in_short(request, policy)}")


def asked(request: ExceptionRequest, key: str, policy: Policy) -> list[Block]:
    """What the hold is about and why it was opened, whole."""
    hold = request.hold(key)
    if hold is None:
        return []
    title = blocks.line(blocks.run(blocks.one_line(holds.title(hold, policy), 200), bold=True))
    return [blocks.rich([title, *([blocks.quoted(hold.why)] if hold.why else [])])]
