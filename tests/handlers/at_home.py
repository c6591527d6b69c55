"""App Home in tests: opened by somebody, on a tab, and read part by part."""

from __future__ import annotations

from typing import Any

from bot.views import actions
from sandbox.blockkit import visible_text
from tests.world import World

PARTS = ("Waiting on me", "About to breach or overdue", "Mine", "Team", "Stuck")


async def home(world: World, who: str, tab: str = "Waiting on me") -> str:
    """What a tab of somebody's Home says, without the row of tabs."""
    return said(await home_view(world, who, tab))


async def home_view(world: World, who: str, tab: str) -> dict[str, Any]:
    """A tab of somebody's Home, opened and chosen."""
    person = world.person(who)
    await person.home()
    view: dict[str, Any] = await world.slack.wait_for(person.home_view)
    await person.click(view, next(text for text in tabs(view) if text.startswith(tab)))

    def chosen() -> dict[str, Any] | None:
        now = person.home_view()
        return now if now is not None and in_view(now).startswith(tab) else None

    found: dict[str, Any] = await world.slack.wait_for(chosen)
    return found


def tabs(view: dict[str, Any]) -> list[str]:
    """The labels of the tabs."""
    return [button["text"]["text"] for button in _row(view)["elements"]]


def in_view(view: dict[str, Any]) -> str:
    """The label of the tab in view."""
    (marked,) = [button for button in _row(view)["elements"] if button.get("style") == "primary"]
    return str(marked["text"]["text"])


def said(view: dict[str, Any]) -> str:
    """What stands under the tabs."""
    return visible_text({"blocks": view["blocks"][view["blocks"].index(_row(view)) + 1 :]})


def part(shown: str, title: str) -> str:
    """What stands under a heading of Home."""
    rest = shown[shown.index(title) + len(title) :]
    return rest[: min((rest.index(other) for other in PARTS if other in rest), default=len(rest))]


def _row(view: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(b for b in view["blocks"] if b.get("block_id") == actions.HOME_TABS)
    return found
