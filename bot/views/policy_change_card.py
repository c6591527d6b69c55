"""A proposed change of the policy as an administrator sees it, and the forms in which it is answered."""

from __future__ import annotations

from typing import Any

from bot.views import actions, blocks, inputs, words
from bot.views.policy_words import change_lines
from bot.views.summary import excerpt
from bot.views.text import Block, Message, Names, person, when
from models.oversight.policy_changes import ChangeEnd, PolicyChange
from models.policy import Policy
from models.refusals import Field

#: How much of what a person wrote is shown, in characters.
WORDS = 1500
_ENDS = {
    ChangeEnd.APPROVED: (words.DONE, "approved it; it is in force for new requests"),
    ChangeEnd.REJECTED: (words.REFUSED, "rejected it; the policy stays as it is"),
    ChangeEnd.TAKEN_BACK: (words.WITHDRAWN, "took it back; the policy stays as it is"),
}


def policy_change_card(
    change: PolicyChange, base: Policy, in_force: str, reader: str, names: Names, effect: list[Block]
) -> Message:
    """The card at one administrator; `effect` shows what it would have changed about the requests on record."""
    text = f"{person(change.proposed_by)} proposes to change the policy"
    shown = [
        blocks.header(f"Proposal {change.number}: change of the policy"),
        blocks.section(_state(change, in_force)),
        blocks.section(blocks.within(change_lines(change.changes, base, names))),
        blocks.rich(excerpt("Why", change.reason, WORDS)),
    ]
    if change.ended is not None:
        if change.ended.words:
            why = "Why it was rejected" if change.ended.how is ChangeEnd.REJECTED else "Why it was approved"
            shown.append(blocks.rich(excerpt(why, change.ended.words, WORDS)))
    else:
        is_overtaken = change.base != in_force
        shown += [] if is_overtaken else effect
        shown.append(answers(change, reader, is_overtaken=is_overtaken))
    shown.append(
        blocks.small(
            f"Proposed by {person(change.proposed_by)}{when(change.opened_at, lead=' ')}, "
            f"in place of version `{change.base}`."
        )
    )
    return Message(text=text, blocks=shown)


def _state(change: PolicyChange, in_force: str) -> str:
    if change.ended is not None:
        sign, did = _ENDS[change.ended.how]
        return f"{sign} {person(change.ended.by)} {did}."
    if change.base != in_force:
        return (
            f"{words.CARE} The policy was changed since, so this cannot be approved any more. "
            f"{person(change.proposed_by)} can propose it again from `/exception policy`."
        )
    return (
        f"{words.WAITING} {person(change.proposed_by)} proposes this, and another administrator decides it. "
        "Until then the policy stays as it is."
    )


def answers(change: PolicyChange, reader: str, *, is_overtaken: bool) -> Block:
    """What an administrator can do about an open proposal: the proposer takes it back, the others decide it."""
    value = actions.carried(change.number)
    if reader == change.proposed_by:
        return actions.row(actions.button("Take back", actions.WITHDRAW_POLICY, value))
    reject = actions.button("Reject…", actions.REJECT_POLICY, value, style="danger")
    if is_overtaken:
        return actions.row(reject)
    return actions.row(actions.button("Approve…", actions.APPROVE_POLICY, value, style="primary"), reject)


def answer_form(change: PolicyChange, base: Policy, names: Names, *, approves: bool) -> dict[str, Any]:
    """In which another administrator says why the change is approved or rejected."""
    hint = "Goes on record; the proposer and the policy's owner read it."
    follows = (
        "It is in force at once for new requests; those that were filed before keep their version."
        if approves
        else "The policy stays as it is."
    )
    shown = [
        blocks.section(blocks.within(change_lines(change.changes, base, names))),
        blocks.rich(excerpt("Why it is proposed", change.reason, WORDS)),
        inputs.entry(Field.WORDS, "Reason", inputs.text(is_long=True), hint=hint),
        blocks.small(follows),
    ]
    return inputs.modal(
        actions.POLICY_APPROVAL if approves else actions.POLICY_REJECTION,
        f"{'Approve' if approves else 'Reject'} proposal {change.number}",
        shown,
        submit="Approve" if approves else "Reject",
        metadata=actions.carried(change.number),
    )
