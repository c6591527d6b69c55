"""The policy review as its owner sees it: the card with the cases, the form that concludes it, the thread's word."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.views import actions, blocks, inputs, words
from bot.views.open_reviews import Listed
from bot.views.summary import excerpt
from bot.views.text import Block, Message, Names, ago, escape, percent, person, when
from models.notation import duration_text
from models.oversight.policy_reviewing import case_of, owners
from models.oversight.policy_reviews import Case, Conclusion, PolicyReview, ReviewOutcome, subject_of
from models.policy import Policy
from models.refusals import Field
from models.request import ExceptionRequest

#: Cases that the card lists, the newest; and how much of the owner's words it shows, in characters.
SHOWN = 15
WORDS_SHOWN = 1500
#: What the form carries where it was opened in App Home.
HOME = "home"
_DAY = timedelta(days=1)

OUTCOMES: Mapping[ReviewOutcome, str] = {
    ReviewOutcome.CHANGED: "Policy changed",
    ReviewOutcome.KEPT: "Kept as it is",
    ReviewOutcome.TRAINING: "Training",
}
_FOLLOWS: Mapping[ReviewOutcome, str] = {
    ReviewOutcome.CHANGED: "The standard no longer fits, and the policy is to be changed for it.",
    ReviewOutcome.KEPT: "The standard is right; exceptions are decided one by one as before.",
    ReviewOutcome.TRAINING: "The standard is right; people are shown how to work with it.",
}


#: A conclusion puts nothing in force: who does, and where.
_TO_DO = (
    "Concluding changes no policy by itself. A standard's value is changed in the policy file, which whoever runs "
    "the bot puts in force with `python app.py policy adopt file`; thresholds, times and contacts an administrator "
    "proposes under `/exception policy`."
)


@dataclass(frozen=True, kw_only=True)
class ReviewShown:
    """A review as one recipient sees it at a moment; `cases` are its requests by number, `policy` is that of now."""

    review: PolicyReview
    policy: Policy
    policy_of: Callable[[ExceptionRequest], Policy]
    cases: Mapping[int, ExceptionRequest]
    names: Names
    recipient: str
    at: datetime

    @property
    def is_owners(self) -> bool:
        """It is shown to somebody who was asked to conclude it, and not to the contact who hears that it is late."""
        return self.recipient in self.review.told


def policy_review_card(shown: ReviewShown) -> Message:
    """Why it was opened, its cases, what can come of it and until when; once concluded, what came of it."""
    review = shown.review
    made = [blocks.header(f"{_title(review)}: {_standard(review, shown.policy)}")]
    if review.concluded is not None:
        made += _concluded(review, review.concluded)
    made.append(blocks.section(_why(shown)))
    if review.concluded is None:
        made.append(blocks.section(_standing(shown)))
    made += [blocks.section(_cases(shown)), blocks.small(_about_cases(shown))]
    if review.concluded is None and shown.is_owners:
        made += [blocks.divider(), blocks.section(_meaning()), actions.row(_conclude(review))]
    return Message(text=_notification(shown), blocks=made)


def concluding(review: PolicyReview, policy: Policy, *, from_home: bool = False) -> dict[str, Any]:
    """The form in which the owner says what the review comes to, and why."""
    options = [inputs.option(OUTCOMES[one], one.value, _FOLLOWS[one]) for one in ReviewOutcome]
    return inputs.modal(
        actions.CONCLUDING_REVIEW,
        "Conclude policy review",
        [
            blocks.section(f"*{escape(_standard(review, policy))}*\n{_recurring(review, policy)}"),
            inputs.entry(Field.REVIEW_OUTCOME, "What it comes to", inputs.radio(options)),
            inputs.entry(
                Field.REVIEW_WORDS,
                "Why",
                inputs.text(is_long=True),
                hint="Goes on record with your name; all who were asked read it.",
            ),
            blocks.small(f"*{OUTCOMES[ReviewOutcome.CHANGED]}*: {_TO_DO}"),
            blocks.small("It is final. Only cases approved after it count towards another review."),
        ],
        submit="Conclude",
        metadata=actions.carried(review.number, HOME if from_home else ""),
    )


def word_in_thread(review: PolicyReview, policy: Policy, names: Names, *, is_new: bool) -> Message:
    """Under the card of the request whose approval opened the review, or was added to it."""
    if is_new:
        owner = words.people(owners(review, policy), names)
        said = (
            f"{words.TOLD} With this approval, {_recurring(review, policy)} "
            f"A policy review was opened; {owner} concludes it{when(review.due_at, lead=' by ')}. "
            "This request goes on as decided."
        )
    else:
        # Nobody is woken in the thread for it: the owner's own card shows the case.
        said = (
            f"{words.TOLD} This approval was added to the open policy review of "
            f"{escape(_standard(review, policy))}. This request goes on as decided."
        )
    return Message(text=said, blocks=[blocks.section(said)])


def listed(review: PolicyReview, policy: Policy, names: Names, at: datetime, *, is_mine: bool) -> Listed:
    """The review as a line of a list; whoever concludes it can do so from there."""
    count = len(review.cases)
    return Listed(
        title=f"Policy review: {escape(_standard(review, policy))}",
        standing=(
            f"{count} approved for the same reason, {_reason(review)}\n{_due(review, at)}"
            + ("" if is_mine else f". Waiting on {words.people(owners(review, policy), names)}")
        ),
        button=_conclude(review) if is_mine else None,
    )


def _conclude(review: PolicyReview) -> dict[str, Any]:
    value = actions.carried(review.number)
    return actions.button("Conclude…", actions.CONCLUDE_REVIEW, value, style="primary")


def _title(review: PolicyReview) -> str:
    if review.concluded is not None:
        return "Policy review concluded"
    return "Policy review overdue" if review.overdue_at is not None else "Policy review"


def _standard(review: PolicyReview, policy: Policy) -> str:
    """`OPS-017 Payment term`, not escaped; the reference alone where the standard is gone since."""
    known = policy.standard(review.standard)
    return f"{review.standard} {known.title}" if known is not None else review.standard


def about(review: PolicyReview, policy: Policy) -> str:
    """`OPS-017 Payment term, “Unique circumstances”`: its standard and the reason that recurs, not escaped."""
    return f"{_standard(review, policy)}, {_reason(review)}"


def _reason(review: PolicyReview) -> str:
    return f"“{words.REASONS[review.reason]}”"


def _recurring(review: PolicyReview, policy: Policy) -> str:
    """Why it was opened (mrkdwn)."""
    return (
        f"{review.count} exceptions from {escape(_standard(review, policy))} were approved within "
        f"{_lasting(review.within)} for the same reason, {_reason(review)}."
    )


def _lasting(within: timedelta) -> str:
    whole = within // _DAY
    return duration_text(within) if within % _DAY else "1 day" if whole == 1 else f"{whole} days"


def _why(shown: ReviewShown) -> str:
    review = shown.review
    said = _recurring(review, shown.policy)
    said += " That is why its owner reviews the standard." if review.concluded is None else ""
    later = len(review.cases) - review.count
    return f"{said} {later} more {'was' if later == 1 else 'were'} approved since." if later > 0 else said


def _standing(shown: ReviewShown) -> str:
    review, policy = shown.review, shown.policy
    owner = words.people(owners(review, policy), shown.names)
    due = _due(review, shown.at)
    if not shown.is_owners:
        contact = words.contact(policy.recurrence.contact or "", policy)
        return f"{due}. You hear of it as the {contact}: {owner} concludes it, and nobody has so far."
    return f"{due}. One of {owner} concludes it for all."


def _due(review: PolicyReview, at: datetime) -> str:
    if review.overdue_at is not None or at > review.due_at:
        return f"{words.LATE} *Overdue*: it was due {ago(review.due_at)}"
    return f"{words.WAITING} Due{when(review.due_at, lead=' ')}, {ago(review.due_at)}"


def _cases(shown: ReviewShown) -> str:
    newest = sorted(shown.review.cases, key=lambda case: (case.approved_at, case.number), reverse=True)
    lines = ["*The cases, the newest approval first*", *(_case(case, shown) for case in newest[:SHOWN])]
    left = len(newest) - SHOWN
    return blocks.within([*lines, *([f"… and {left} before them"] if left > 0 else [])])


def _case(case: Case, shown: ReviewShown) -> str:
    request = shown.cases.get(case.number)
    if request is None:
        return f"{words.CARE} EX-{case.number} is not on record"
    first = f"*{request.id}*  {words.in_short(request, shown.policy_of(request))}"
    facts = f"{percent(request.score.deviation)}  ·  {when(case.approved_at, '{date_short_pretty}')}"
    filing = request.filing
    if subject_of(filing.standard, filing.reason) != shown.review.subject:
        return f"{first}\n{words.CHANGED} {facts}  ·  changed since, it is about something else now"
    if case_of(request) is None:
        return f"{first}\n{words.CARE} {facts}  ·  this approval is over: {_lower(words.status(request))}"
    return f"{first}\n{words.sign(request)} {facts}  ·  {_lower(words.status(request))}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _about_cases(shown: ReviewShown) -> str:
    newest = max(case.number for case in shown.review.cases)
    return (
        f"No case is a precedent for the next. `/exception EX-{newest}` shows one with its whole trail, to those "
        "who may see it."
    )


def _meaning() -> str:
    lines = [f"*{OUTCOMES[one]}*: {_FOLLOWS[one]}" for one in ReviewOutcome]
    return "\n".join(["What it can come to:", *lines, _TO_DO])


def _concluded(review: PolicyReview, made: Conclusion) -> list[Block]:
    said = f"{words.DONE} *{OUTCOMES[made.outcome]}*, by {person(made.by)}{when(made.at, lead=', ')}."
    changed: list[Block] = []
    if made.outcome is ReviewOutcome.CHANGED:
        version = f"`{escape(made.policy_version[:12])}`"
        if made.policy_version == review.policy_version:
            said += (
                "\nThe policy had not changed since the review was opened (version "
                f"{version}): the change was still to be made."
            )
            changed = [blocks.small(_TO_DO)]
        else:
            said += f"\nThe policy had changed since the review was opened: version {version} was in force."
    return [blocks.section(said), *changed, blocks.rich(excerpt("Why", made.words, WORDS_SHOWN))]


def _notification(shown: ReviewShown) -> str:
    review = shown.review
    standard = escape(_standard(review, shown.policy))
    if review.concluded is not None:
        return f"Policy review of {standard} concluded: {_lower(OUTCOMES[review.concluded.outcome])}"
    if not shown.is_owners:
        return f"Policy review of {standard} is overdue"
    return f"Policy review of {standard}: {len(review.cases)} exceptions were approved for the same reason"
