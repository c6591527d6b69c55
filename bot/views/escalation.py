"""The word to somebody further up: what is late or about to be, what is missing and from whom."""

from __future__ import annotations

from collections.abc import Sequence

from bot.views import actions, blocks, words
from bot.views.approvals import ended
from bot.views.scene import Rendering
from bot.views.summary import excerpt, hero
from bot.views.text import Block, Message, ago, escape, joined, person, when
from models.authority import asked
from models.deadlines import time_limit
from models.policy import Escalation, Policy
from models.request import Ending, EscalationRaised, ExceptionRequest

#: How many of those whom an escalation reached are named.
PEOPLE_SHOWN = 10


def escalation(scene: Rendering) -> Message:
    """The message to a contact, kept current until the request is decided."""
    request, policy, raised = scene.request, scene.policy, scene.escalation
    if raised is None:
        raise ValueError("an escalation is rendered with the one that was raised")
    is_overdue = raised.kind == "deadline_breached" or (
        request.stage is not None and request.breached_at is not None
    )
    matter = "decision overdue" if is_overdue else "decision due soon"
    shown = [
        blocks.header(f"{request.id}: {matter}"),
        hero(request, policy),
        blocks.section(_standing(scene)),
        *_why_ended(request),
    ]
    answer = _acknowledgement(raised)
    if answer:
        shown.append(blocks.section(answer))
    value = actions.carried(request.number, raised.key)
    buttons = [actions.button("Open request", actions.OPEN_REQUEST, actions.carried(request.number))]
    if raised.acknowledged_by is None and request.stage is not None:
        acknowledge = actions.button("Acknowledge", actions.ACKNOWLEDGE, value, style="primary")
        buttons.insert(0, acknowledge)
    shown.append(actions.row(*buttons))
    shown.append(blocks.small("  ·  ".join(_why_you(raised, policy, scene.link))))
    said = f"{request.id}, {matter}: {words.in_short(request, policy)}"
    return Message(text=f"{raised.priority.capitalize()} priority: {said}", blocks=shown)


def _why_ended(request: ExceptionRequest) -> list[Block]:
    if request.ended is None or not request.ended.why:
        return []
    return [blocks.rich(excerpt(words.WHY_ENDED[request.ended.how], request.ended.why))]


def _standing(scene: Rendering) -> str:
    request, policy = scene.request, scene.policy
    if request.ended is not None:
        return f"{words.sign(request)} {ended(request.ended)}. There is nothing left to do for you."
    if request.stage is None:
        decision = request.decisions[-1]
        verb = "approved" if request.outcome is Ending.APPROVED else "rejected"
        sign = words.DONE if request.outcome is Ending.APPROVED else words.REFUSED
        return (
            f"{sign} *Decided since:* {verb} by {person(decision.by)}{when(decision.at, lead=', ')}. "
            "There is nothing left to do for you."
        )
    is_late = request.breached_at is not None
    sign, verb = (words.LATE, "was due") if is_late else (words.WAITING, "is due")
    named = words.people(asked(policy, request), scene.names)
    return (
        f"{sign} The decision *{when(request.deadline, lead=f'{verb} ')}*, {ago(request.deadline)}.\n"
        f"Missing: the {words.APPROVALS[request.stage]}, from {named}.\n"
        f"{words.deviation(request.score, policy)}  ·  {words.rounded(request.score.value)}"
    )


def _acknowledgement(raised: EscalationRaised) -> str:
    if raised.acknowledged_by is None or raised.acknowledged_at is None:
        return ""
    return f"{words.DONE} Acknowledged by {person(raised.acknowledged_by)}{when(raised.acknowledged_at, lead=', ')}"


def _why_you(raised: EscalationRaised, policy: Policy, link: str | None) -> list[str]:
    said = [
        f"{words.TOLD} {raised.priority.capitalize()} priority, to the {words.contact(raised.contact, policy)}"
    ]
    rule = rule_of(raised, policy)
    limit = time_limit(policy, rule, raised.at) if rule is not None else raised.at
    if limit > raised.at:
        said.append(f"to be taken up {when(limit, lead='by ')}")
    else:
        said.append("to be taken up at once")
    said.append(when(raised.at, lead="told "))
    if link:
        said.append(f"<{escape(link)}|Go to its card>")
    return said


def rule_of(raised: EscalationRaised, policy: Policy) -> Escalation | None:
    """The policy's rule that an escalation follows, or None where the policy has none of its kind."""
    rules = policy.escalations
    known: dict[str, Escalation] = {
        "deadline_near": rules.deadline_near,
        "deadline_breached": rules.deadline_breached,
        "complaint": rules.complaint,
    }
    return known.get(raised.kind)


def told(request: ExceptionRequest, key: str) -> str:
    """Whom an escalation reached (mrkdwn)."""
    raised = request.escalation(key)
    people = raised.told if raised is not None else ()
    return reached(people) or "nobody: the policy's contact could not be reached"


def reached(people: Sequence[str]) -> str:
    """People as mentions, the first of them where they are many (mrkdwn); empty where there are none."""
    shown = [person(one) for one in people[:PEOPLE_SHOWN]]
    more = len(people) - len(shown)
    return joined([*shown, *([f"{more} more"] if more else [])], "and")
