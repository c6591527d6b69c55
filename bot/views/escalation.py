"""The word to somebody further up: what is late or about to be, held too long or complained of, and what is asked."""

from __future__ import annotations

from typing import Any

from bot.views import actions, blocks, complained, ladder, overdue, words
from bot.views.approvals import ended
from bot.views.scene import Rendering
from bot.views.summary import excerpt, hero
from bot.views.text import Block, Message, ago, escape, person, when
from models.authority import asked
from models.deadlines import time_limit
from models.ladders import Step, is_needed, is_told_anew, rule_followed
from models.request import Ending, EscalationRaised, ExceptionRequest


def escalation(scene: Rendering) -> Message:
    """The message to a contact or into the role's channel, kept current until there is nothing left to do."""
    request, policy, raised = scene.request, scene.policy, scene.escalation
    if raised is None:
        raise ValueError("an escalation is rendered with the one that was raised")
    matter, standing, body, pressed = _matter(scene, raised)
    shown = [
        blocks.header(f"{request.id}: {matter}"),
        hero(request, policy),
        blocks.section(standing),
        *body,
    ]
    answer = _acknowledgement(raised)
    following = ladder.after(raised, policy, scene.names) if is_needed(request, raised) else ""
    shown += [blocks.section(said) for said in (answer, following) if said]
    details = actions.button("Open request", actions.OPEN_REQUEST, actions.carried(request.number))
    shown.append(actions.row(*pressed, details))
    earlier = ladder.before(raised, scene.recipient, scene.names)
    shown += [blocks.small(blocks.within(["*Tried before*", *earlier]))] if earlier else []
    shown.append(blocks.small("  ·  ".join(_why_you(scene, raised))))
    said = f"{request.id}, {matter}: {words.in_short(request, policy)}"
    return Message(text=f"{raised.priority.capitalize()} priority: {said}", blocks=shown)


def _matter(scene: Rendering, raised: EscalationRaised) -> tuple[str, str, list[Block], list[dict[str, Any]]]:
    """What it is about, how that stands, what else is shown, and what can be pressed."""
    request = scene.request
    complaint = complained.complaint_of(raised, request)
    if complaint is not None:
        pressed = complained.buttons(complaint, raised, request)
        said = complained.standing(complaint, scene)
        return complained.matter(complaint), said, complained.body(complaint), pressed
    hold = overdue.hold_of(raised, request)
    if hold is not None:
        pressed = _acknowledge(request, raised, is_waiting=hold.is_open)
        return overdue.MATTER, overdue.standing(hold, scene), _why_ended(request), pressed
    is_overdue = raised.kind == "deadline_breached" or (
        request.stage is not None and request.breached_at is not None
    )
    matter = "decision overdue" if is_overdue else "decision due soon"
    if request.stage is not None and is_told_anew(request, raised, scene.recipient):
        # The message about the breach has the button: the same person acknowledges the same breach once.
        anew = f"{words.LATE} The deadline has passed since, and a message of its own tells you so."
        return matter, anew, _why_ended(request), []
    pressed = _acknowledge(request, raised, is_waiting=request.stage is not None)
    return matter, _standing(scene), _why_ended(request), pressed


def _acknowledge(
    request: ExceptionRequest, raised: EscalationRaised, *, is_waiting: bool
) -> list[dict[str, Any]]:
    if raised.acknowledged_by is not None or not is_waiting:
        return []
    value = actions.carried(request.number, raised.key)
    return [actions.button("Acknowledge", actions.ACKNOWLEDGE, value, style="primary")]


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
            f"{sign} *Decided since:* {verb} by {words.decider(decision)}{when(decision.at, lead=', ')}. "
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


def _why_you(scene: Rendering, raised: EscalationRaised) -> list[str]:
    policy = scene.policy
    mine = next((a for a in raised.attempts if scene.recipient in (*a.told, a.channel)), None)
    told_at = mine.at if mine is not None else raised.at
    whose = "to" if mine is None or mine.step == Step.PRIMARY else "in place of"
    named = words.contact(raised.contact, policy)
    said = [f"{words.TOLD} {raised.priority.capitalize()} priority, {whose} the {named}"]
    limit = time_limit(policy, rule_followed(raised, policy), told_at)
    if limit > told_at:
        said.append(f"to be taken up {when(limit, lead='by ')}")
    else:
        said.append("to be taken up at once")
    said.append(when(told_at, lead="told "))
    if scene.link:
        said.append(f"<{escape(scene.link)}|Go to its card>")
    return said
