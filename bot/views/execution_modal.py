"""The two modals of operations: how carrying an exception out went, and that it is rolled back."""

from __future__ import annotations

from typing import Any

from bot.views import inputs, words
from bot.views.actions import EXECUTION, ROLLBACK, carried
from bot.views.blocks import section, small
from bot.views.text import Block, escape, person, when
from models.policy import Policy
from models.refusals import Field
from models.request import ExceptionRequest, Result

#: What operations can say of a try, in the order of the form; the first is chosen when it opens.
RESULTS = {
    Result.DONE: ("Carried out in full", "The record is checked and closed."),
    Result.PARTIAL: ("Only in part", "It stays open, and the rest is still to be done."),
    Result.FAILED: ("It failed", "It stays open and can be tried again."),
    Result.GIVEN_UP: ("It failed and will not be tried again", "The record is closed as not carried out."),
}


def execution_modal(request: ExceptionRequest, policy: Policy) -> dict[str, Any]:
    """How it went; those concerned are told what it says."""
    options = [inputs.option(label, result.value, follows) for result, (label, follows) in RESULTS.items()]
    until = ""
    if request.execute_by is not None:
        until = f"What is not carried out {when(request.execute_by, lead='by ')} is not done any more. "
    return _modal(
        request,
        policy,
        EXECUTION,
        "Mark as executed",
        inputs.entry(Field.RESULT, "How it went", inputs.radio(options, initial=options[0])),
        inputs.entry(
            Field.DONE,
            "What was done",
            inputs.text(is_long=True),
            hint="Where only a part was done, what is left; where it failed, what went wrong.",
        ),
        inputs.evidence(),
        small(f"{until}Those concerned are told what you write here."),
    )


def rollback_modal(request: ExceptionRequest, policy: Policy) -> dict[str, Any]:
    """What is taken back; it says what follows before anything is sent."""
    done = request.carried_out
    part = " in part" if request.is_partial else ""
    said = f"It was carried out{part} by {person(done.by)}{when(done.at, lead=', ')}. " if done else ""
    return _modal(
        request,
        policy,
        ROLLBACK,
        "Roll back",
        inputs.entry(Field.DONE, "What was rolled back, and why", inputs.text(is_long=True)),
        inputs.evidence(),
        small(
            f"{said}Say it once it is undone: that is final, and it is not carried out again. "
            "Everybody who was involved is told, and the record is checked and closed anew."
        ),
    )


def _modal(
    request: ExceptionRequest, policy: Policy, callback: str, title: str, *blocks: Block
) -> dict[str, Any]:
    """Which exception it is about, and what is asked."""
    asked = words.ask(request, policy)
    customer = escape(request.filing.customer.name[:150])
    about = section(
        f"*{escape(words.heading(request, policy))}*\n"
        f"Approved: *{escape(asked.asked)}* instead of {escape(asked.standard)}, for {customer}"
    )
    return inputs.modal(callback, title, [about, *blocks], submit=title, metadata=carried(request.number))
