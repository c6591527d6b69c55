"""What App Home says waits on somebody is what their digest would tell them: two ways to find it out, one answer."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import pytest

from bot.turns import Turns
from bot.waits import was_just_told
from tests.bot.office import TEAM, Hands, Office, open_office
from tests.bot.rich_past import TEAMS, live, rich_policy
from tests.builders import person
from tests.models.hard_policy import HARD_GROUPS


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, datetime]:
    """A rich past in a database, lived once, and when it ended."""
    file = tmp_path_factory.mktemp("past") / "desk.sqlite3"
    return file, asyncio.run(_lived(file))


async def _lived(file: Path) -> datetime:
    async with open_office(file, rich_policy()) as office:
        await live(office, 3, 30)
        return office.hands.at


async def told_and_found(office: Office, who: str) -> tuple[set[int], set[int]]:
    """The numbers of which a digest tells somebody, and those that wait on them by App Home."""
    turns = Turns(
        workspace=TEAM,
        records=office.records,
        directory=office.people,
        policies=office.policies,
        clock=office.clock,
    )
    found = (await turns.of(person(who))).requests
    told = {one.number for one in (await office.waits.found()).requests.get(who, ())}
    at = office.clock.now()
    return told, {one.number for one in found if not was_just_told(one, who, at)}


@pytest.mark.parametrize("unknown", [set(), {"@validators"}, {"@managers", "@data"}])
async def test_a_digest_tells_of_what_waits_by_app_home(
    past: tuple[Path, datetime], tmp_path: Path, unknown: set[str]
) -> None:
    shutil.copy(past[0], tmp_path / "desk.sqlite3")
    async with open_office(tmp_path / "desk.sqlite3", rich_policy(), Hands(past[1])) as office:
        office.people.members = {handle: set(people) for handle, people in (HARD_GROUPS | TEAMS).items()}
        office.people.unknown = unknown
        seen: set[int] = set()
        for who in sorted(everybody(office.people.members.values())):
            told, found = await told_and_found(office, who)
            assert told == found, who
            seen |= told
        assert len(seen) > 5


def everybody(groups: Iterable[set[str]]) -> set[str]:
    """Whoever is in a group or ever asked."""
    return {"UREQ", "USELLER", "UHELPER", "UALONE", "USUPER", "UDIRECTOR", "UABOVE"}.union(*groups)
