"""A customer's complaint: the forms to record and to review one, and how it stands on the cards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.views import actions, blocks, inputs, ladder, words
from bot.views.alerted import came_by
from bot.views.filing_form import carried_message
from bot.views.summary import excerpt
from bot.views.text import Block, Names, cut, escape, person, typed, when
from models.events import EventKind
from models.lifecycle.limits import MAX_TEXT
from models.policy import Policy
from models.refusals import Field
from models.request import CarriedMessage, ExceptionRequest
from models.ways import Complaint

#: How many complaints a card shows, the newest; the details show all.
SHOWN = 2
#: How much of a complaint a card shows, in characters.
COMPLAINT_TEXT = 280


def complaint_form(request: ExceptionRequest, policy: Policy) -> dict[str, Any]:
    """The form for a complaint about one request; it says what follows before anything is sent."""
    shown = [blocks.section(f"*{escape(words.heading(request, policy))}*\n{words.in_short(request, policy)}")]
    shown += [_words(""), blocks.small(_what_follows(policy, request))]
    return inputs.modal(
        actions.COMPLAINT,
        "Record a complaint",
        shown,
        submit="Record",
        metadata=actions.carried(request.number),
    )


def complaint_about_form(
    policy: Policy, *, message: CarriedMessage | None = None, chosen: inputs.Element | None = None
) -> dict[str, Any]:
    """The form that asks which request the complaint is about, with a message carried over where there is one."""
    shown: list[Block] = []
    if message is not None:
        by = f"From a message by {person(message.author)}" if message.author else "From a message"
        shown += [
            blocks.small(f"{by}, which is kept with the complaint:"),
            typed(message.text or "(no text)"),
        ]
    search = inputs.searched(placeholder="EX-1042, or the customer's name", initial=chosen)
    shown.append(
        inputs.entry(
            Field.REQUEST,
            "Request",
            search,
            hint="The exception that the customer complains of. You find those that you may see.",
        )
    )
    shown.append(_words(cut(message.text, MAX_TEXT) if message is not None else ""))
    shown.append(blocks.small(_what_follows(policy, None)))
    metadata = carried_message(message) if message is not None else ""
    return inputs.modal(
        actions.COMPLAINT_ABOUT, "Record a complaint", shown, submit="Record", metadata=metadata
    )


def complaint_recorded(request: ExceptionRequest, policy: Policy, names: Names) -> str:
    """To who has just recorded one: that it is on record, who was told and what follows (mrkdwn)."""
    made = request.complaints[-1]
    told = ladder.told(request, made.escalation, names)
    then = "They review it once the request is decided." if not request.is_decided else "They review it."
    return (
        f"{words.DONE} *The complaint about {request.id} is recorded.*\n"
        f"Told at once, as {words.contact(policy.escalations.complaint.contact, policy)}: {told}.\n"
        f"{then} You are told what they find."
    )


def request_option(request: ExceptionRequest, policy: Policy) -> inputs.Element:
    """A request to choose: `EX-1042 · Sample & Sons · 45 days instead of 30`; a long one is cut."""
    asked = words.ask(request, policy)
    customer = blocks.one_line(request.filing.customer.name, 30)
    label = f"{request.id} · {customer} · {blocks.one_line(asked.asked, 30)}"
    return inputs.option(label, request.id)


def review_form(request: ExceptionRequest, key: str, policy: Policy) -> dict[str, Any]:
    """The form in which the customer success manager says what they found."""
    complaint = request.complaint(key)
    shown = [blocks.section(f"*{escape(words.heading(request, policy))}*\n{words.in_short(request, policy)}")]
    if complaint is not None:
        shown.append(blocks.small(recorded(complaint)))
        shown.append(typed(blocks.shortened(complaint.words, 1000)))
    shown.append(
        inputs.entry(
            Field.REVIEW,
            "What you found",
            inputs.text(is_long=True),
            hint="What is true of it, and what the customer is told.",
        )
    )
    shown.append(
        blocks.small(
            "It is kept with the request, and everybody who was involved is told. What was decided stays decided; "
            "whoever wants something else files a new request."
        )
    )
    return inputs.modal(
        actions.COMPLAINT_REVIEW,
        "Review a complaint",
        shown,
        submit="Send review",
        metadata=actions.carried(request.number, key),
    )


def recorded(complaint: Complaint) -> str:
    """Who recorded it and when, and from which message (mrkdwn)."""
    said = f"Recorded by {person(complaint.by)}{when(complaint.at, lead=', ')}"
    message = complaint.message
    if complaint.trigger is not None:
        return f"{said}, by {came_by(complaint.trigger)}"
    if message is None:
        return said
    place = f" in <#{message.channel}>" if message.channel.startswith(("C", "G")) else ""
    by = f" by {person(message.author)}" if message.author else ""
    return f"{said}, from a message{by}{place}"


def on_card(request: ExceptionRequest, policy: Policy) -> list[Block]:
    """The newest complaints as the cards show them, one that waits for somebody before the others."""
    waiting = [c for c in request.complaints if c.reviewed_by is None]
    settled = [c for c in request.complaints if c.reviewed_by is not None]
    newest = [*reversed(waiting), *reversed(settled)][:SHOWN]
    shown: list[Block] = []
    for complaint in newest:
        shown.append(blocks.section(standing(complaint, request, policy)))
        shown.append(typed(blocks.shortened(complaint.words, COMPLAINT_TEXT)))
        if complaint.review:
            shown.append(blocks.small("What was found:"))
            shown.append(typed(blocks.shortened(complaint.review, COMPLAINT_TEXT)))
    more = len(request.complaints) - len(newest)
    if more:
        shown.append(blocks.small(f"{more} more {'complaint' if more == 1 else 'complaints'} in Details"))
    return shown


def standing(complaint: Complaint, request: ExceptionRequest, policy: Policy) -> str:
    """Where a complaint stands: who knows of it, and whether it was reviewed (mrkdwn)."""
    after = " after the decision" if complaint.after_decision else ""
    title = f"*Customer complaint*{after}  ·  {recorded(complaint)[0].lower()}{recorded(complaint)[1:]}"
    if complaint.reviewed_by is not None and complaint.reviewed_at is not None:
        by = person(complaint.reviewed_by)
        return f"{words.DONE} {title}\nReviewed by {by}{when(complaint.reviewed_at, lead=', ')}."
    raised = request.escalation(complaint.escalation)
    named = words.contact(policy.escalations.complaint.contact, policy)
    if raised is not None and raised.acknowledged_by is not None and raised.acknowledged_at is not None:
        known = f"{person(raised.acknowledged_by)} took it up{when(raised.acknowledged_at, lead=', ')}."
    else:
        others = ", then others" if raised is not None and len(raised.attempts) > 1 else ""
        known = f"The {named} was told{others}; nobody has taken it up yet."
    review = " It is reviewed next." if request.is_decided else " It stops nothing."
    return f"{words.COMPLAINT} {title}\n{known}{review}"


def sentence(kind: EventKind, changed: Mapping[str, Any], actor: str) -> str:
    """The thread's entry, from what the event itself says (mrkdwn)."""
    if kind is EventKind.COMPLAINT_REVIEWED:
        return f"{words.DONE} {actor} reviewed the complaint. What was decided stays decided."
    if changed["complaint"]["after_decision"]:
        return (
            f"{words.COMPLAINT} {actor} recorded a customer complaint, after the decision. It is reviewed; "
            "what was decided stays decided."
        )
    return f"{words.COMPLAINT} {actor} recorded a customer complaint. It stops nothing."


