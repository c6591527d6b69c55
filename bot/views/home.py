"""App Home: what stands at its top, its tabs, and the parts of the one in view; it picks nothing that they show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.views import actions, blocks
from bot.views.text import Block, escape
from models.policy import Policy

#: The most blocks that Slack shows in a view.
MOST = 100
#: In the metadata: that the tab was chosen.
CHOSEN = "chosen"
CUT = "There is more than fits here. `/exception list` finds the rest."


class HomeTab(StrEnum):
    """The tabs, in their order; the value travels in the view's metadata and in its buttons."""

    MINE = "mine"
    WAITING = "waiting"
    TEAM = "team"
    REPORTS = "reports"
    ADMIN = "admin"


TITLES = {
    HomeTab.MINE: "Mine",
    HomeTab.WAITING: "Waiting on me",
    HomeTab.TEAM: "Team",
    HomeTab.REPORTS: "Reports",
    HomeTab.ADMIN: "Admin",
}


@dataclass(frozen=True, kw_only=True)
class Label:
    """A tab as its button shows it; `count` is left out where nothing is to be counted."""

    tab: HomeTab
    count: str = ""

    @property
    def text(self) -> str:
        """`Waiting on me (3)`."""
        return f"{TITLES[self.tab]} ({self.count})" if self.count else TITLES[self.tab]


def home(
    *,
    policy: Policy,
    labels: Sequence[Label],
    tab: HomeTab,
    parts: Sequence[Sequence[Block]],
    is_chosen: bool = False,
) -> dict[str, Any]:
    """The page of one person: the tabs that they have, and the parts of the one in view, a line between them.

    `is_chosen` is whether they have chosen the tab, so that it is shown again when they come back.
    """
    shown = [
        blocks.header("Exception Desk"),
        blocks.section(
            f"{escape(policy.title)}: ask for an exception, see where yours stand, decide.",
            actions.button("File an exception", actions.FILE, "home"),
        ),
        {**actions.row(*(_button(label, tab) for label in labels)), "block_id": actions.HOME_TABS},
    ]
    for part in parts:
        shown += [blocks.divider(), *part] if part else []
    if len(shown) > MOST:
        shown = [*shown[: MOST - 1], blocks.small(CUT)]
    return {
        "type": "home",
        "callback_id": actions.HOME,
        "private_metadata": f"{tab}:{CHOSEN}" if is_chosen else tab.value,
        "blocks": shown,
    }


def tab_of(metadata: str) -> HomeTab | None:
    """The tab that a published page shows; None for a name that is none, such as one of a version to come."""
    said = metadata.partition(":")[0]
    return HomeTab(said) if said in list(HomeTab) else None


def chosen_tab(metadata: str) -> HomeTab | None:
    """The tab that its reader has chosen, where they did."""
    return tab_of(metadata) if metadata.endswith(f":{CHOSEN}") else None


def _button(label: Label, in_view: HomeTab) -> dict[str, Any]:
    style = "primary" if label.tab is in_view else None
    return actions.button(label.text, f"{actions.HOME_TABS}_{label.tab}", label.tab, style=style)
