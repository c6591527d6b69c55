"""The audit review's card and the word that it is late; both say what there is to do, and neither judges."""

from __future__ import annotations

from bot.views import actions, blocks, words
from bot.views import audit_review_words as told
from bot.views.text import Block, Message, Names, ago, escape, person, when, who
from models.oversight.audit_review_authority import Reviewers
from models.oversight.audit_reviews import AuditReview, Mark
from models.policy import Policy
from models.roles import auditors

#: How many findings a card shows, and how much of each, in characters.
SHOWN = 12
FINDING_TEXT = 280


def review_card(review: AuditReview, policy: Policy, names: Names, able: Reviewers) -> Message:
    """The card as it stands now; `able` are those who can sign it off."""
    shown = [blocks.header(f"{review.id}: the week's audit trail"), blocks.section(_summary(review))]
    shown.append(blocks.fields(_fields(review)))
    if review.signed_off is not None:
        return Message(text=_headline(review), blocks=[*shown, *_signed(review)])
    if able.is_in_stead:
        shown.append(blocks.section(f"{words.CARE} {told.can_sign(able, policy, names)}"))
    shown += findings(review)
    shown.append(actions.row(*_buttons(review)))
    asked = words.people(auditors(policy), names)
    asked = f"For {asked}." if able.is_in_stead else told.can_sign(able, policy, names)
    shown.append(blocks.small(f"{asked} Nobody marks or signs off what they had a part in themselves."))
    return Message(text=_headline(review), blocks=shown)


def overdue_message(
    review: AuditReview, policy: Policy, names: Names, link: str | None, able: Reviewers
) -> Message:
    """The word to the policy's contact; `able` are those who can sign it off."""
    if review.signed_off is not None:
        said = f"{words.DONE} {review.id} was late and is signed off now, by {person(review.signed_off.by)}."
        return Message(text=said, blocks=[blocks.section(said)])
    text = f"{words.LATE} *{review.id} is overdue.* It was to be signed off {ago(review.due_by)}."
    where = f"<{escape(link)}|Open it>" if link else " and ".join(_where(review, names))
    is_plain = not able.are_some and not able.is_in_stead
    able_now = "" if is_plain else f"{told.can_sign(able, policy, names)} "
    shown = [
        blocks.section(f"{text}\n{told.progress(review)}. Period: {told.period(review)}."),
        blocks.section(
            f"Ask {words.people(auditors(policy), names)} to finish it: {where}. "
            f"{able_now}`/exception reviews` lists it for whoever can."
        ),
    ]
    return Message(text=text, blocks=shown)


def _where(review: AuditReview, names: Names) -> list[str]:
    return [f"in {place}" if place.startswith("#") else who(place, names) for place in review.shown_in[:3]]


def _headline(review: AuditReview) -> str:
    if review.signed_off is not None:
        return f"{review.id} is signed off by {person(review.signed_off.by)}"
    late = "overdue" if review.overdue_at is not None else "due " + when(review.due_by)
    return f"{review.id}: {told.progress(review)}, {late}"


def _summary(review: AuditReview) -> str:
    lines = [f"*{told.period(review)}*  ·  {told.count(review.events, 'event')}"]
    counts = review.counts()
    if not review.items:
        lines.append(
            "Nothing went beside the ordinary, and no other request was decided or closed. "
            "It can be signed off at once."
        )
        return "\n".join(lines)
    named = [f"{told.REASONS[reason][0 if n == 1 else 1]} *{n:,}*" for reason, n in counts.items()]
    lines.append("  ·  ".join(named))
    lines.append(told.drawn(review))
    return "\n".join(lines)


def _fields(review: AuditReview) -> list[tuple[str, str]]:
    if review.signed_off is not None:
        due = f"{when(review.due_by)}{', missed' if review.overdue_at is not None else ''}"
    elif review.overdue_at is not None:
        due = f"{words.LATE} *Overdue*, it was due {ago(review.due_by)}"
        verb = "was" if len(review.told) == 1 else "were"
        due += f"; {told.people(review.told)} {verb} told" if review.told else ""
    else:
        due = f"{when(review.due_by)} ({ago(review.due_by)})"
    return [
        ("Progress", told.progress(review)),
        ("Due by", due),
        ("All chains", told.verification(review)),
        ("Worked on by", told.people(review.reviewers) or "Nobody yet"),
    ]


def _signed(review: AuditReview) -> list[Block]:
    signed = review.signed_off
    if signed is None:
        return []
    shown = [blocks.section(f"{words.DONE} *Signed off* by {person(signed.by)}{when(signed.at, lead=', ')}")]
    if signed.words:
        shown.append(blocks.rich([blocks.quoted(blocks.shortened(signed.words, 600))]))
    return [*shown, *findings(review)]


def findings(review: AuditReview) -> list[Block]:
    """What was found, the first of it; nothing where nothing was."""
    found = review.findings
    if not found:
        return []
    shown: list[Block] = [blocks.section(f"{words.CARE} *{told.count(len(found), 'finding')}*")]
    for mark in found[:SHOWN]:
        shown.append(blocks.small(_finding(mark, review)))
        shown.append(blocks.rich([blocks.quoted(blocks.shortened(mark.words, FINDING_TEXT))]))
    if len(found) > SHOWN:
        shown.append(blocks.small(f"And {len(found) - SHOWN} more; `/exception reviews` shows them all."))
    return shown


def _finding(mark: Mark, review: AuditReview) -> str:
    item = review.item(mark.item)
    name = told.called(item) if item is not None else mark.item
    whose = f" of {told.people(item.people)}" if item is not None and not item.number and item.people else ""
    return f"*{name}*{whose}  ·  found by {person(mark.by)}{when(mark.at, lead=', ')}"


def _buttons(review: AuditReview) -> list[dict[str, object]]:
    carries = actions.carried(review.number)
    shown = []
    if review.unmarked:
        shown.append(actions.button("Review items…", actions.REVIEW_ITEMS, carries, style="primary"))
    if review.marks:
        shown.append(actions.button("Marked items…", actions.MARKED_ITEMS, carries))
    style = None if review.unmarked else "primary"
    shown.append(actions.button("Sign off…", actions.ASK_TO_SIGN_OFF, carries, style=style))
    return shown
