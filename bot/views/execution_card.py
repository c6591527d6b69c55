"""The card of operations: what is to be carried out by when, how each try went, and what can be rolled back."""

from __future__ import annotations

from bot.views import actions, approvals, blocks, buttons, executing, waiving, words
from bot.views.answered import conditions
from bot.views.rationales import why_each
from bot.views.scene import Rendering
from bot.views.summary import figures, hero, rule
from bot.views.text import Block, Message
from models.authority import asked
from models.policy import Policy
from models.request import Ending, ExceptionRequest, Result, Status

_VOID = (
    "The approvals that were given are void: a new round decides it. Do not carry it out; you are asked again "
    "once it is approved."
)


def execution_card(scene: Rendering) -> Message:
    """What operations is asked to carry out, in the channel where it is asked."""
    request, policy = scene.request, scene.policy
    verb = _verb(request)
    shown = [blocks.header(f"{verb} {words.heading(request, policy)}"), hero(request, policy)]
    shown += [rule(request, policy), *conditions(request)]
    if _waits(request):
        shown.append(blocks.section(_asked(scene)))
    else:
        state = approvals.state(request, policy, scene.names)
        shown += [state] if state is not None else []
        if request.ended is not None and request.rolled_back is None:
            shown.append(blocks.section(_nothing_more(request)))
        if request.stage is not None:
            shown.append(blocks.section(f"{words.CHANGED} {_VOID}"))
    pairs = dict(figures(request, policy))
    kept = ("Requested by", "Decision value", "Filed", "Process criticality")
    shown.append(blocks.fields((title, pairs[title]) for title in kept if title in pairs))
    shown.append(approvals.approvals(request, policy, scene.names))
    shown += [*why_each(request), *executing.tries(request), _row(request)]
    return Message(text=f"{verb} {request.id}: {words.in_short(request, policy)}", blocks=shown)


def _waits(request: ExceptionRequest) -> bool:
    return request.status is Status.EXECUTION and not request.open_holds


def _verb(request: ExceptionRequest) -> str:
    """The beginning of the title, by where it stands."""
    if _waits(request):
        return "Carry out the rest:" if request.carried_out is not None else "Carry out"
    if request.open_holds:
        return "On hold:"
    if request.rolled_back is not None:
        return "Rolled back:"
    if request.ended is not None and request.carried_out is not None:
        return "Carried out in part:"
    if request.ended is not None:
        return f"{words.SHORT[request.ended.how]}:"
    if request.stage is not None:
        return "To be decided again:"
    if request.outcome is Ending.REJECTED:
        return "Rejected:"
    return "Not carried out:" if request.result is Result.GIVEN_UP else "Carried out:"


def _asked(scene: Rendering) -> str:
    request, policy = scene.request, scene.policy
    wanted = words.people(asked(policy, request), scene.names)
    what = "the rest" if request.carried_out is not None else "it"
    waits = f"Waiting on {wanted} to carry {what} out and say how it went."
    return "\n".join(
        [f"{words.WAITING} {_given(request, policy)} {waits}", *executing.to_do(request, policy, scene.at)]
    )


def _given(request: ExceptionRequest, policy: Policy) -> str:
    waived = waiving.by_policy(request, policy)
    return f"It is approved; the second approval was {waived}." if waived else "Both approvals are given."


def _nothing_more(request: ExceptionRequest) -> str:
    if request.carried_out is None:
        return "It was approved, but there is nothing to carry out any more."
    return "The rest is not carried out any more. What was done so far stands, unless it is rolled back."


def _row(request: ExceptionRequest) -> Block:
    offered = []
    if _waits(request):
        offered.append(buttons.mark_executed(request, style="primary"))
    elif approvals.is_stuck(request):
        offered.append(buttons.close(request))
    if request.carried_out is not None and request.is_decided and not request.open_holds:
        offered.append(buttons.roll_back(request))
    return actions.row(*offered, buttons.details(request))
