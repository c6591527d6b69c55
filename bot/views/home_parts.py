"""The parts of App Home's tabs: requests under a heading, what is about to be late, what is stuck; it picks none."""

from __future__ import annotations

from collections.abc import Sequence

from bot.views import actions, blocks
from bot.views.listing import PolicyOf, item
from bot.views.text import Block
from bot.views.words import CARE
from models.finding import COUNTED
from models.request import ExceptionRequest

#: Requests shown in one part of the page.
SHOWN = 20
NOTHING_WAITS = "Nothing waits on you. What needs you comes here and to its channel."
NONE_IS_LATE = "Nothing that waits on others is late or about to be."
NONE_IS_MINE = "You have no requests. File one when a standard does not fit the case."
NONE_OF_TEAM = "Nothing that you may see is open among your colleagues. What they file or decide comes here."
NOT_KNOWN = "It is not known just now."
PARTIAL = (
    f"{CARE} Slack could not say just now who is in all groups, so requests may be missing here. "
    "Open this page again in a minute."
)


def partial() -> list[Block]:
    """That Slack did not tell of all groups, so that what stands below it may not be all."""
    return [blocks.section(PARTIAL)]


def mine(requests: Sequence[ExceptionRequest], policy_of: PolicyOf, filed: int) -> list[Block]:
    """The newest requests of somebody who has filed so many."""
    more = "`/exception list` shows all of them."
    part = _part("Mine", requests, policy_of, NONE_IS_MINE, total=filed, more=more)
    return [*part, actions.row(actions.button("Find requests…", actions.FIND, "mine"))]


def waiting(
    requests: Sequence[ExceptionRequest],
    policy_of: PolicyOf,
    reviews: Sequence[Block] = (),
    *,
    is_whole: bool = True,
) -> list[Block]:
    """What waits on somebody: `reviews`, a section each with their buttons below it, then requests.

    Where Slack did not tell of all groups it is not whole: it does not say that nothing waits.
    """
    empty = NOTHING_WAITS if is_whole else NOT_KNOWN
    return _part("Waiting on me", requests, policy_of, empty, reviews)


def near(requests: Sequence[ExceptionRequest], policy_of: PolicyOf, *, is_whole: bool = True) -> list[Block]:
    """What is late or about to be, among what its reader may see; what waits on them stands above, and not here."""
    empty = NONE_IS_LATE if is_whole else NOT_KNOWN
    return _part("About to breach or overdue, waiting on others", requests, policy_of, empty)


def team(
    requests: Sequence[ExceptionRequest], policy_of: PolicyOf, total: int, *, is_whole: bool = True
) -> list[Block]:
    """What colleagues filed or decide that is open."""
    empty = NONE_OF_TEAM if is_whole else NOT_KNOWN
    part = _part("Team", requests, policy_of, empty, total=total, is_up_to=True)
    return [*part, actions.row(actions.button("All of my team’s…", actions.FIND, "team"))]


def stuck(requests: Sequence[ExceptionRequest], policy_of: PolicyOf) -> list[Block]:
    """What is past its time and goes on only when somebody acts."""
    return _part("Stuck", requests, policy_of, "Nothing is past its time: no decision, no hold, no approval.")


def _part(
    title: str,
    requests: Sequence[ExceptionRequest],
    policy_of: PolicyOf,
    empty: str,
    reviews: Sequence[Block] = (),
    *,
    total: int | None = None,
    more: str = "",
    is_up_to: bool = False,
) -> list[Block]:
    known = max(len(requests), total or 0)
    count = known + sum(block["type"] == "section" for block in reviews)
    # A list is counted to the end of COUNTED; what somebody filed is counted to its own end.
    counted = f"{COUNTED:,}+" if is_up_to and known > COUNTED else f"{count:,}"
    shown = [blocks.header(f"{title} ({counted})" if count else title), *reviews]
    if not count:
        return [*shown, blocks.small(empty)]
    shown += [item(request, policy_of(request)) for request in requests[:SHOWN]]
    if is_up_to and known > COUNTED:
        shown.append(blocks.small("And many more."))
    elif known > len(requests[:SHOWN]):
        shown.append(blocks.small(f"And {known - len(requests[:SHOWN]):,} more. {more}".rstrip()))
    return shown


def administration(version: str, is_proposed: bool) -> list[Block]:
    """The ways that administrators take."""
    said = f"Version `{version}` is in force."
    if is_proposed:
        said += " A change of it is proposed."
    return [
        blocks.header("Policy and record"),
        blocks.section(said),
        actions.row(
            actions.button("Show the policy", actions.SHOW_POLICY, "0"),
            actions.button("Export the record", actions.OPEN_EXPORT, "0"),
        ),
    ]
