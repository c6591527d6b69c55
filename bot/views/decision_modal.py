"""The modal in which an approver decides: what is being decided, and the words that they decide it with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.views import expediting, inputs, waiving, words
from bot.views.actions import DECISION, carried, with_seen
from bot.views.answered import whole_answers
from bot.views.availability import there_now
from bot.views.blocks import fields, line, one_line, quoted, rich, run, section, shortened, small
from bot.views.reconciling import basis
from bot.views.text import Block, Names, escape, person, when
from models.availability import Part, Staffed
from models.money import plain
from models.policy import Policy
from models.refusals import Field
from models.request import ExceptionRequest, Stage, Verdict
from models.single_approval import is_next

TITLES = {Verdict.APPROVED: "Approve", Verdict.REJECTED: "Reject"}
#: What the form carries where it said that the approval is the only one.
ALONE = ":alone"
#: How much of what the requester wrote is shown; Details on the card has the whole.
SHOWN = 1200


def decision_modal(
    request: ExceptionRequest,
    policy: Policy,
    names: Names,
    *,
    stage: Stage,
    verdict: Verdict,
    for_whom: str | None = None,
    staffed: Sequence[Staffed] = (),
) -> dict[str, Any]:
    """The modal for one verdict at one stage; it carries what the approver was shown, which is no authority.

    `for_whom` is the id of whoever the approver stands in for, if for anybody; `staffed` is who is there now for what
    the request needs.
    """
    verb = TITLES[verdict]
    alone = verdict is Verdict.APPROVED and stage is Stage.VALIDATION and is_next(policy, request)
    blocks = [
        *expediting.marks(request, policy, names),
        *summary(request, policy),
        *whole_answers(request, policy),
        *expediting.reasons(request),
        _earlier(request),
        *([section(_alone(request, policy, names))] if alone else []),
        *([] if alone else [small(_consequence(request, policy, names, stage, verdict))]),
        *_still_needed(staffed, stage, verdict, is_alone=alone),
        *([small(f"You decide this for {person(for_whom)}, and it is recorded so.")] if for_whom else []),
        *_confirmation(request, stage, verdict),
        inputs.entry(
            Field.RATIONALE,
            "Rationale",
            inputs.text(is_long=True),
            hint="Goes on record, and the requester reads it.",
        ),
        inputs.evidence(),
    ]
    return inputs.modal(
        DECISION,
        f"{verb} {request.id}",
        [block for block in blocks if block],
        submit=verb,
        metadata=f"{carried(request.number, with_seen(stage, request.changes))}:{verdict}{ALONE if alone else ''}",
    )


def summary(request: ExceptionRequest, policy: Policy) -> list[Block]:
    """What is asked against what is standard, how far and how much, for whom, and why in the requester's words."""
    filing, score = request.filing, request.score
    asked = words.ask(request, policy)
    higher = words.over_authority(score, policy)
    by_hand = words.by_hand(score)
    scored = words.deviation(score, policy) + (f"\n_{by_hand}_" if by_hand else "")
    measured = basis(request, policy)
    scored += f"\n{measured}" if measured else ""
    return [
        section(
            f"*{escape(words.title(request, policy))}* ({escape(filing.standard)})\n"
            f"*{escape(asked.asked)}* instead of {escape(asked.standard)}"
        ),
        fields(
            (
                ("Customer", escape(one_line(filing.customer.name, 150))),
                ("Deviation", scored + (f"\n{higher}" if higher else "")),
                ("Decision value", words.value(request, policy)),
                ("Reason", words.REASONS[filing.reason]),
                ("Asked by", person(request.filed_by)),
                ("Decide by", when(request.deadline)),
            )
        ),
        rich(
            (
                line(run("Rationale", bold=True)),
                quoted(shortened(filing.rationale, SHOWN, lines=12)),
                line(run("Impact analysis", bold=True)),
                quoted(shortened(filing.impact, SHOWN, lines=12)),
            )
        ),
    ]


def _earlier(request: ExceptionRequest) -> Block:
    """What the first approver said, for the second."""
    first = request.decision(Stage.VALIDATION)
    if first is None:
        return {}
    by = [{"type": "user", "user_id": first.by}]
    if first.for_whom is not None:
        by += [run(" for "), {"type": "user", "user_id": first.for_whom}]
    return rich(
        (line(run("Validated by ", bold=True), *by), quoted(shortened(first.rationale, SHOWN, lines=12)))
    )


def _alone(request: ExceptionRequest, policy: Policy, names: Names) -> str:
    """That nobody decides after this one."""
    carries_out = words.people(policy.execution.who, names)
    return (
        f"{words.CARE} *Yours is the only approval.* {waiving.second_approval(request, policy)} "
        f"When you approve it, {carries_out} carries it out."
    )


def _consequence(
    request: ExceptionRequest, policy: Policy, names: Names, stage: Stage, verdict: Verdict
) -> str:
    """What happens next."""
    if verdict is Verdict.REJECTED:
        return "A rejection is final: the request ends with it."
    if stage is Stage.VALIDATION:
        second = words.people(policy.tier(request.score.tier).authorizers, names)
        return f"You confirm that the details are right. Then {second} authorises."
    return f"You authorise it. Then {words.people(policy.execution.who, names)} carries it out."


def _still_needed(
    staffed: Sequence[Staffed], stage: Stage, verdict: Verdict, *, is_alone: bool
) -> list[Block]:
    """Who is there for what comes after an approval (When to Use: factor in resource availability)."""
    if verdict is Verdict.REJECTED:
        return []
    is_last = is_alone or stage is Stage.AUTHORIZATION
    after = (Part.EXECUTION,) if is_last else (Part.AUTHORIZATION, Part.EXECUTION)
    there = there_now(each for each in staffed if each.part in after)
    return [small(there)] if there else []


def _confirmation(request: ExceptionRequest, stage: Stage, verdict: Verdict) -> list[Block]:
    """A deviation that was scored by hand is confirmed, or corrected, by the validator."""
    if not (request.score.by_hand and stage is Stage.VALIDATION and verdict is Verdict.APPROVED):
        return []
    return [
        inputs.entry(
            Field.DEVIATION,
            "Deviation (%)",
            inputs.number(initial=plain(request.score.deviation)),
            hint="The requester's own estimate. Confirm it, or correct it; another tier may decide then.",
        )
    ]
