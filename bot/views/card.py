"""The cards: a request as its tier and its requester see it; each is one message, kept current."""

from __future__ import annotations

from bot.views import (
    actions,
    amending,
    approvals,
    blocks,
    complaint,
    executing,
    expediting,
    like_cases,
    returning,
    waiving,
    words,
)
from bot.views.answered import answers, conditions
from bot.views.buttons import close as _close
from bot.views.buttons import details as _details
from bot.views.buttons import mark_executed as _mark_executed
from bot.views.compliance_card import can_be_routed
from bot.views.elapsed import clock_used
from bot.views.facts import facts
from bot.views.outage_card import asked_of_requester, in_place
from bot.views.rationales import why_each as _why_each
from bot.views.scene import Rendering
from bot.views.summary import figures, files, hero, origin, reasons, rule
from bot.views.text import Block, Message, channel, escape, when
from models.request import Ending, ExceptionRequest, Stage, Status


def card(scene: Rendering) -> Message:
    """The card in the channel of the tier that decides; in a channel that the request left, where it went."""
    if scene.recipient != scene.policy.tier(scene.request.score.tier).channel:
        return _left(scene)
    request, policy = scene.request, scene.policy
    shown = [blocks.header(expediting.heading(request, policy))]
    state = approvals.state(request, policy, scene.names)
    if state is not None:
        shown.append(state)
    shown += returning.missing_now(request, policy)
    shown += expediting.marks(request, policy, scene.names)
    shown += [hero(request, policy), rule(request, policy), blocks.fields(figures(request, policy))]
    if not request.is_decided:
        # What a decision is made on. Once it is made, the card is short, and Details has all of it.
        shown += [*answers(request, policy), *facts(request, policy), *in_place(request, policy)]
        shown += [reasons(request), *expediting.reasons(request), *_enclosed(scene)]
        shown += like_cases.on_card(scene.like)
    else:
        shown += conditions(request)
    shown += complaint.on_card(request, policy)
    shown.append(blocks.divider())
    shown += [approvals.approvals(request, policy, scene.names), *_why_each(request)]
    shown += [_buttons(request), *_small_print(scene)]
    return Message(text=_notification(scene), blocks=shown)


def requester_card(scene: Rendering) -> Message:
    """The requester's own card: where their request stands and what happens next."""
    request, policy = scene.request, scene.policy
    shown = [blocks.header(expediting.heading(request, policy))]
    is_waiting = request.stage is not None or bool(request.open_holds)
    state = approvals.state(request, policy, scene.names, is_own=True) if is_waiting else None
    shown += [*([state] if state is not None else []), *expediting.marks(request, policy, scene.names)]
    shown.append(hero(request, policy))
    if request.trigger is not None and not request.is_decided:
        shown.append(blocks.small(f"{origin(request, scene.names)}."))
    shown += [blocks.section(_next_for_requester(scene)), *returning.missing_now(request, policy)]
    shown += conditions(request)
    shown.append(approvals.approvals(request, policy, scene.names))
    shown += [*_why_each(request), *expediting.reasons(request)]
    pairs = dict(figures(request, policy))
    kept = ("Deviation", "Decision value", "Decision due", "Filed", "Reason")
    shown.append(blocks.fields((title, pairs[title]) for title in kept if title in pairs))
    shown += complaint.on_card(request, policy)
    shown += asked_of_requester(request, policy)
    own = [_withdraw(request)] if request.can_be_withdrawn else []
    own = [*returning.change(request), *own]
    if request.stage is not None and request.expedite_of_round is None and not request.is_incomplete:
        own.append(_ask_urgency(request))
    shown.append(actions.row(*own, _details(request), _more(request)))
    shown += _small_print(scene)
    said = f"Your request {request.id}: {words.in_short(request, policy)}. {words.status(request)}."
    return Message(text=said, blocks=shown)


