"""Open reviews as a list: what `/exception reviews` answers, and what of it waits on somebody in App Home.

Every kind of review adds its own lines to it; this file knows none of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.views import blocks
from bot.views.text import Block, Message
from bot.views.words import CARE

#: Reviews in one list.
SHOWN = 20
NONE = (
    "No review is open that you could see. Policy reviews and audit reviews come up here while they are open."
)


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A review as one line of a list (mrkdwn); it waits on its reader where there is a button.

    Where Slack could not say who may see one, the line says so (`unknown`), and whether it waits is not known.
    """

    title: str
    standing: str
    button: dict[str, Any] | None = None
    is_known: bool = True


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
    in_order = sorted(reviews, key=lambda review: review.button is None)
    shown = [blocks.header("Open reviews"), *(_item(review) for review in in_order[:SHOWN])]
    if len(in_order) > SHOWN:
        shown.append(blocks.small(f"And {len(in_order) - SHOWN} more."))
    count = "1 review is open" if len(reviews) == 1 else f"{len(reviews)} reviews are open"
    return Message(text=count, blocks=[*shown, *_past(past)])


def _past(past: Sequence[Listed]) -> list[Block]:
    return [blocks.header("Signed off"), *(_item(review) for review in past)] if past else []


def waiting(reviews: Sequence[Listed]) -> list[Block]:
    """Those among the reviews that wait on their reader, for App Home."""
    return [_item(review) for review in reviews if review.button is not None or not review.is_known][:SHOWN]


def _item(review: Listed) -> Block:
    return blocks.section(f"*{review.title}*\n{review.standing}", review.button)
