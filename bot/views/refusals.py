"""The sentences for what is not done: why, who could do it, and what to do now; it decides nothing."""

from __future__ import annotations

from decimal import Decimal

from bot.views.alert_refusals import SENTENCES as OF_ALERTS
from bot.views.delegation_words import FAULTS as DELEGATING
from bot.views.export_words import FAULTS as EXPORTING
from bot.views.fields import FIELDS, MISSING
from bot.views.late_refusals import SENTENCES as LATE
from bot.views.policy_refusals import SENTENCES as POLICY
from bot.views.reminder_refusals import SENTENCES as OF_REMINDERS
from bot.views.staffing import plain_staffing_sentence, staffing_sentence
from bot.views.text import Names, joined, person, who
from bot.views.who_could import mentions, plain_names
from bot.views.words import figure
from models.lifecycle.limits import MAX_DEVIATION, MAX_TEXT
from models.money import Money, plain
from models.policy import Policy, Standard
from models.refusals import Fault, Field, Refusal, Why


def sentence(refusal: Refusal, names: Names) -> str:
    """Why it was not done and who could do it, for a message (mrkdwn with mentions)."""
    if refusal.why.is_of_staffing:
        return staffing_sentence(refusal, names)
    return _sentence(
        refusal,
        could=joined(mentions(refusal.who_could, names)),
        by=person(refusal.by) if refusal.by else "",
        groups=joined((who(name, names) for name in refusal.groups), "and"),
    )


def plain_sentence(refusal: Refusal) -> str:
    """The same for an error in a modal, where there are no mentions; people without a handle go unnamed."""
    if refusal.why.is_of_staffing:
        return plain_staffing_sentence(refusal)
    return _sentence(
        refusal, could=plain_names(refusal.who_could), by="", groups=joined(refusal.groups, "and")
    )


def fault_sentence(field: Field, fault: Fault, policy: Policy, *, standard: Standard | None = None) -> str:
    """What is wrong with a field and what would be right, in plain text for beside the field."""
    match fault:
        case Fault.MISSING:
            if field is Field.REQUESTED and standard is not None and standard.unit:
                return f"Enter the value that you ask for, in {standard.unit}."
            return MISSING.get(field, f"{FIELDS[field]} is needed.")
        case Fault.NOT_A_NUMBER if field is Field.SIDE:
            return "What this source says is no number. Choose “Another value” and enter one."
        case Fault.NOT_A_DATE if field is Field.SIDE:
            return "What this source says is no date. Choose “Another value” and enter one."
        case Fault.NOT_A_DATE:
            return "Enter a date, for example 2026-11-30."
        case Fault.NOT_WANTED:
            return "Choose “Another value” above to use this one, or leave it empty."
        case Fault.TOO_LONG if field is Field.CHOSEN:
            return "At most 200 characters."
        case Fault.TOO_LARGE if field in (Field.CHOSEN, Field.SIDE):
            return "Measured against this value, the deviation is too large to be meant."
        case Fault.NOT_A_NUMBER if field is Field.VALUE:
            return "Enter a number, for example 8000 or 1,250.50. What has three decimals could be read in two ways."
        case Fault.NOT_A_NUMBER:
            return "Enter a number, for example 45 or 1,250.50."
        case Fault.NEGATIVE:
            is_percentage = field is Field.DEVIATION
            return (
                "A deviation counts from 0, whichever way it goes." if is_percentage else "Enter 0 or more."
            )
        case Fault.SAME_AS_STANDARD:
            if standard is not None and standard.value is not None:
                return (
                    f"{figure(standard.value, standard)} is the policy's standard itself: nothing to ask for."
                )
            return "That is the policy's standard itself: nothing to ask for."
        case Fault.UNKNOWN_STANDARD:
            return "The policy has no such standard any more. Choose another one."
        case Fault.UNKNOWN_CURRENCY:
            return f"The policy has no rate for that currency. It has {joined(policy.currencies(), 'and')}."
        case Fault.PAST:
            return "That day has passed. Choose today or later."
        case Fault.OVER_ALL_AUTHORITY:
            return _over_all(field, policy)
        case Fault.TOO_LONG:
            return f"At most {MAX_TEXT:,} characters."
        case Fault.TOO_LARGE:
            most = f", {plain(MAX_DEVIATION)} % at most" if field is Field.DEVIATION else ""
            return f"That is too large to be meant{most}."
        case Fault.MONTHS_TURNED:
            return "This month is before the first one. Choose the same month or a later one."
        case Fault.MONTH_TO_COME:
            return "That month has not begun. Choose this month or an earlier one."
        case _ if fault in EXPORTING:
            return EXPORTING[fault]
        case _:
            return DELEGATING[fault]


def _once_done(could: str) -> str:
    return f" Once it was, {could} can." if could else ""


def _over_all(field: Field, policy: Policy) -> str:
    highest = policy.tiers[-1]
    most = Money(amount=highest.authority or Decimal(0), currency=policy.currency)
    owner = policy.owner if policy.owner.startswith("@") else "those"
    at = "At this deviation no" if field is Field.DEVIATION else "No"
    return (
        f"{at} tier may decide so high a value: {highest.title}, the highest, has authority up to {most}. "
        f"Ask {owner}, who own the policy."
    )


