"""`policy simulate` as a process of its own, on a database that was made by performing acts."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot import policy_record
from bot.policy_writer import policy_toml
from models.acts import MarkExecuted
from models.policy import Policy
from models.policy_history import Recorded
from models.policy_versions import version_of
from models.request import Stage
from tests.bot.office import TEAM, open_office
from tests.builders import MORNING, euros, policy
from tests.processes.bot_process import Ended, database_url, run_app


def moved() -> Policy:
    """Executives decide from 40 percent on."""
    tiers = [tier.model_dump() for tier in policy().tiers]
    tiers[1]["below"] = tiers[2]["at_least"] = "40"
    return policy(tiers=tiers)


@pytest.fixture
async def folder(tmp_path: Path) -> Path:
    """A folder with a database of three requests: one moves with the draft, one does not, one came a month later."""
    own = policy()
    version = version_of(own)
    async with open_office(tmp_path / "desk.sqlite3", own) as office:
        office.policies.learn(version, own)
        office.policies.put_in_force(version)
        await office.writer.run(lambda c: policy_record.put_in_force(c, TEAM, own, Recorded.FIRST, MORNING))
        for requested, days in (("43.5", 0), ("33", 0), ("33", 31)):
            office.hands.at = MORNING + timedelta(days=days)
            number = (await office.file(requested=Decimal(requested), value=euros(1))).number
            office.hands.move(hours=1)
            await office.approve(number, "UVAL1")
            await office.approve(number, "UEXE1", Stage.AUTHORIZATION)
            await office.perform(MarkExecuted(number=number, done="Done."), "UOPS1")
            await office.tick()
    write(tmp_path / "same.toml", own)
    write(tmp_path / "moved.toml", moved())
    return tmp_path


def write(path: Path, draft: Policy) -> None:
    path.write_text(policy_toml(draft), encoding="utf-8")


async def simulate(folder: Path, draft: str, *options: str) -> Ended:
    """How the command ends on the folder's database."""
    return await run_app(
        "policy",
        "simulate",
        str(folder / draft),
        *options,
        folder=folder,
        DATABASE_URL=database_url(folder),
    )


async def test_draft_that_moves_a_threshold_is_shown_as_a_table_and_a_picture(folder: Path) -> None:
    picture = folder / "before_and_after.png"
    ended = await simulate(folder, "moved.toml", "--plot", str(picture))
    assert ended.code == 0, ended.err
    lines = ended.out.splitlines()
    assert lines[0].startswith(
        f"3 requests, performed again under the draft (version {version_of(moved())})."
    )
    assert "  1 request would be decided by another tier: from Manager to Executive." in lines
    rows = {line.split("   ")[0].strip(): line for line in lines}
    assert rows["Manager"].split()[1:4] == ["1", "→", "0"]
    assert rows["Executive"].split()[1:4] == ["0", "→", "1"]
    assert "Manager → Executive" in rows["EX-1001"]
    # Numbers stand under one another, whatever their length.
    tiers = [rows[title] for title in ("Team lead", "Manager", "Executive")]
    assert len({line.index("→") for line in tiers}) == 1
    assert "What this cannot know" in lines
    assert picture.read_bytes().startswith(b"\x89PNG")


async def test_policy_in_force_changes_nothing(folder: Path) -> None:
    ended = await simulate(folder, "same.toml")
    assert (ended.code, "says what the policy in force says: nothing would change." in ended.out) == (0, True)


async def test_json_has_the_figures_and_names_what_is_different(folder: Path) -> None:
    ended = await simulate(folder, "moved.toml", "--format", "json")
    told: dict[str, Any] = json.loads(ended.out)
    assert told["draft"] == version_of(moved())
    assert told["in_force"] == version_of(policy())
    assert [one["number"] for one in told["changed"]] == [1001]
    assert [tier["requests"] for tier in told["tiers"]] == [
        {"was": 2, "would": 2},
        {"was": 1, "would": 0},
        {"was": 0, "would": 1},
    ]


async def test_period_is_of_the_days_of_filing_both_included(folder: Path) -> None:
    day = "2026-03-04"
    first = await simulate(folder, "moved.toml", "--from", day, "--to", day)
    assert first.out.startswith(f"2 requests filed from {day} to {day}, performed again")
    later = await simulate(folder, "moved.toml", "--from", "2026-03-05", "--format", "json")
    assert json.loads(later.out)["requests"] == 1
    none = await simulate(folder, "moved.toml", "--to", "2026-03-03")
    assert none.out == "No request was filed to 2026-03-03, so there is nothing to try the draft on.\n"
    never = await simulate(folder, "moved.toml", "--from", "2026-03-05", "--to", "2026-03-04")
    assert (never.code, "--to is before --from" in never.err) == (1, True)


async def test_draft_with_faults_gets_the_list_of_policy_check(folder: Path) -> None:
    (folder / "bad.toml").write_text('title = "Draft"\n', encoding="utf-8")
    ended = await simulate(folder, "bad.toml")
    checked = await run_app("policy", "check", str(folder / "bad.toml"), folder=folder)
    assert (ended.code, ended.err) == (1, checked.err)
    assert "owner: This key is missing" in ended.err


async def test_picture_of_nothing_is_not_written(folder: Path) -> None:
    picture = folder / "none.png"
    ended = await simulate(folder, "moved.toml", "--to", "2026-03-03", "--plot", str(picture))
    assert (ended.code, "There is nothing to draw" in ended.err, picture.exists()) == (1, True, False)
