"""The names by which Slack tells what was clicked or sent, and what a button carries; no view is built here."""

from __future__ import annotations

from typing import Any

from bot.views.text import Block, plain_text

# What a button does (action_id).
APPROVE = "approve"
REJECT = "reject"
DETAILS = "details"
MARK_EXECUTED = "mark_executed"
ROLL_BACK = "roll_back"
WITHDRAW = "withdraw"
RETURN = "return"
#: Both open the filing form with what was entered: the one to change it, the other to add what is missing.
AMEND = "amend"
COMPLETE = "complete"
ASK_URGENCY = "ask_urgency"
#: Both carry the round whose asking they answer.
AUTHORISE_URGENT = "authorise_urgent"
KEEP_NORMAL = "keep_normal"
CLOSE = "close_record"
ACKNOWLEDGE = "acknowledge"
OPEN_REQUEST = "open_request"
DOCUMENT = "give_documentation"
CLOSE_HOLD = "close_hold"
EXTEND_DEADLINE = "extend_deadline"
SETTLE = "settle_conflict"
#: What compliance, or the contact above all authority, answers; each carries the hold's key.
ROUTE_TO_COMPLIANCE = "route_to_compliance"
CLEAR = "clear"
CLEAR_WITH_CONDITIONS = "clear_with_conditions"
PROHIBIT = "prohibit"
RELEASE = "release"
REFUSE = "refuse"
FILE = "file"
COMPLAIN = "complain"
REVIEW_COMPLAINT = "review_complaint"
#: The menu of what is pressed seldom; each of its choices carries the action that it stands for.
MORE = "more"
#: Another page of a request's details; the button carries the number and the page, counted from 0.
DETAILS_PAGE = "details_page"
#: A list of requests: opened, another page of it (the button carries the direction, a number and a place), its filters.
FIND = "find"
FIND_NEWER = "find_newer"
FIND_OLDER = "find_older"
FIND_FILTERS = "find_filters"
#: A button that only opens an address; Slack reports the click all the same, and it is acknowledged.
OPEN_LINK = "open_link"
END_DELEGATION = "end_delegation"
#: Under a report they carry its period and what it is kept to, from which the form starts.
ASK_FOR_REPORT = "ask_for_report"
CHOOSE_REPORT = "choose_report"
REPORT_AS_PAGE = "report_as_page"
TAKE_PACKET = "take_packet"
OPEN_EXPORT = "open_export"
CONCLUDE_REVIEW = "conclude_policy_review"
#: What is done with an audit review; each carries its number.
REVIEW_ITEMS = "review_items"
MARKED_ITEMS = "marked_items"
ASK_TO_SIGN_OFF = "ask_to_sign_off"
#: Another page of its items, where nothing is marked; the button carries the place of the last one shown.
REVIEW_PAGE = "review_page"
#: The policy itself: a change of it is proposed, answered or taken back, and it is reviewed.
SHOW_POLICY = "show_policy"
PROPOSE_POLICY = "propose_policy"
APPROVE_POLICY = "approve_policy"
REJECT_POLICY = "reject_policy"
WITHDRAW_POLICY = "withdraw_policy"
REVIEW_POLICY = "review_policy"
#: What somebody is told, chosen in App Home.
CHOOSE_DIGEST = "choose_digest"
CHOOSE_REMINDERS = "choose_reminders"
SNOOZE = "snooze"
#: The training of those who decide: one's own, and asking the others.
SHOW_TRAINING = "show_training"
ASK_TO_ATTEST = "ask_to_attest"

#: Look anew whether everything is ready; from App Home it opens the page.
CHECK_READINESS = "check_readiness"
SHOW_READINESS = "show_readiness"