def told(kind: EventKind, whose: str, actor: str, policy: Policy) -> str:
    """The word to somebody who was involved (mrkdwn); `whose` is the request as they know it."""
    about = whose.rstrip(",").replace("Your", "your", 1)
    if kind is EventKind.COMPLAINT_REVIEWED:
        return f"{words.DONE} {actor} reviewed the complaint about {about}. The decision stays as it was."
    named = words.contact(policy.escalations.complaint.contact, policy)
    return (
        f"{words.COMPLAINT} The customer complains about {about}. The {named} was told and reviews it; "
        "the decision stays as it was."
    )


def typed_in(changed: Mapping[str, Any], limit: int) -> list[Block]:
    """What an event of a complaint has in somebody's own words, to stand in rich text."""
    made = changed["complaint"]
    if made["review"]:
        return excerpt("What was found", str(made["review"]), limit)
    return excerpt("What the customer complains of", str(made["words"]), limit)


def in_full(request: ExceptionRequest, policy: Policy) -> list[list[Block]]:
    """Every complaint with nothing left out, for the details."""
    shown = []
    for complaint in request.complaints:
        parts: list[Block] = [blocks.section(standing(complaint, request, policy)), typed(complaint.words)]
        if complaint.review:
            parts += [blocks.small("What was found:"), typed(complaint.review)]
        shown.append(parts)
    return shown


def _words(initial: str) -> Block:
    return inputs.entry(
        Field.COMPLAINT,
        "What the customer complains of",
        inputs.text(is_long=True, initial=initial),
        hint="In the customer's own words, where you have them.",
    )


def _what_follows(policy: Policy, request: ExceptionRequest | None) -> str:
    named = words.contact(policy.escalations.complaint.contact, policy)
    told = f"The {named} is told at once and takes it up."
    if request is None:
        return f"{told} It stops nothing, and reopens nothing that was decided."
    if request.is_decided:
        return f"{told} What was decided stays decided: they review the complaint and say what they found."
    return f"{told} The approvers see it on the card; it stops nothing."
