"""The cards: a request as its tier, its requester and operations see it; each is one message, kept current."""

from __future__ import annotations

from bot.views import actions, approvals, blocks, words
from bot.views.facts import facts
from bot.views.scene import Rendering
from bot.views.summary import excerpt, figures, files, hero, origin, reasons, rule
from bot.views.text import Block, Message, channel, escape, person, when
from models.authority import asked
from models.request import Ending, ExceptionRequest, Stage, Status

#: How much of an approver's rationale a card shows, in characters.
SAID = 200


def card(scene: Rendering) -> Message:
    """The card in the channel of the tier that decides; in a channel that the request left, where it went."""
    if scene.recipient != scene.policy.tier(scene.request.score.tier).channel:
        return _left(scene)
    request, policy = scene.request, scene.policy
    shown = [blocks.header(words.heading(request, policy))]
    state = approvals.state(request, policy, scene.names)
    if state is not None:
        shown.append(state)
    shown += [hero(request, policy), rule(request, policy), blocks.fields(figures(request, policy))]
    if not request.is_decided:
        # What a decision is made on. Once it is made, the card is short, and Details has all of it.
        shown += [*facts(request, policy), reasons(request), *_enclosed(scene)]
    shown.append(blocks.divider())
    shown += [approvals.approvals(request, policy, scene.names), *_why_each(request)]
    shown += [_buttons(request), *_small_print(scene)]
    return Message(text=_notification(scene), blocks=shown)


def requester_card(scene: Rendering) -> Message:
    """The requester's own card: where their request stands and what happens next."""
    request, policy = scene.request, scene.policy
    shown = [blocks.header(words.heading(request, policy))]
    state = approvals.state(request, policy, scene.names) if request.stage is not None else None
    shown += [*([state] if state is not None else []), hero(request, policy)]
    shown.append(blocks.section(_next_for_requester(scene)))
    shown.append(approvals.approvals(request, policy, scene.names))
    shown += _why_each(request)
    pairs = dict(figures(request, policy))
    kept = ("Deviation", "Decision value", "Decision due", "Filed", "Reason")
    shown.append(blocks.fields((title, pairs[title]) for title in kept if title in pairs))
    own = [_withdraw(request)] if request.can_be_withdrawn else []
    shown.append(actions.row(*own, _details(request)))
    shown += _small_print(scene)
    said = f"Your request {request.id}: {words.in_short(request, policy)}. {words.status(request)}."
    return Message(text=said, blocks=shown)


def execution_card(scene: Rendering) -> Message:
    """What operations is asked to carry out, in the channel where it is asked."""
    request, policy = scene.request, scene.policy
    waits = request.status is Status.EXECUTION and not request.open_holds
    verb = "Carry out" if waits else f"{words.SHORT[request.ended.how]}:" if request.ended else "Carried out:"
    shown = [blocks.header(f"{verb} {words.heading(request, policy)}"), hero(request, policy)]
    shown.append(rule(request, policy))
    if waits:
        wanted = words.people(asked(policy, request), scene.names)
        shown.append(
            blocks.section(
                f"{words.WAITING} Both approvals are given. Waiting on {wanted} to carry it out "
                "and say what was done."
            )
        )
    else:
        state = approvals.state(request, policy, scene.names)
        shown += [state] if state is not None else []
        if request.ended is not None:
            shown.append(
                blocks.section("Both approvals were given, but there is nothing to carry out any more.")
            )
    pairs = dict(figures(request, policy))
    kept = ("Requested by", "Decision value", "Filed", "Process criticality")
    shown.append(blocks.fields((title, pairs[title]) for title in kept if title in pairs))
    shown.append(approvals.approvals(request, policy, scene.names))
    shown += _why_each(request)
    shown += _done(request)
    buttons = [_details(request)]
    if waits:
        buttons.insert(0, _mark_executed(request, style="primary"))
    elif approvals.is_stuck(request):
        buttons.insert(0, _close(request))
    shown.append(actions.row(*buttons))
    said = f"{verb} {request.id}: {words.in_short(request, policy)}"
    return Message(text=said, blocks=shown)


