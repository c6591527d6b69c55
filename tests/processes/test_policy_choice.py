"""A policy file that differs from the record ends the start with a sentence, and either choice resolves it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.processes.bot_process import Ended, bot, database_url, run_app
from tests.processes.changed_policy import changed_policy
from tests.processes.outside import Outside

LOWER = (("below = 50", "below = 45"), ("at_least = 50 ", "at_least = 45 "))


@pytest.fixture
async def begun(town: Outside) -> Outside:
    """A town whose bot has run once, with the shipped policy."""
    await start(town, changed_policy(town.folder))
    return town


async def start(town: Outside, policy: Path) -> None:
    """Start the bot, and end it once it is ready."""
    async with bot(town.slack, town.folder, POLICY_FILE=str(policy)) as running:
        running.terminate()
        assert await running.ended() == 0, running.err


async def refused(town: Outside, policy: Path) -> str:
    """What is said by a start that ends at once."""
    given = {
        "SLACK_BOT_TOKEN": town.slack.bot_token,
        "SLACK_APP_TOKEN": town.slack.app_token,
        "SLACK_API_URL": town.slack.api_url,
    }
    ended = await command(town, "run", policy=policy, **given)
    assert (ended.code, "Traceback" in ended.err) == (1, False), ended.err
    return ended.err


async def command(town: Outside, *arguments: str, policy: Path, **given: str) -> Ended:
    """How a command ends with the town's database and a policy file."""
    given |= {"DATABASE_URL": database_url(town.folder), "POLICY_FILE": str(policy)}
    return await run_app(*arguments, folder=town.folder, **given)


def recorded(town: Outside) -> list[tuple[str, str]]:
    """How each policy came to be in force, and who chose it."""
    rows = town.stored.rows(
        "SELECT changed FROM events WHERE number = 0 AND kind = 'policy.recorded' ORDER BY position"
    )
    told = [json.loads(changed) for (changed,) in rows]
    return [(one["how"], one["operator"]) for one in told]


async def test_file_that_was_changed_ends_the_start_and_names_what_differs(begun: Outside) -> None:
    said = await refused(begun, changed_policy(begun.folder, *LOWER))
    assert "tiers[1].below: 45 in the file, 50 on record" in said
    assert "python app.py policy adopt file" in said
    assert "python app.py policy adopt record" in said
    assert recorded(begun) == [("first", "")]


async def test_adopted_file_is_recorded_with_the_operators_name_and_the_bot_starts(begun: Outside) -> None:
    file = changed_policy(begun.folder, *LOWER)
    adopted = await command(begun, "policy", "adopt", "file", "--by", "Ines Okafor", policy=file)
    assert adopted.code == 0, adopted.err
    assert "tiers[1].below: 45 in the file, 50 on record" in adopted.out
    assert "from now on it is in force for new requests" in adopted.out
    await start(begun, file)
    assert recorded(begun) == [("first", ""), ("file", "Ines Okafor")]
    again = await command(begun, "policy", "adopt", "file", policy=file)
    assert again.out == f"{file} says what is on record already; nothing was recorded.\n"
    assert len(recorded(begun)) == 2


async def test_adopted_record_is_written_into_the_file_and_the_old_file_is_kept(begun: Outside) -> None:
    shipped = (begun.folder / "policy.toml").read_text(encoding="utf-8")
    file = changed_policy(begun.folder, *LOWER)
    changed = file.read_text(encoding="utf-8")
    adopted = await command(begun, "policy", "adopt", "record", policy=file)
    assert adopted.code == 0, adopted.err
    # All but the two lines was the same, comments too.
    assert file.read_text(encoding="utf-8") == shipped
    (kept,) = begun.folder.glob("policy.toml.*.bak")
    assert kept.read_text(encoding="utf-8") == changed
    assert kept.name in adopted.out
    await start(begun, file)
    assert recorded(begun) == [("first", "")]


async def test_record_that_the_file_says_already_is_not_written_again(begun: Outside) -> None:
    file = begun.folder / "policy.toml"
    before = file.stat().st_mtime_ns
    adopted = await command(begun, "policy", "adopt", "record", policy=file)
    assert adopted.out == f"{file} says what is on record already; nothing was written.\n", adopted.err
    assert file.stat().st_mtime_ns == before
    assert not list(begun.folder.glob("*.bak"))


async def test_policy_in_force_is_exported_with_the_comments_of_the_file(begun: Outside) -> None:
    shipped = (begun.folder / "policy.toml").read_text(encoding="utf-8")
    file = changed_policy(begun.folder, *LOWER)
    printed = await command(begun, "policy", "export", policy=file)
    assert (printed.code, printed.out) == (0, shipped)
    other = begun.folder / "exported.toml"
    written = await command(
        begun, "policy", "export", "--output", str(other), policy=begun.folder / "none.toml"
    )
    assert written.code == 0, written.err
    checked = await command(begun, "policy", "check", str(other), policy=file)
    assert (checked.code, "is in order" in checked.out) == (0, True), checked.err
    await start(begun, other)


async def test_choice_without_a_record_says_so(tmp_path: Path) -> None:
    file = changed_policy(tmp_path)
    given = {"DATABASE_URL": database_url(tmp_path), "POLICY_FILE": str(file)}
    for arguments in (("adopt", "file"), ("adopt", "record"), ("export",)):
        ended = await run_app("policy", *arguments, folder=tmp_path, **given)
        assert (ended.code, "Traceback" in ended.err) == (1, False), ended.err
        assert "Nothing has been recorded yet" in ended.err
