"""Readiness in Slack: how everything stands, looked at anew; and what the bot says at its start that it cannot do."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from bot.inspector import FRESH_FOR, Inspection
from models.events import EventKind
from sandbox.blockkit import visible_text
from sandbox.person import ActingPerson
from tests.handlers.acting import form_text, says
from tests.world import ADMIN, COMPLIANCE, DIRECTOR, LEAD, MEMBER, ROOT, World, open_world


async def readiness(world: World, by: str) -> ActingPerson:
    """Somebody before the page, once everything was looked at."""
    who = world.person(by)
    await who.command("/exception readiness")
    await world.slack.wait_for(who.view)
    await says(world, who, "Checked")
    return who


async def check_again(world: World, who: ActingPerson) -> None:
    view = who.view()
    assert view is not None
    await who.click(view, "Check again")


def without(folder: Path, scopes: Iterable[str]) -> Path:
    """The manifest without some scopes."""
    lines = (ROOT / "manifest.yml").read_text(encoding="utf-8").splitlines()
    gone = re.compile(rf"\s+- ({'|'.join(scopes)})(\s|$)")
    file = folder / "manifest.yml"
    file.write_text("\n".join(line for line in lines if not gone.match(line)), encoding="utf-8")
    return file


async def test_administrator_sees_how_everything_stands_and_looks_again_once_it_is_mended(
    any_world: World,
) -> None:
    world = any_world
    administration = world.slack.parts.administration
    ids = {group.handle: group.id for group in world.slack.state.groups.values()}
    members = world.slack.state.groups[ids["executives"]].members
    administration.set_group_members(ids["executives"], [])
    who = await readiness(world, ADMIN)
    seen = form_text(who)
    for words in (
        "Not everything that the policy asks for can be done.",
        "Executive: nobody is there in @executives to authorise",
        "Put people into @executives",
        "An administrator of the Slack workspace can.",
        "have not attested the training",
        "CRM answered in",
        "All 13 scopes are granted.",
        "can validate and",
        "The policy was reviewed on",
        "Two approvals, an owner for every hold",
        "hold, and every row is as they tell",
        "https://wiki.harbor.example",
        "The key figures are what the events tell",
        "monthly report",
    ):
        assert words in seen, words
    assert seen.index("Executive: nobody") < seen.index("CRM answered")

    administration.set_group_members(ids["executives"], list(members))
    await check_again(world, who)
    await says(world, who, "It works")
    assert "nobody is there in @executives" not in form_text(who)


@pytest.mark.parametrize("reader", [DIRECTOR, COMPLIANCE])
async def test_who_administers_or_audits_sees_all_of_it(world: World, reader: str) -> None:
    assert "CRM answered in" in form_text(await readiness(world, reader))


async def test_report_readers_see_how_each_part_stands_and_no_more(world: World) -> None:
    seen = form_text(await readiness(world, LEAD))
    assert "Data sources" in seen
    assert "CRM answered" not in seen
    assert "Check again" not in seen


async def test_others_are_told_who_may_see_it(world: World) -> None:
    who = world.person(MEMBER)
    await who.command("/exception readiness")
    said = await world.slack.wait_for(who.ephemerals)
    assert "those who own, administer or audit the policy" in visible_text(said[-1])
    assert "@ops-managers" in visible_text(said[-1])
    assert who.view() is None


async def found(world: World) -> int:
    """How often it went on record what the bot cannot do."""
    trail = await world.services.records.trail(0)
    return sum(link.kind == EventKind.READINESS_FOUND for link in trail)


async def looked(world: World) -> None:
    """Wait until the bot has looked at everything and said what it cannot do."""
    await world.committed.wait()


async def test_what_the_bot_cannot_do_is_told_to_administrators_once_for_each_set(tmp_path: Path) -> None:
    less = without(tmp_path, ["dnd:read", "files:write"])
    async with open_world(tmp_path, manifest=less, looks_after=0) as world:
        for reader in (ADMIN, DIRECTOR):
            told = await world.dm(reader, lambda text: "something that I cannot do" in text)
            text = visible_text(told)
            assert "The scope dnd:read is missing: whoever is in do-not-disturb is told all the same." in text
            assert "The scope files:write is missing: reports go without plots" in text
            assert "install the app again" in text
        who = world.person(ADMIN)
        await who.click(await world.dm(ADMIN, lambda text: "cannot do" in text), "Check again")
        await says(world, who, "The scope dnd:read is missing")
        # It goes on with what it can.
        await world.card(await world.file())
        assert await found(world) == 1
    async with open_world(tmp_path, manifest=less, looks_after=0) as world:
        await looked(world)
        assert await found(world) == 1
        assert told_of(world) == []
    async with open_world(tmp_path, looks_after=0) as world:
        await looked(world)
        assert await found(world) == 2, "that all is well again is on record"
        assert told_of(world) == []
    async with open_world(tmp_path, manifest=less, looks_after=0) as world:
        await world.dm(ADMIN, lambda text: "something that I cannot do" in text)


def told_of(world: World) -> list[str]:
    """What the bot has told an administrator that it cannot do."""
    texts = (visible_text(message) for message in world.person(ADMIN).dm())
    return [text for text in texts if "cannot do" in text]


@pytest.mark.parametrize("scope", ["groups:read", "dnd:read", "files:write", "im:history"])
async def test_bot_goes_on_without_a_scope_that_it_can_spare(scope: str, tmp_path: Path) -> None:
    async with open_world(tmp_path, manifest=without(tmp_path, [scope])) as world:
        await world.card(await world.file())


async def test_bot_that_is_in_no_channel_says_which_and_how_to_invite_it(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        channel = next(c.id for c in world.slack.state.channels.values() if c.name == "exceptions-manager")
        world.slack.parts.administration.set_membership(channel, "U0SAMPLEBOT", False, ADMIN)
        seen = form_text(await readiness(world, ADMIN))
        assert "The bot is not in" in seen
        assert channel in seen
        assert "/invite @exception_desk" in seen


async def test_what_fails_while_it_is_looked_at_ends_nothing(world: World) -> None:
    asked = asyncio.Event()

    async def fail(_: Inspection | None) -> None:
        asked.set()
        raise RuntimeError("it cannot be shown")

    world.services.inspector.ask(fail)
    await asked.wait()
    assert "CRM answered in" in form_text(await readiness(world, ADMIN))


async def test_page_that_was_closed_meanwhile_is_shown_to_nobody(world: World) -> None:
    who = world.person(ADMIN)
    await who.command("/exception readiness")
    await world.slack.wait_for(who.view)
    who.close()
    await world.slack.wait_for(lambda: world.services.inspector.last)
    assert "CRM answered in" in form_text(await readiness(world, ADMIN))


async def test_bot_that_is_told_to_stop_does_not_wait_for_what_is_looked_at(tmp_path: Path) -> None:
    begun = asyncio.Event()

    async def never_shown(_: Inspection | None) -> None:
        begun.set()
        await asyncio.Event().wait()

    async with asyncio.timeout(20), open_world(tmp_path) as world:
        world.services.inspector.ask(never_shown)
        await begun.wait()


async def test_what_was_found_is_looked_at_anew_once_it_is_old_or_the_clock_went_back(world: World) -> None:
    await readiness(world, ADMIN)
    inspector, clock = world.services.inspector, world.slack.clock
    assert inspector.is_fresh()
    for moved in (FRESH_FOR.total_seconds() + 1, -3600):
        clock.shift(moved)
        assert not inspector.is_fresh()
        clock.shift(-moved)


@pytest.mark.parametrize(
    ("is_sample", "words"),
    [
        (False, "The next `python app.py run` will be refused."),
        (True, "Its next start takes that up by itself."),
    ],
)
async def test_policy_file_that_was_changed_is_told_of_with_what_the_next_start_does(
    tmp_path: Path, is_sample: bool, words: str
) -> None:
    file = tmp_path / "policy.toml"
    shipped = (ROOT / "policy.toml").read_text(encoding="utf-8")
    file.write_text(shipped, encoding="utf-8")
    async with open_world(tmp_path, policy=file, is_sample=is_sample) as world:
        changed = shipped.replace("below = 20", "below = 21").replace("at_least = 20", "at_least = 21")
        file.write_text(changed, encoding="utf-8")
        assert words.replace("`", "") in form_text(await readiness(world, ADMIN)).replace("`", "")


async def test_demo_that_keeps_what_was_changed_in_it_says_so(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    shipped = (ROOT / "policy.toml").read_text(encoding="utf-8")
    file.write_text(shipped, encoding="utf-8")
    async with open_world(tmp_path, policy=file, is_sample=True):
        pass
    changed = shipped.replace("below = 20", "below = 21").replace("at_least = 20", "at_least = 21")
    file.write_text(changed, encoding="utf-8")
    async with open_world(tmp_path, policy=file, is_sample=True) as world:
        # The file says again what is on record, but no longer in force: as after a change in Slack.
        file.write_text(shipped, encoding="utf-8")
        seen = form_text(await readiness(world, ADMIN))
        assert "This demo goes by what was changed in Slack, after its next start too" in seen
        assert "refused" not in seen