def _left(scene: Rendering) -> Message:
    """What stays in the channel of a tier that the validator's score took the request away from."""
    request, policy = scene.request, scene.policy
    tier = policy.tier(request.score.tier)
    went = (
        f"This request is decided in {channel(tier.channel, scene.names)} now: the validator confirmed "
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


def _why_each(request: ExceptionRequest) -> list[Block]:
    """What the approvers said, and the requester where they withdrew it."""
    parts: list[Block] = []
    for stage in Stage:
        decision = approvals.said(request, stage)
        if decision is not None:
            parts += excerpt(words.why(decision), decision.rationale, SAID)
    if request.ended is not None and request.ended.why:
        parts += excerpt(words.WHY_ENDED[request.ended.how], request.ended.why, SAID)
    return [blocks.rich(parts)] if parts else []


def _done(request: ExceptionRequest) -> list[Block]:
    if request.execution is None:
        return []
    done = blocks.rich(excerpt("What was done", request.execution.done))
    return [done, *files(request.execution.evidence)]


def _buttons(request: ExceptionRequest) -> Block:
    buttons = []
    if approvals.is_open(request) and request.stage is not None:
        shown = actions.carried(request.number, request.stage.value)
        buttons.append(actions.button("Approve", actions.APPROVE, shown, style="primary"))
        buttons.append(actions.button("Reject", actions.REJECT, shown, style="danger"))
    if request.status is Status.EXECUTION and not request.open_holds:
        buttons.append(_mark_executed(request))
    if approvals.is_stuck(request):
        buttons.append(_close(request))
    return actions.row(*buttons, _details(request))


def _details(request: ExceptionRequest) -> Block:
    return actions.button("Details", actions.DETAILS, actions.carried(request.number))


def _mark_executed(request: ExceptionRequest, style: str | None = None) -> Block:
    value = actions.carried(request.number)
    return actions.button("Mark as executed", actions.MARK_EXECUTED, value, style=style)


def _withdraw(request: ExceptionRequest) -> Block:
    return actions.button("Withdraw", actions.WITHDRAW, actions.carried(request.number))


def _close(request: ExceptionRequest) -> Block:
    value = actions.carried(request.number)
    return actions.button("Check again and close", actions.CLOSE, value, style="primary")


def _small_print(scene: Rendering) -> list[Block]:
    request = scene.request
    lines = approvals.clock(request, scene.policy, scene.at)[-4:]
    if not request.is_decided:
        lines.append(f"{when(request.filed_at, lead='Filed ')}.")
    return [blocks.small(blocks.within(lines))] if lines else []


def _next_for_requester(scene: Rendering) -> str:
    request, policy = scene.request, scene.policy
    tier = escape(policy.tier(request.score.tier).title)
    if request.open_holds:
        said = "Nobody decides it until that is settled."
    elif request.stage is Stage.VALIDATION:
        said = f"Operations checks the details first, then {tier} decides."
    elif request.stage is Stage.AUTHORIZATION:
        said = f"The details are confirmed; {tier} decides next."
    elif request.ended is not None:
        said = f"{words.FOR_REQUESTER[request.ended.how]} Nothing is carried out."
    elif request.outcome is Ending.REJECTED:
        said = "Your request was rejected. That is final; nothing is carried out."
    elif request.status is Status.EXECUTION:
        said = "Your request was approved. Operations carries it out and tells you when it is done."
    else:
        by = f" by {person(request.execution.by)}" if request.execution else ""
        said = f"Your request was approved and carried out{by}."
    return said if request.stage is not None else f"{words.sign(request)} {said}"


def _notification(scene: Rendering) -> str:
    request, policy = scene.request, scene.policy
    return f"{request.id}: {words.in_short(request, policy)}. {words.status(request)}."
