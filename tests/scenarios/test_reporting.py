"""The key figures in Slack: asked for by those who may see them, and posted each month in their channel."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from sandbox.blockkit import visible_text
from tests.handlers.at_home import home_view, said, tabs
from tests.scenarios.test_main_job import SECOND
from tests.world import (
    ADMIN,
    DIRECTOR,
    MANAGER,
    OPERATOR,
    REQUESTER,
    SUPERVISOR,
    VALIDATOR,
    World,
    open_world,
)

DAY = 24 * 3600


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(tmp_path) as opened:
        yield opened


def pictures(message: dict[str, Any]) -> list[dict[str, Any]]:
    return [block for block in message["blocks"] if block["type"] == "image"]


def calls(world: World, method: str) -> list[dict[str, Any]]:
    return [call for call in world.slack.calls if call["method"] == method]


async def approved(world: World) -> None:
    """A request that both have approved."""
    request = await world.file()
    card = await world.card(request)
    assert (await world.decide(VALIDATOR, "Approve", card)).result == "closed"
    card = await world.card(request, SECOND)
    assert (await world.decide(MANAGER, "Approve", card)).result == "closed"
    await world.settled(request.number, lambda one: one.is_decided)


async def test_reader_gets_the_report_with_its_pictures_and_numbers(world: World) -> None:
    await approved(world)
    director = world.person(DIRECTOR)
    await director.command("/exception report this month")
    report = await world.dm(DIRECTOR, lambda text: "Requests filed" in text)
    assert "100 % (1 of 1)" in visible_text(report)
    shown = pictures(report)
    assert [one["alt_text"].split()[0] for one in shown] == ["Requests", "Approval", "Time", "Standards"]
    for one in shown:
        file = world.slack.state.files[one["slack_file"]["id"]]
        assert file["size"] < 100_000
        assert one["alt_text"].startswith(file["alt_txt"])
        assert world.slack.parts.files.shown_in(file["id"]) == (report["_channel"],)
    assert any(block["type"] == "table" for block in report["blocks"])


async def test_outsider_is_refused_on_record_and_reads_who_can(world: World) -> None:
    await world.person(REQUESTER).command("/exception report 2026-99", channel="general")
    said = await world.whisper(REQUESTER, "general")
    assert "you are not among them" in said
    assert "@ops-managers" in said
    chain = await world.services.records.trail(0)
    assert chain[-1].kind == "act.refused"
    assert world.person(REQUESTER).dm() == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("next week", "Write how many months it is over"),
        ("2099-01", "2099-01 has not begun"),
        ("2026-13", "is no month"),
        ("2026-05 2026-01", "before it begins"),
    ],
)
async def test_period_that_is_none_is_said_in_a_sentence(world: World, typed: str, said: str) -> None:
    await world.person(DIRECTOR).command(f"/exception report {typed}", channel="operations")
    assert said in await world.whisper(DIRECTOR, "operations")


async def test_period_before_the_record_began_is_said_in_a_sentence(world: World) -> None:
    await approved(world)
    await world.person(DIRECTOR).command("/exception report 1900", channel="operations")
    said = await world.whisper(DIRECTOR, "operations")
    assert "The record begins in " in said
    assert "so there are no figures of January to December 1900." in said
    assert world.person(DIRECTOR).dm() == []


async def test_workspace_without_requests_reads_what_will_stand_here(world: World) -> None:
    supervisor = world.person(SUPERVISOR)
    await supervisor.click(await home_view(world, SUPERVISOR, "Reports"), "Choose a period")
    await world.slack.wait_for(supervisor.view)
    assert (await supervisor.submit()).result == "closed"
    report = await world.dm(SUPERVISOR, lambda text: "has been filed yet" in text)
    assert pictures(report) == []


async def test_home_shows_this_months_figures_to_readers_alone(world: World) -> None:
    await approved(world)
    shown = await home_view(world, DIRECTOR, "Reports")
    assert "Key figures" in said(shown)
    assert "Reports" not in tabs(await world.person(REQUESTER).home() or {})
    await world.person(DIRECTOR).click(shown, "Send me the report")
    await world.dm(DIRECTOR, lambda text: "Requests filed" in text)


async def test_report_is_kept_to_what_was_chosen_and_faults_stand_beside_the_field(world: World) -> None:
    await approved(world)
    director = world.person(DIRECTOR)
    await director.command("/exception report")
    report = await world.dm(DIRECTOR, lambda text: "Requests filed" in text)
    await director.click(report, "More: choose a period")
    form = await world.slack.wait_for(director.view)
    first = form["blocks"][0]["element"]["initial_option"]["value"]
    earlier = form["blocks"][0]["element"]["options"][-1]["value"]
    assert earlier < first
    await director.fill({"To": earlier, "Standard": "OPS-021"})
    refused = await director.submit()
    assert refused.errors == {
        "To": "This month is before the first one. Choose the same month or a later one."
    }
    this_month = form["blocks"][1]["element"]["options"][0]["value"]
    await director.fill({"To": this_month})
    assert (await director.submit()).result == "closed"
    kept = await world.dm(DIRECTOR, lambda text: "Only OPS-021" in text or "has been filed yet" in text)
    assert pictures(kept) == []


async def test_report_comes_as_a_page_to_print(world: World) -> None:
    await approved(world)
    director = world.person(DIRECTOR)
    await director.command("/exception report 1")
    report = await world.dm(DIRECTOR, lambda text: "Requests filed" in text)
    await director.click(report, "As a page to print")

    def shared() -> dict[str, Any] | None:
        return next((one for one in director.dm() if one.get("files")), None)

    (file,) = (await world.slack.wait_for(shared, timeout=10))["files"]
    assert file["name"].startswith("exceptions-")
    content = world.slack.parts.files.content(file["id"])
    assert content is not None
    page = content.decode()
    assert page.startswith("<!doctype html>")
    assert page.count("data:image/png;base64,") == 4
    assert "http://" not in page
    assert "https://" not in page
    assert "<script" not in page


async def test_picture_that_slack_has_not_prepared_is_waited_for_and_the_report_comes_once(
    world: World,
) -> None:
    await approved(world)
    world.slack.parts.files.prepare_slowly(True)
    await world.person(DIRECTOR).command("/exception report 1")

    def refused() -> bool:
        return any(call["error"] == "invalid_blocks" for call in calls(world, "chat.postMessage"))

    await world.slack.wait_for(refused, timeout=10)
    world.slack.parts.files.prepare_slowly(False)
    world.slack.clock.shift(60)
    report = await world.dm(DIRECTOR, lambda text: "Requests filed" in text)
    assert len(pictures(report)) == 4
    assert len(calls(world, "files.getUploadURLExternal")) == 4
    assert sum("Requests filed" in visible_text(one) for one in world.person(DIRECTOR).dm()) == 1


async def test_each_month_is_reported_once_in_its_channel_also_after_downtime(world: World) -> None:
    await approved(world)
    assert posted(world) == []
    world.slack.clock.shift(31 * DAY)
    await world.message(lambda text: text.startswith("Exceptions, "), "operations", OPERATOR)
    world.slack.clock.shift(31 * DAY)
    await world.slack.wait_for(lambda: len(posted(world)) == 2, timeout=10)
    world.slack.clock.shift(3600)
    months = [visible_text(one).partition("\n")[0].partition(" ")[2] for one in posted(world)]
    assert len(set(months)) == 2
    chain = await world.services.records.trail(0)
    events = [link for link in chain if link.kind == "report.posted"]
    assert len(events) == 2


def posted(world: World) -> list[dict[str, Any]]:
    said = world.person(OPERATOR).messages("operations")
    return [one for one in said if visible_text(one).startswith("Exceptions, ")]


async def test_somebody_in_the_channel_who_may_not_see_more_reads_who_can(world: World) -> None:
    await approved(world)
    world.slack.clock.shift(31 * DAY)
    report = await world.message(lambda text: text.startswith("Exceptions, "), "operations", OPERATOR)
    await world.person(OPERATOR).click(report, "More: choose a period")
    assert "you are not among them" in await world.whisper(OPERATOR, "operations")
    await world.person(ADMIN).click(report, "More: choose a period")
    await world.slack.wait_for(world.person(ADMIN).view)
