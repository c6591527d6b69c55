"""What the filing form says besides where a request is amended or completed: what is missing, and what follows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from bot.views import inputs, words
from bot.views.actions import AMENDMENT, carried
from bot.views.alerted import came_by_plainly, wanted
from bot.views.blocks import section, small
from bot.views.fields import FIELDS
from bot.views.text import Block, cut_escaped, escape, joined, person, when
from models.holds import Hold, HoldKind, MissingItem
from models.people import SYSTEM
from models.policy import Policy
from models.refusals import Field
from models.request import ExceptionRequest, Filing, Status

#: How much of what is missing is shown over its field, in characters as they are sent.
ITEM_LIMIT = 1500
#: What a change does, as `models.lifecycle.amending.MATERIAL` has it.
RULE = (
    "A change of the standard, the customer, what is requested, the deviation, the decision value or the "
    "beneficiary begins a new round, and decisions that were made are void. Anything else is recorded, and "
    "decisions stand."
)
_KEPT = "What the fields above have no place for. It is kept on record."
_ANSWER = "What the fields above have no place for. It is kept on record, and who returned it reads it."


@dataclass(frozen=True, kw_only=True)
class Amended:
    """The request whose form is opened again, and how many amendments there were when it was opened.

    `draft` is what the form holds now, where that is something else than what the request says.
    """

    request: ExceptionRequest
    seen: int
    draft: Filing | None = None

    @property
    def as_drafted(self) -> ExceptionRequest:
        """The request with what the form holds: what was settled for the one need not hold for the other."""
        return self.request if self.draft is None else replace(self.request, filing=self.draft)

    @property
    def items(self) -> tuple[MissingItem, ...]:
        """What is missing, where it was returned."""
        hold = self.request.open_hold(HoldKind.RETURNED)
        return hold.items if hold is not None else ()


def said_first(amended: Amended) -> list[Block]:
    """What stands over the form: that it was returned, by whom and until when; or what a change does."""
    hold = amended.request.open_hold(HoldKind.RETURNED)
    if hold is None:
        return [section(f"*{amended.request.id}* as it stands. {RULE}")]
    if amended.request.is_incomplete and amended.request.trigger is not None:
        return [_filed_for_you(amended.request, hold)]
    by = f" by {person(hold.opened_by)}" if hold.opened_by != SYSTEM.id else ""
    due = f" {when(hold.due_at, lead='Send it by ')}, or it is closed." if hold.due_at is not None else ""
    return [
        section(
            f"{words.RETURNED} *{amended.request.id} was returned{by}.* What is missing is marked with "
            f"{words.CARE} below; what you had entered is still there.{due}"
        )
    ]


def _filed_for_you(request: ExceptionRequest, hold: Hold) -> Block:
    came = escape(came_by_plainly(request.trigger)) if request.trigger is not None else ""
    due = f" {when(hold.due_at, lead='Send it by ')}, or it is closed." if hold.due_at is not None else ""
    return section(
        f"{words.RETURNED} *{request.id} was filed in your name by {came}, and is not complete.* What is missing or "
        f"wrong is marked with {words.CARE} below; what was said is in its fields.{due}"
    )


def with_marks(blocks: list[Block], amended: Amended, policy: Policy) -> list[Block]:
    """The form with each missing item over its field; what has no field there stands over the answer."""
    asked_for = {item.field: item for item in amended.items}
    shown: list[Block] = []
    for block in blocks:
        asked = asked_for.pop(str(block.get("block_id")), None)
        shown += [_mark(asked, policy)] if asked is not None else []
        shown.append(block)
    shown += [
        _mark(asked, policy, FIELDS[Field(field)] if field in list(Field) else "")
        for field, asked in asked_for.items()
    ]
    return [*shown, *_why(amended)]


def around(amended: Amended, blocks: list[Block]) -> dict[str, Any]:
    """The modal around the form; it carries which request is amended."""
    number = amended.request.number
    if amended.items:
        title, submit = f"Complete {amended.request.id}", "Send"
    else:
        title, submit = f"Amend {amended.request.id}", "Amend"
    return inputs.modal(AMENDMENT, title, blocks, submit=submit, metadata=carried(number, amended.seen))


def consequence(before: ExceptionRequest, after: ExceptionRequest, policy: Policy) -> str:
    """What sending the form as it stands would do to decisions and the deadline (mrkdwn)."""
    due = when(after.deadline, lead="Decision by ")
    if before.is_incomplete:
        return f"{due} if you send this now."
    if after.round == before.round:
        if before.status is Status.EXECUTION:
            return "_The approvals stand: nothing is different that was decided on._"
        return f"{due}." if before.is_returned else f"{due}, as before. _Decisions that were made stand._"
    void = [person(decision.by) for decision in before.decisions_of_round()]
    gone = f" What {joined(void, 'and')} decided is void then." if void else ""
    again = f"{words.CARE} Round {after.round} would begin, with a new first approval.{gone}"
    return f"{again}\n{due} if you send this now."


def _mark(asked: MissingItem, policy: Policy, label: str = "") -> Block:
    of = f"{label}: " if label else ""
    said = cut_escaped(wanted(asked, policy), ITEM_LIMIT)
    # What the bot itself found says what to do; what a person wrote need not.
    lead = "" if asked.fault else "*Missing:* "
    return small(f"{words.CARE} {lead}{escape(of)}{said}")


def _why(amended: Amended) -> list[Block]:
    text = inputs.text(is_long=True)
    if amended.items:
        hint = _KEPT if amended.request.is_incomplete else _ANSWER
        return [inputs.entry(Field.WHY, "Your answer", text, hint=hint, is_optional=True)]
    return [inputs.entry(Field.WHY, "Why it changes", text, hint="It is kept with the change.")]
