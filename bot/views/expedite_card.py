"""The message to each department manager who is asked for the urgent path, kept current until it is over."""

from __future__ import annotations

from datetime import timedelta

from bot.views import actions, approvals, blocks, words
from bot.views.expediting import WHY_GRANTED, WHY_NOT, WHY_URGENT
from bot.views.scene import Rendering
from bot.views.summary import excerpt, figures, hero
from bot.views.text import Block, Message, escape, person, when
from models.business_time import limit_text
from models.policy import Policy
from models.ways import Expedite

#: How much of a typed text the card shows, in characters; the details show all of it.
SHOWN = 600


def expedite_card(scene: Rendering) -> Message:
    """Who asks, why and by when it is due now; once it is answered or over, what came of it and nothing to press."""
    request, policy, expedite = scene.request, scene.policy, scene.request.expedite
    if expedite is None:
        raise ValueError("the urgent path is asked for on a request that holds the asking")
    is_this = str(scene.detail.get("round", expedite.round)) == str(expedite.round)
    is_open = (
        is_this
        and expedite.answered_by is None
        and request.stage is not None
        and expedite.round == request.round
    )
    shown = [blocks.header(f"{request.id}: urgent path asked for"), hero(request, policy)]
    shown.append(blocks.section(_standing(scene, expedite, is_this=is_this, is_open=is_open)))
    if is_this:
        texts = excerpt(WHY_URGENT, expedite.justification, SHOWN)
        if expedite.answer:
            texts += excerpt(WHY_GRANTED if expedite.is_granted else WHY_NOT, expedite.answer, SHOWN)
        shown.append(blocks.rich(texts))
    pairs = dict(figures(request, policy))
    kept = ("Deviation", "Decision value", "Decision due", "Requested by", "Reason")
    shown.append(blocks.fields((title, pairs[title]) for title in kept if title in pairs))
    if is_open:
        hold = approvals.state(request, policy, scene.names) if request.open_holds else None
        shown += [hold] if hold is not None else []
        shown.append(blocks.small(consequence(policy)))
    shown.append(_buttons(scene, expedite, is_open=is_open))
    if scene.link:
        shown.append(blocks.small(f"<{escape(scene.link)}|Go to its card>"))
    said = f"{request.id}, urgent path asked for: {words.in_short(request, policy)}"
    return Message(text=said, blocks=shown)


def consequence(policy: Policy) -> str:
    """What the urgent path changes, and what it does not (mrkdwn)."""
    limit = lasting(policy)
    return (
        f"On the urgent path the decision is due {limit} after you authorise it, unless it is due sooner anyway. The "
        "approvals stay as they are, each by a different person, and a hold stays a hold."
    )


def lasting(policy: Policy) -> str:
    """The expedited decision time as people say it: `4 hours`, `2 business days`."""
    limit = policy.expedited.decision_time
    hours = limit / timedelta(hours=1) if isinstance(limit, timedelta) else 0
    if hours and hours == int(hours):
        return "1 hour" if hours == 1 else f"{int(hours)} hours"
    return limit_text(limit)


def _standing(scene: Rendering, expedite: Expedite, *, is_this: bool, is_open: bool) -> str:
    request = scene.request
    if is_open:
        asked = when(expedite.asked_at, lead=", ")
        return (
            f"{words.WAITING} {person(request.filed_by)} asks that it is decided urgently{asked}.\n"
            "Authorise the urgent path or keep the normal one; you say why in both cases."
        )
    if is_this and expedite.answered_by is not None and expedite.answered_at is not None:
        by = f"by {person(expedite.answered_by)}{when(expedite.answered_at, lead=', ')}"
        if expedite.is_granted:
            return f"{words.URGENT} *Urgent path authorised* {by}."
        return f"{words.LATER} *Kept on the normal path* {by}."
    if request.stage is None:
        return f"{words.sign(request)} *{words.status(request)}.* There is nothing left to answer."
    return f"{words.LATER} The request was changed and a new round began, so this is not asked any more."


def _buttons(scene: Rendering, expedite: Expedite, *, is_open: bool) -> Block:
    number = scene.request.number
    details = actions.button("Details", actions.DETAILS, actions.carried(number))
    if not is_open:
        return actions.row(details)
    value = actions.carried(number, expedite.round)
    return actions.row(
        actions.button("Authorise urgent path", actions.AUTHORISE_URGENT, value, style="primary"),
        actions.button("Keep the normal path", actions.KEEP_NORMAL, value),
        details,
    )
