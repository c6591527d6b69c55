"""Open reviews as a list: what `/exception reviews` answers, and what of it waits on somebody in App Home.

Every kind of review adds its own lines to it; this file knows none of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.views import actions, blocks
from bot.views.text import Block, Message
from bot.views.words import CARE

#: Reviews in one list.
SHOWN = 20
NONE = (
    "No review is open that you could see. Policy reviews, audit reviews and proposals to change the policy come up "
    "here while they are open."
)


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A review as one line of a list (mrkdwn); where it has a button it waits on its reader, if it `is_theirs`.

    With an `other` button the two stand below it.

    Where Slack could not say who may see one, the line says so (`unknown`), and whether it waits is not known.
    """

    title: str
    standing: str
    button: dict[str, Any] | None = None
    other: dict[str, Any] | None = None
    is_known: bool = True
    is_theirs: bool = True

    @property
    def waits(self) -> bool:
        """It waits on whoever reads it."""
        return self.is_theirs and self.button is not None


def unknown(kind: str) -> Listed:
    """The line in place of reviews of a kind whose readers Slack could not tell of; `kind` as in a title."""
    said = f"{CARE} Slack could not say just now who is in all groups, so some may be missing. Try again in a minute."
    return Listed(title=kind, standing=said, is_known=False)


def reviews_message(reviews: Sequence[Listed], past: Sequence[Listed] = ()) -> Message:
    """What the command answers: the open reviews that its reader may see, theirs first; then the newest past ones."""
    if not reviews and past:
        shown = [blocks.section("No review is open."), *_past(past)]
        return Message(text="No review is open", blocks=shown)
    if not reviews:
        return Message(text=NONE, blocks=[blocks.section(NONE)])
    in_order = sorted(reviews, key=lambda review: not review.waits)
    listed = (block for review in in_order[:SHOWN] for block in _item(review))
    shown = [blocks.header("Open reviews"), *listed]
    if len(in_order) > SHOWN:
        shown.append(blocks.small(f"And {len(in_order) - SHOWN} more."))
    count = "1 review is open" if len(reviews) == 1 else f"{len(reviews)} reviews are open"
    return Message(text=count, blocks=[*shown, *_past(past)])


def _past(past: Sequence[Listed]) -> list[Block]:
    listed = (block for review in past for block in _item(review))
    return [blocks.header("Signed off"), *listed] if past else []


def waiting(reviews: Sequence[Listed]) -> list[Block]:
    """Those among the reviews that wait on their reader, for App Home."""
    theirs = [review for review in reviews if review.waits or not review.is_known]
    return [block for review in theirs[:SHOWN] for block in _item(review)]


def lines(reviews: Sequence[Listed]) -> list[Block]:
    """All of the reviews as they stand in App Home, those that wait on their reader first."""
    in_order = sorted(reviews, key=lambda review: not review.waits)
    return [block for review in in_order[:SHOWN] for block in _item(review)]


def _item(review: Listed) -> list[Block]:
    said = f"*{review.title}*\n{review.standing}"
    if review.button is None or review.other is None:
        return [blocks.section(said, review.button)]
    return [blocks.section(said), actions.row(review.button, review.other)]
