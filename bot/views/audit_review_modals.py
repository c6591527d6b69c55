"""The windows of an audit review: its items page by page, that nothing is left, and the form that signs it off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.views import actions, blocks, inputs, words
from bot.views import audit_review_words as told
from bot.views.audit_review_card import findings
from bot.views.audit_review_items import ShownItem, item_blocks
from bot.views.pages import MOST_BLOCKS
from bot.views.text import Block, Names
from models.oversight.audit_reviews import AuditReview
from models.refusals import Field

#: How many items one page has.
PAGE = 6
#: How many blocks of a page belong to no item.
AROUND = 4
#: Which items are shown: those that nobody has marked, or those that somebody has.
TO_DO, MARKED = "todo", "marked"


@dataclass(frozen=True, kw_only=True)
class Others:
    """What a reader leaves to others of what nobody has marked, and whether they could sign the review off.

    `own` items they had a part in, `theirs` they would mark only if no reviewer were free of them, of `unsure` ones
    Slack could not say. `who` says who can sign it off (mrkdwn).
    """

    own: int = 0
    theirs: int = 0
    unsure: int = 0
    can_sign: bool = True
    who: str = ""


def items_page(
    review: AuditReview,
    shown: Sequence[ShownItem],
    names: Names,
    *,
    mode: str,
    last: int,
    left: int,
    others: Others | None = None,
) -> dict[str, Any]:
    """A page of items with a choice for each; a review that is signed off only shows them.

    `last` is the place of the last one shown among all items, `left` how many come after this page, and `others`
    what is left to others.
    """
    made: list[Block] = [blocks.section(_lead(review, mode, len(shown), left))]
    made += [blocks.small(line) for line in _left_to_others(others, "more item")] if others else []
    for one in shown:
        made += [blocks.divider(), *item_blocks(one, names, can_mark=review.is_open)]
    carries = actions.carried(review.number, f"{mode}.{last}")
    if not review.is_open:
        if left:
            made.append(actions.row(actions.button("Next page", actions.REVIEW_PAGE, carries)))
        return inputs.modal(actions.AUDIT_ITEMS, _title(review), made, metadata=carries)
    submit = "Save and go on" if left else "Save"
    return inputs.modal(actions.AUDIT_ITEMS, _title(review), made, submit=submit, metadata=carries)


def that_fit(review: AuditReview, shown: Sequence[ShownItem], names: Names) -> list[ShownItem]:
    """The first of the items, as many as one page has room for; always one."""
    room, fitting = MOST_BLOCKS - AROUND, list[ShownItem]()
    for one in shown[:PAGE]:
        room -= 1 + len(item_blocks(one, names, can_mark=review.is_open))
        if fitting and room < 0:
            break
        fitting.append(one)
    return fitting


def nothing_left(review: AuditReview, others: Others) -> dict[str, Any]:
    """That the reader has nothing more to mark, why, and what comes next; done is only what is done."""
    sign = words.WAITING if review.unmarked else words.DONE
    made: list[Block] = [blocks.section(f"{sign} *{told.progress(review)}.*")]
    if review.unmarked:
        made += [blocks.section(line) for line in _left_to_others(others, "item")]
        if others.can_sign:
            made.append(blocks.section("Once everything is marked, you may sign the review off."))
        else:
            made.append(blocks.section(f"You cannot sign the review off. {others.who}"))
    elif others.can_sign:
        made.append(
            blocks.section(
                "Everything is marked. Sign it off now, or look once more at what was marked: until it is signed "
                "off, you can change what you said."
            )
        )
    else:
        made.append(blocks.section(f"Everything is marked. You cannot sign it off. {others.who}"))
    carries = actions.carried(review.number)
    buttons = []
    if not review.unmarked and others.can_sign:
        buttons.append(actions.button("Sign off…", actions.ASK_TO_SIGN_OFF, carries, style="primary"))
    if review.marks:
        buttons.append(actions.button("Marked items…", actions.MARKED_ITEMS, carries))
    made += [actions.row(*buttons)] if buttons else []
    return inputs.modal(actions.AUDIT_ITEMS, _title(review), made)


def _left_to_others(others: Others, item: str) -> list[str]:
    """Why the rest is not for the reader to mark, a sentence for each reason that there is."""
    own, theirs, unsure = others.own, others.theirs, others.unsure
    lines = []
    if own:
        them = "it" if own == 1 else "them"
        lines.append(f"{told.count(own, item)} for somebody else to mark, since you had a part in {them}.")
    if theirs:
        them = "it" if theirs == 1 else "them"
        lines.append(
            f"{told.count(theirs, item)} for the reviewers to mark: some of them are free of {them}, and you stand in "
            "only where none of them is."
        )
    if unsure:
        lines.append(
            f"{told.count(unsure, item)} of which Slack could not say just now whether you may mark "
            f"{'it' if unsure == 1 else 'them'}. Open this again in a minute."
        )
    return lines


def sign_off_form(review: AuditReview) -> dict[str, Any]:
    """The form that ends a review; it says what stands in it."""
    made: list[Block] = [
        blocks.section(
            f"*{told.period(review)}*\n{told.progress(review)}. All chains: {told.verification(review)}"
        ),
        *findings(review),
        inputs.entry(
            Field.WORDS,
            "Conclusion",
            inputs.text(is_long=True),
            hint="What the week came to, and what follows from the findings. It is kept on record.",
            is_optional=True,
        ),
        blocks.small(
            "You sign that everything in it was looked at and that you have no part in any of it. After this nothing "
            "in the review changes any more."
        ),
    ]
    return inputs.modal(
        actions.AUDIT_SIGN_OFF,
        f"Sign off review {review.number}",
        made,
        submit="Sign off",
        metadata=actions.carried(review.number),
    )


def _title(review: AuditReview) -> str:
    return review.id


def _lead(review: AuditReview, mode: str, shown: int, left: int) -> str:
    if not review.is_open:
        return f"{words.DONE} Signed off. {told.count(len(review.items), 'item')}; this page shows {shown}."
    if mode == MARKED:
        more = f"; {left} more after this page" if left else ""
        return f"*What was marked*{more}. Change what you said yourself; what others said stays."
    more = f"{told.count(shown + left, 'item')} left for you" if shown + left else "Nothing left for you"
    return f"*{told.progress(review)}.* {more}. Say of each whether it is as it should be; leave what you cannot say."