def _sentence(refusal: Refusal, *, could: str, by: str, groups: str) -> str:
    can, see = (f" {could} can.", f" {could} may see this one.") if could else ("", "")
    somebody = by or "Somebody else"
    match refusal.why:
        case Why.BOT:
            return f"A program cannot do this; a person has to.{can}"
        case Why.DEACTIVATED:
            return f"Your account is deactivated, so this cannot be done in your name.{can}"
        case Why.STRANGER:
            return f"You belong to another workspace, and only people of this one can do this.{can}"
        case Why.GUEST:
            return f"Guests cannot do this, only full members of the workspace.{can}"
        case Why.REQUESTER:
            return f"You filed this request, so you cannot decide it.{can}"
        case Why.BENEFICIARY:
            return f"You benefit from this request, so you cannot decide it.{can}"
        case Why.SAME_PERSON:
            return f"You have given the first approval, so the second must come from somebody else.{can}"
        case Why.ONE_PERSON:
            return (
                f"You and {by or 'somebody else'} count as one person here: a delegation between you was in force "
                "since this was filed, and they filed it, benefit from it, or decided it or had it decided in their "
                "stead."
                f"{can}"
            )
        case Why.NOTHING_TO_DELEGATE:
            return f"You have no approvals to give, so there is nothing that you could delegate.{can}"
        case Why.OUT_OF_ORDER:
            turn = f" It waits for {could}." if could else ""
            return f"Operations validates first; the second approval comes after that.{turn}"
        case Why.NOT_VALIDATOR:
            return f"Operations checks it first, and you are not among its validators.{can}"
        case Why.NOT_AUTHORIZER:
            return f"The second approval needs the authority of this tier, which you do not have.{can}"
        case Why.NOT_OPERATIONS:
            return f"Operations carries out what was approved, and you are not among them.{can}"
        case Why.NOT_CONTACT:
            return f"This was escalated to somebody else, so it is not yours to acknowledge.{can}"
        case Why.GROUP_UNKNOWN:
            return (
                f"Slack could not say just now who is in {groups or 'the group that decides'}, so nothing "
                "was done. Try again in a minute."
            )
        case Why.NO_SUCH_GROUP:
            return (
                f"The policy names {groups}, and this workspace has no such user group, so nobody is in it. "
                "Ask an administrator to create it, or to name another group in the policy."
            )
        case Why.FACTS_PENDING:
            return "The customer's records are still being read. Try again in a minute."
        case Why.ON_HOLD:
            waits = f" It waits on {could}." if could else ""
            return (
                f"This request is on hold, so nobody decides or carries it out before that is settled.{waits}"
            )
        case Why.NOT_HOLD_OWNER:
            return f"This hold is somebody else's to close.{can}"
        case Why.NOT_SUPERVISOR:
            return (
                f"The time was extended once for this source already; a supervisor extends it further.{can}"
            )
        case Why.NOT_EXPEDITER:
            return f"The urgent path is authorised by the department manager, and you are not one.{can}"
        case Why.NOBODY_TO_ASK:
            named = could or "the department manager"
            return (
                f"Nobody can be asked for the urgent path: {named} would authorise it, and everybody there has a part "
                "in this request or has left. The normal path goes on."
            )
        case Why.NOTHING_CHANGED:
            return "Nothing is different from before. Change what should change, or close the form."
        case Why.CHANGED_SINCE:
            return (
                "This request was changed after you opened this form. Open it again, and send it from there."
            )
        case Why.STAGE_PASSED:
            return f"{somebody} has just given this approval. The card shows what it waits for now."
        case Why.NOTHING_CARRIED_OUT:
            return f"Nothing was carried out yet, so there is nothing to roll back.{_once_done(could)}"
        case Why.CARRIED_OUT_IN_PART:
            return "A part of this was carried out already, so it can only be rolled back. Ask operations."
        case Why.NO_SUCH_REQUEST:
            return "There is no request of that number. `/exception list` shows yours."
        case Why.NOT_REVIEWER:
            return f"This complaint is somebody else's to review.{can}"
        case Why.NOT_DECIDED:
            return "A complaint is reviewed once the request is decided; until then the approvers see it."
        case Why.NOT_REPORT_READER:
            return (
                f"The key figures are shown to those whom the policy names, and you are not among them.{can}"
            )
        case Why.NOT_EXPORTER:
            return f"The record is taken out only by those whom the policy names, and you are not among them.{can}"
        case Why.NO_SUCH_POLICY_REVIEW:
            return "There is no such policy review. `/exception reviews` lists those that are open."
        case Why.NOT_STANDARD_OWNER:
            return f"A policy review is concluded by whoever owns the standard, and you do not.{can}"
        case Why.NOT_AUDITOR:
            return (
                f"The audit review is made by those whom the policy names, and you are not among them.{can}"
            )
        case Why.OWN_DOING:
            whose = f"{by}, who counts as one person with you by a delegation, has" if by else "You have"
            nobody = " Nobody whom the policy names is free of it: name another reviewer in the policy."
            return f"{whose} a part in what is reviewed here, so somebody else reviews it.{can or nobody}"
        case Why.NO_SUCH_AUDIT_REVIEW:
            return "There is no such audit review. `/exception reviews` shows those there are."
        case Why.NO_SUCH_ITEM:
            return "This review has no such item. Open it again."
        case Why.ITEMS_UNMARKED:
            return (
                "Not everything in this review is marked yet. Press “Review items…” first, then sign it off."
            )
        case Why.NOT_A_VIEWER:
            return f"A request is shown to those who file, decide, carry out or audit it.{see}"
        case Why.FAULTS:
            named = joined((FIELDS[field] for field in refusal.faults), "and")
            return f"Not everything in the form can be taken. Look again at: {named}."
        case why if why in LATE:
            return LATE[why].format(by=somebody, requester=by or "The requester")
        case _:
            owner = f" That is {could}." if could else ""
            return (POLICY | OF_ALERTS | OF_REMINDERS)[refusal.why].format(can=can, by=somebody, owner=owner)
