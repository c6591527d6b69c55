"""The morning's digest: what waits on its reader, what is near first, each with a way in; it picks none of it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.views import actions, blocks, words
from bot.views.listing import PolicyOf
from bot.views.text import Block, Message, ago, escape, percent, when
from models.notifying.waiting import Turn, Waiting
from models.oversight.matters import MatterKind
from models.oversight.waiting_reviews import WaitingReview
from models.policy import Policy
from models.request import ExceptionRequest

#: Requests in one digest; the others are counted, and stand in App Home.
SHOWN = 15
#: Reviews in one digest.
REVIEWS_SHOWN = 8
_ASKED = {
    Turn.COMPLAINT: "A customer's complaint waits for you",
    Turn.COMPLETE: "Complete it, or give the documentation",
    Turn.EXPEDITE: "Authorise the urgent path, or keep the normal one",
    Turn.HOLD: "A hold is yours to close",
    Turn.EXECUTE: "Carry it out",
    Turn.CLOSE: "Its record lacks something",
}
_REVIEWS = {
    MatterKind.AUDIT_REVIEW: "Weekly audit review",
    MatterKind.POLICY_REVIEW: "Policy review",
    MatterKind.POLICY_CARE: "Yearly review of the policy",
    MatterKind.POLICY_CHANGE: "A proposal to change the policy",
}
WHY = (
    "You get this in the morning of a business day, when something waits on you. "
    "This app's Home has all of it, and lets you choose another hour or none."
)


def digest(
    listed: Sequence[tuple[Waiting, ExceptionRequest]],
    total: int,
    reviews: Sequence[WaitingReview],
    policy_of: PolicyOf,
) -> Message:
    """The message; `listed` are the first of the requests, what is near first, and `total` is how many wait in all."""
    count = total + len(reviews)
    near = [(one, request) for one, request in listed if one.is_near]
    others = [(one, request) for one, request in listed if not one.is_near]
    shown = [blocks.header(f"Waiting on you: {count:,}")]
    for title, part in ((f"{words.LATE} *Late or near its end*", near), ("*Also waiting*", others)):
        if part:
            # Where nothing is near, one list needs no title.
            shown += [blocks.section(title)] if near else []
            shown += [_item(one, request, policy_of(request)) for one, request in part]
    if total > len(listed):
        shown.append(blocks.small(f"And {total - len(listed):,} more requests, which end later."))
    shown += _reviews(reviews)
    shown.append(blocks.small(WHY))
    late = f", {len(near)} late or near the end" if near else ""
    noun = "1 thing waits" if count == 1 else f"{count:,} things wait"
    return Message(text=f"{noun} on you{late}", blocks=shown)


def _item(waiting: Waiting, request: ExceptionRequest, policy: Policy) -> Block:
    tier = escape(policy.tier(request.score.tier).title)
    said = (
        f"*{request.id}*  {words.in_short(request, policy)}\n"
        f"{asked(waiting.turn, request)}  ·  {tier}, {percent(request.score.deviation)}  ·  "
        f"{when(waiting.due_at, lead='due ')}, {ago(waiting.due_at)}"
    )
    return blocks.section(said, actions.button("Details", actions.DETAILS, actions.carried(request.number)))


def asked(turn: Turn, request: ExceptionRequest) -> str:
    """What somebody is waited for, in a few words (mrkdwn)."""
    if turn is Turn.DECIDE and request.stage is not None:
        return f"The {words.APPROVALS[request.stage]} is yours to give"
    return _ASKED.get(turn, "It waits for you")


def _reviews(reviews: Sequence[WaitingReview]) -> list[Block]:
    if not reviews:
        return []
    lines = ["*Reviews*"]
    for one in reviews[:REVIEWS_SHOWN]:
        about = f" ({escape(blocks.one_line(one.about, 80))})" if one.about else ""
        due = f"  ·  {when(one.due_at, lead='due ')}" if one.due_at is not None else ""
        lines.append(f"•  {_REVIEWS[one.kind]}{about}{due}")
    if len(reviews) > REVIEWS_SHOWN:
        lines.append(f"and {len(reviews) - REVIEWS_SHOWN} more")
    lines.append("Their buttons are in this app's Home, and under `/exception reviews`.")
    return [blocks.section("\n".join(lines))]