def _left(scene: Rendering) -> Message:
    """What stays in the channel of a tier that another score took the request away from."""
    request, policy = scene.request, scene.policy
    tier = policy.tier(request.score.tier)
    went = (
        f"This request is decided in {channel(tier.channel, scene.names)} now, with a deviation of "
        f"{words.deviation(request.score, policy)}."
    )
    over = words.over_authority(request.score, policy)
    shown = [
        blocks.header(words.heading(request, policy)),
        hero(request, policy),
        blocks.section(f"{went} {over}." if over else went),
    ]
    if scene.link:
        shown.append(blocks.small(f"<{escape(scene.link)}|Go to its card>"))
    return Message(text=f"{request.id} is decided by {escape(tier.title)} now", blocks=shown)


def _enclosed(scene: Rendering) -> list[Block]:
    said = origin(scene.request, scene.names)
    return [*files(scene.request.filing.evidence), *([blocks.small(said)] if said else [])]


def _buttons(request: ExceptionRequest) -> Block:
    buttons = []
    if approvals.is_open(request) and request.stage is not None:
        shown = actions.carried(request.number, request.stage.value)
        buttons.append(actions.button("Approve", actions.APPROVE, shown, style="primary"))
        buttons.append(actions.button("Reject", actions.REJECT, shown, style="danger"))
        if request.stage is Stage.VALIDATION and request.carried_out is None:
            value = actions.carried(request.number)
            buttons.append(actions.button("Return", actions.RETURN, value))
    if request.status is Status.EXECUTION and not request.open_holds:
        buttons.append(_mark_executed(request))
    if approvals.is_stuck(request):
        buttons.append(_close(request))
    return actions.row(*buttons, _details(request), _more(request))


def _more(request: ExceptionRequest) -> Block:
    """What is done seldom, so that the card does not get crowded."""
    value = actions.carried(request.number)
    choices = [actions.choice("Record a complaint", actions.COMPLAIN, value)]
    if can_be_routed(request):
        choices.append(actions.choice("Route to compliance", actions.ROUTE_TO_COMPLIANCE, value))
    return actions.more(*choices)


def _withdraw(request: ExceptionRequest) -> Block:
    return actions.button("Withdraw", actions.WITHDRAW, actions.carried(request.number))


def _ask_urgency(request: ExceptionRequest) -> Block:
    return actions.button("Ask for urgency", actions.ASK_URGENCY, actions.carried(request.number))


def _small_print(scene: Rendering) -> list[Block]:
    request = scene.request
    lines = approvals.clock(request, scene.policy, scene.at)[-4:]
    lines += amending.last(request)
    if not request.is_decided and not clock_used(request):
        lines.append(f"{when(request.filed_at, lead='Filed ')}.")
    return [blocks.small(blocks.within(lines))] if lines else []


def _next_for_requester(scene: Rendering) -> str:
    request, policy = scene.request, scene.policy
    tier = escape(policy.tier(request.score.tier).title)
    waived = waiving.second_approval(request, policy)
    if request.is_incomplete and request.stage is not None:
        said = "It is not complete. Complete it with the button below, or withdraw it; nobody else is asked before."
    elif request.is_returned:
        said = "Something is missing. Complete it with the button below; nobody decides it until then."
    elif request.open_holds:
        said = "Nobody decides it until that is settled."
        if request.stage is None:
            said = "Your request was approved, but nothing is carried out until that is settled."
    elif waived and request.stage is not None:
        said = f"Operations decides it. {waived}"
    elif request.stage is Stage.VALIDATION:
        said = f"Operations checks the details first, then the {tier} decides."
    elif request.stage is Stage.AUTHORIZATION:
        said = f"The details are confirmed; the {tier} decides next."
    elif request.ended is not None:
        said = executing.ended_for_requester(request, request.ended)
    elif request.outcome is Ending.REJECTED:
        said = "Your request was rejected. That is final; nothing is carried out."
    else:
        said = executing.for_requester(request)
    return said if request.stage is not None else f"{words.sign(request)} {said}"


def _notification(scene: Rendering) -> str:
    request, policy = scene.request, scene.policy
    return f"{request.id}: {words.in_short(request, policy)}. {words.status(request)}."