# Which form was sent (callback_id of a modal).
FILING = "file_exception"
DECISION = "decide"
EXECUTION = "execute"
ROLLBACK = "roll_back"
WITHDRAWAL = "withdraw"
RETURNING = "return"
AMENDMENT = "amend"
DELEGATION = "delegate"
REPORT = "report"
EXPORT = "export"
AUDIT_ITEMS = "audit_items"
AUDIT_SIGN_OFF = "audit_sign_off"
ASKING_URGENCY = "ask_urgency"
AUTHORISING_URGENT = "authorise_urgent"
KEEPING_NORMAL = "keep_normal"
DOCUMENTATION = "give_documentation"
HOLD_CLOSING = "close_hold"
EXTENSION = "extend_deadline"
SETTLEMENT = "settle_conflict"
COMPLAINT = "complaint"
#: The same form where it asks which request the complaint is about.
COMPLAINT_ABOUT = "complaint_about"
COMPLAINT_REVIEW = "complaint_review"
CONCLUDING_REVIEW = "conclude_policy_review"
ROUTING = "route_to_compliance"
CLEARING = "clear"
CONDITIONS = "clear_with_conditions"
PROHIBITION = "prohibit"
RELEASING = "release"
REFUSING = "refuse"
POLICY_PROPOSAL = "propose_policy"
POLICY_APPROVAL = "approve_policy"
POLICY_REJECTION = "reject_policy"
POLICY_CARE = "review_policy"
TRAINING = "training"
#: The modal that shows the policy in force; nothing is sent with it.
POLICY_PAGE = "policy_page"
#: The modal that shows how ready everything is; nothing is sent with it.
READINESS_PAGE = "readiness_page"
#: The modal that shows a request; nothing is sent with it.
DETAILS_VIEW = "request_details"
#: The modal that lists requests, and the form of its filters.
FOUND = "found"
FINDING = "find"
HOME = "home"
#: The row of App Home's tabs, and what the name of each of its buttons begins with.
HOME_TABS = "home_tab"

# Where a form is opened from (callback_id of the shortcuts, and the command).
COMMAND = "/exception"
FILE_SHORTCUT = "file_exception"
FILE_MESSAGE_SHORTCUT = "file_exception_from_message"
COMPLAINT_SHORTCUT = "complaint_from_message"


def carried(number: int, rest: str | int = "") -> str:
    """What a button carries: a request's number and, after a colon, a stage, an escalation or a page."""
    return f"{number}:{rest}" if rest != "" else str(number)


def read_carried(value: str) -> tuple[int, str]:
    """The number and the rest that `carried` wrote; ValueError where the value is none of ours.

    It says what the person was shown; it is never authority.
    """
    number, _, rest = value.partition(":")
    if not (number.isascii() and number.isdigit() and len(number) <= 9):
        raise ValueError(f"not a request's number: {number[:20]!r}")
    return int(number), rest


def with_seen(rest: str, changes: int) -> str:
    """What a form carries after the number: the same, and the count of changes that its reader has seen."""
    return f"{rest}.{changes}"


def read_seen(rest: str) -> tuple[str, int | None]:
    """What `with_seen` wrote; None where the form carries no count."""
    before, _, seen = rest.rpartition(".")
    return (before, int(seen)) if before and seen.isascii() and seen.isdigit() else (rest, None)


def button(label: str, action_id: str, value: str, *, style: str | None = None) -> dict[str, Any]:
    """A button; `style` is "primary", "danger" or None."""
    made: dict[str, Any] = {
        "type": "button",
        "action_id": action_id,
        "text": plain_text(label),
        "value": value,
    }
    if style is not None:
        made["style"] = style
    return made


def choice(label: str, action_id: str, value: str) -> dict[str, Any]:
    """One thing in the menu `more`: it does what a button of that action and value would."""
    return {"text": plain_text(label), "value": f"{action_id}|{value}"}


def more(*choices: dict[str, Any]) -> dict[str, Any]:
    """The menu of what is pressed seldom, one to five things; it goes at the end of a row."""
    return {"type": "overflow", "action_id": MORE, "options": list(choices)}


def read_choice(value: str) -> tuple[str, str]:
    """The action and the value that `choice` wrote."""
    action, _, carries = value.partition("|")
    return action, carries


def row(*buttons: dict[str, Any]) -> Block:
    """Buttons beside each other."""
    return {"type": "actions", "elements": list(buttons)}
