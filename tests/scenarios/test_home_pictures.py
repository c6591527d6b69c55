"""Home shows report readers the figures as pictures: drawn beside it, at most once an hour, and only to them."""

from __future__ import annotations

from typing import Any

from handlers.home import show_pictures
from models.request import Stage
from sandbox.blockkit import visible_text
from tests.handlers.acting import card_at
from tests.handlers.at_home import home_view, in_view, tabs
from tests.world import MANAGER, MEMBER, World


def pictures(world: World, who: str) -> list[dict[str, Any]]:
    """The pictures on somebody's Home."""
    view = world.person(who).home_view() or {"blocks": []}
    return [block for block in view["blocks"] if block["type"] == "image"]


def files(shown: list[dict[str, Any]]) -> list[str]:
    """Slack's ids of the files that pictures show."""
    return [one["slack_file"]["id"] for one in shown]


def brought(world: World) -> int:
    """How many files the bot has brought to Slack."""
    return sum(1 for call in world.slack.calls if call["method"] == "files.completeUploadExternal")


async def opened(world: World, who: str) -> list[dict[str, Any]]:
    """Somebody opens Home, and the pictures come."""
    await home_view(world, who, "Reports")
    found: list[dict[str, Any]] = await world.slack.wait_for(lambda: pictures(world, who), timeout=20)
    return found


async def test_reader_sees_pictures_and_somebody_else_does_not(world: World) -> None:
    request = await world.file()
    await card_at(world, request, Stage.VALIDATION)
    shown = await opened(world, MANAGER)
    assert [one["alt_text"].split(".")[0] for one in shown] == [
        "Requests filed by month, and how requests ended",
        "Time to a decision by month, with missed deadlines and holds",
    ]
    assert "The pictures were drawn" in visible_text(world.person(MANAGER).home_view() or {})
    await world.person(MEMBER).home()
    assert "Reports" not in tabs(await world.slack.wait_for(world.person(MEMBER).home_view))
    assert pictures(world, MEMBER) == []


async def test_pictures_hang_for_an_hour(world: World) -> None:
    request = await world.file()
    await card_at(world, request, Stage.VALIDATION)
    first = files(await opened(world, MANAGER))
    before = brought(world)
    assert await opened(world, "U0DIRECTOR")
    world.slack.clock.shift(50 * 60)
    assert await opened(world, MANAGER)
    assert brought(world) == before

    world.slack.clock.shift(15 * 60)
    await world.person(MANAGER).home()
    await world.slack.wait_for(lambda: files(pictures(world, MANAGER)) != first, timeout=20)
    assert brought(world) == before + len(first)


async def test_pictures_that_slack_has_not_prepared_come_later_and_home_is_whole_meanwhile(
    world: World,
) -> None:
    request = await world.file()
    await card_at(world, request, Stage.VALIDATION)
    world.slack.parts.files.prepare_slowly(True)
    await home_view(world, MANAGER, "Reports")

    def refused() -> bool:
        return any(call["method"] == "views.publish" and not call["ok"] for call in world.slack.calls)

    await world.slack.wait_for(refused, timeout=20)
    assert "Key figures" in visible_text(world.person(MANAGER).home_view() or {})
    world.slack.parts.files.prepare_slowly(False)
    assert await world.slack.wait_for(lambda: pictures(world, MANAGER), timeout=20)


async def test_pictures_that_come_late_do_not_turn_the_page_of_somebody_who_went_on(world: World) -> None:
    await home_view(world, MANAGER, "Reports")
    await home_view(world, MANAGER, "Mine")
    manager = await world.services.directory.person(MANAGER)
    await show_pictures(manager, world.services, world.services.gallery.blocks())
    assert in_view(world.person(MANAGER).home_view() or {}) == "Mine"
