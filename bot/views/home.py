"""App Home: what is mine, what waits on me and what is about to be late; it picks none of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.views import actions, blocks
from bot.views.listing import PolicyOf, item
from bot.views.text import Block, escape
from bot.views.words import CARE
from models.policy import Policy
from models.request import ExceptionRequest

#: Requests shown in one part of the page.
SHOWN = 20
NOTHING_WAITS = "Nothing waits on you. What needs you comes here and to its channel."
NONE_IS_LATE = "No decision is late or about to be, and no approval is about to end."
NOT_KNOWN = "It is not known just now."
PARTIAL = (
    f"{CARE} Slack could not say just now who is in all groups, so requests may be missing here. "
    "Open this page again in a minute."
)


def home(
    *,
    policy: Policy,
    policy_of: PolicyOf,
    mine: Sequence[ExceptionRequest],
    filed: int | None = None,
    waiting: Sequence[ExceptionRequest],
    near: Sequence[ExceptionRequest],
    is_whole: bool = True,
    delegations: Sequence[Block] = (),
    reviews: Sequence[Block] = (),
    figures: Sequence[Block] = (),
    notifications: Sequence[Block] = (),
) -> dict[str, Any]:
    """The page of one person: their requests, those that they can act on, and those that are near their deadline.

    `mine` are the newest of theirs, and `filed` how many they have in all where that is more. `reviews` are open
    reviews that wait on them, a section each, with their buttons below it; `figures` are the key figures, for who may
    see them.
    Where Slack did not tell of all groups it is not whole: it says so, and not that nothing waits.
    """
    shown = [
        blocks.header("Exception Desk"),
        blocks.section(f"{escape(policy.title)}: ask for an exception, see where yours stand, decide."),
        actions.row(actions.button("File an exception", actions.FILE, "home", style="primary")),
    ]
    nothing, none_late = NOTHING_WAITS, NONE_IS_LATE
    if not is_whole:
        shown.append(blocks.section(PARTIAL))
        nothing = none_late = NOT_KNOWN
    shown += _part("Waiting on me", waiting, policy_of, nothing, reviews)
    shown += _part("About to breach or overdue", near, policy_of, none_late)
    shown += [blocks.divider(), *delegations] if delegations else []
    shown += [blocks.divider(), *figures] if figures else []
    shown += _part(
        "Mine",
        mine,
        policy_of,
        "You have no requests. File one when a standard does not fit the case.",
        total=filed,
        more="`/exception EX-1042` shows any of them by its number.",
    )
    shown += [blocks.divider(), *notifications] if notifications else []
    return {"type": "home", "callback_id": actions.HOME, "blocks": shown}


def _part(
    title: str,
    requests: Sequence[ExceptionRequest],
    policy_of: PolicyOf,
    empty: str,
    reviews: Sequence[Block] = (),
    *,
    total: int | None = None,
    more: str = "",
) -> list[Block]:
    known = max(len(requests), total or 0)
    count = known + sum(block["type"] == "section" for block in reviews)
    shown = [blocks.divider(), blocks.header(f"{title} ({count})" if count else title), *reviews]
    if not count:
        return [*shown, blocks.small(empty)]
    shown += [item(request, policy_of(request)) for request in requests[:SHOWN]]
    if known > len(requests[:SHOWN]):
        shown.append(blocks.small(f"And {known - len(requests[:SHOWN]):,} more. {more}".rstrip()))
    return shown
