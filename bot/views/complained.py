"""What a customer success manager reads of a complaint: what was said, where the request stands, what is asked."""

from __future__ import annotations

from typing import Any

from bot.views import actions, blocks, words
from bot.views.approvals import ended
from bot.views.complaint import recorded
from bot.views.scene import Rendering
from bot.views.summary import excerpt, hero
from bot.views.text import Block, Message, escape, person, when
from models.authority import asked
from models.ladders import COMPLAINT
from models.request import Ending, EscalationRaised, ExceptionRequest, Stage
from models.ways import Complaint

#: How much of a complaint the message shows, in characters; the details show all of it.
COMPLAINT_TEXT = 600


def complaint_of(raised: EscalationRaised, request: ExceptionRequest) -> Complaint | None:
    """The complaint that an escalation is about; None where it is about something else."""
    return request.complaint(raised.key.partition(":")[2]) if raised.kind == COMPLAINT else None


def matter(complaint: Complaint) -> str:
    """What the message is about, in a few words."""
    return "complaint after the decision" if complaint.after_decision else "customer complaint"


def standing(complaint: Complaint, scene: Rendering) -> str:
    """Where the request and the complaint stand, and what is asked of who was told (mrkdwn)."""
    request, policy = scene.request, scene.policy
    if complaint.reviewed_by is not None and complaint.reviewed_at is not None:
        by = f"{person(complaint.reviewed_by)}{when(complaint.reviewed_at, lead=', ')}"
        return f"{words.DONE} *Reviewed* by {by}. There is nothing left to do for you."
    if request.stage is not None:
        named = words.people(asked(policy, request), scene.names)
        return (
            f"{words.COMPLAINT} *The customer complains*, and the request is not decided yet: it waits for the "
            f"{words.APPROVALS[request.stage]}, from {named}.\n"
            "They see the complaint on the card, and it stops nothing. Acknowledge it, and talk to the customer."
        )
    return (
        f"{words.COMPLAINT} *The customer complains* {_how_decided(request)}.\n"
        "Look into it, then press Review and say what you found. What was decided stays decided."
    )


def told_to_review(scene: Rendering) -> Message | None:
    """The word that a complaint is due for review, or None where the scene is about none."""
    complaint = scene.request.complaint(str(scene.detail.get("complaint", "")))
    raised = scene.request.escalation(complaint.escalation) if complaint is not None else None
    if complaint is None or raised is None:
        return None
    said = _due(complaint, scene)
    details = actions.button("Open request", actions.OPEN_REQUEST, actions.carried(scene.request.number))
    shown = [
        blocks.section(said),
        hero(scene.request, scene.policy),
        *body(complaint),
        actions.row(*buttons(complaint, raised, scene.request), details),
    ]
    if scene.link:
        shown.append(blocks.small(f"<{escape(scene.link)}|Go to its card>"))
    return Message(text=said, blocks=shown)


def _due(complaint: Complaint, scene: Rendering) -> str:
    request = scene.request
    # A message may be rendered long after its event: reviewed by then, or sent into another round.
    if complaint.reviewed_by is not None or not request.is_decided:
        return f"*{request.id}*: {standing(complaint, scene)}"
    whose = "your" if scene.recipient.startswith(("U", "W")) else "a"
    return (
        f"{words.COMPLAINT} *{request.id}: a complaint waits for {whose} review*, {_how_decided(request)}.\n"
        "Look into it, then press Review and say what you found. What was decided stays decided."
    )


def body(complaint: Complaint) -> list[Block]:
    """What the customer complains of, and what was found of it."""
    parts = excerpt("What the customer complains of", complaint.words, COMPLAINT_TEXT)
    if complaint.review:
        parts += excerpt("What was found", complaint.review, COMPLAINT_TEXT)
    return [blocks.rich(parts), blocks.small(recorded(complaint))]


def buttons(
    complaint: Complaint, raised: EscalationRaised, request: ExceptionRequest
) -> list[dict[str, Any]]:
    """Taking it up, and reviewing it once the request is decided."""
    shown = []
    if complaint.reviewed_by is None and raised.acknowledged_by is None:
        value = actions.carried(request.number, raised.key)
        shown.append(actions.button("Acknowledge", actions.ACKNOWLEDGE, value, style="primary"))
    if complaint.reviewed_by is None and request.is_decided:
        value = actions.carried(request.number, complaint.key)
        style = None if shown else "primary"
        shown.append(actions.button("Review", actions.REVIEW_COMPLAINT, value, style=style))
    return shown


def _how_decided(request: ExceptionRequest) -> str:
    if request.ended is not None:
        return f"about a request that has ended: {ended(request.ended)}"
    decision = next(d for d in reversed(request.decisions) if d.stage in Stage)
    verb = "approved" if request.outcome is Ending.APPROVED else "rejected"
    done = f", and carried out by {person(request.execution.by)}" if request.execution is not None else ""
    return f"about a request that was {verb} by {words.decider(decision)}{when(decision.at, lead=', ')}{done}"
