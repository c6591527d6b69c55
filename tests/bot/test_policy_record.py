"""The policy in force is the one on record: taken up once, followed by every desk, and never changed silently."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot import policy_record
from bot.policies import Policies, UnknownPolicyVersionError
from bot.policy_file import PolicyFile, version_of
from models import queries
from models.events import EventKind
from models.policy import Policy
from models.policy_diff import differences
from models.policy_history import Recorded
from models.policy_queries import in_force, recordings
from tests.bot.office import TEAM, Office, open_office
from tests.builders import MORNING, policy


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path / "desk.sqlite3") as opened:
        yield opened


def file(said: Policy) -> PolicyFile:
    """A policy file that says so."""
    return PolicyFile(path=Path("policy.toml"), policy=said, content="", version=version_of(said))


def lower() -> Policy:
    """The test policy, with the managers' band up to 45."""
    tiers = [*policy().model_dump()["tiers"]]
    tiers[1]["below"] = tiers[2]["at_least"] = 45
    return policy(tiers=tiers)


async def start(office: Office, said: Policy, **how: Any) -> str | None:
    """A start with a file that says so."""
    begin = partial(policy_record.at_start, workspace=TEAM, file=file(said), at=office.clock.now(), **how)
    return await office.writer.run(begin)


async def current(office: Office) -> str | None:
    return await office.reader.run(lambda c: in_force(c, TEAM))


async def kinds(office: Office) -> list[str]:
    return [link.kind for link in await office.records.trail(0)]


async def test_first_start_records_the_file_and_a_second_one_nothing(office: Office) -> None:
    for _ in range(2):
        assert await start(office, policy()) is None
    assert await current(office) == version_of(policy())
    (link,) = await office.records.trail(0)
    told = json.loads(link.changed)
    assert (link.kind, told["how"], told["title"]) == (EventKind.POLICY_RECORDED, "first", "Test policy")


async def test_file_that_says_something_else_ends_the_start_and_names_each_key(office: Office) -> None:
    await start(office, policy())
    with pytest.raises(policy_record.PolicyDiffersError) as caught:
        await start(office, lower())
    said = str(caught.value)
    assert "tiers[1].below: 45 in the file, 50 on record" in said
    assert "tiers[2].at_least: 45 in the file, 50 on record" in said
    assert "app.py policy adopt file" in said
    assert "app.py policy adopt record" in said
    assert await current(office) == version_of(policy())
    assert await kinds(office) == [EventKind.POLICY_RECORDED]


async def test_difference_says_who_changed_the_key_on_record_and_how(office: Office) -> None:
    await start(office, policy())
    changes = differences(policy(), lower())
    record = partial(
        policy_record.put_in_force,
        workspace=TEAM,
        policy=lower(),
        how=Recorded.PROPOSAL,
        at=MORNING,
        changes=changes,
        people=("UADMIN", "UOTHER"),
    )
    await office.writer.run(record)
    with pytest.raises(policy_record.PolicyDiffersError) as caught:
        await start(office, policy())
    assert (
        "tiers[1].below: 50 in the file, 45 on record (changed in Slack on 4 Mar 2026 by UADMIN and UOTHER)"
        in str(caught.value)
    )


async def test_adopted_file_is_in_force_with_the_operators_name(office: Office) -> None:
    await start(office, policy())
    adopt = partial(policy_record.adopt_file, workspace=TEAM, at=MORNING, operator="ines")
    changes = await office.writer.run(partial(adopt, file=file(lower())))
    assert [change.key for change in changes] == ["tiers[1].below", "tiers[2].at_least"]
    assert await current(office) == version_of(lower())
    newest = (await office.reader.run(lambda c: recordings(c, TEAM)))[0]
    assert (newest.how, newest.operator, newest.changes) == (Recorded.FILE, "ines", changes)
    assert await office.writer.run(partial(adopt, file=file(lower()))) == ()
    assert len(await kinds(office)) == 2


async def test_version_that_was_in_force_before_can_be_again(office: Office) -> None:
    await start(office, policy())
    adopt = partial(policy_record.adopt_file, workspace=TEAM, at=MORNING, operator="ines")
    for said in (lower(), policy()):
        await office.writer.run(partial(adopt, file=file(said)))
    assert await current(office) == version_of(policy())
    assert len(await kinds(office)) == 3
    assert len(await office.reader.run(lambda c: queries.policy_versions(c, TEAM))) == 2


async def test_sample_that_was_shipped_anew_is_recorded_and_said(office: Office) -> None:
    await start(office, policy(), is_sample=True)
    said = await start(office, lower(), is_sample=True)
    assert said is not None
    assert "has changed since" in said
    assert await current(office) == version_of(lower())
    # What somebody changed in the demo's Slack outlasts the next start.
    record = partial(policy_record.put_in_force, workspace=TEAM, how=Recorded.PROPOSAL, at=MORNING)
    await office.writer.run(partial(record, policy=policy()))
    said = await start(office, lower(), is_sample=True)
    assert said is not None
    assert "stays as it is there" in said
    assert await current(office) == version_of(policy())


async def test_version_of_before_a_key_was_added_is_still_what_the_file_says(office: Office) -> None:
    """A newer release knows more keys, and so gives the same file another version."""
    await start(office, policy())
    old = policy().model_dump(mode="json")
    del old["policy_review"]

    def age(connection: Any) -> None:
        connection.execute(
            text("INSERT INTO policies VALUES ('T1', 'older', :old, '2026-01-01')"), {"old": json.dumps(old)}
        )
        connection.execute(text("UPDATE workspaces SET policy_version = 'older'"))

    office.is_tampered_with = True
    await office.writer.run(age)
    assert await start(office, policy()) is None
    assert await current(office) == "older"


async def test_every_desk_files_under_the_policy_that_any_of_them_put_in_force(office: Office) -> None:
    await office.writer.run(
        partial(policy_record.put_in_force, workspace=TEAM, policy=policy(), how=Recorded.FIRST, at=MORNING)
    )
    before = await office.file(requested=Decimal(44))
    assert before.score.tier == "manager"
    # As another process would: this one's memory is not told.
    await office.writer.run(
        partial(policy_record.put_in_force, workspace=TEAM, policy=lower(), how=Recorded.FILE, at=MORNING)
    )
    after = await office.file(requested=Decimal(44))
    assert (after.score.tier, after.policy_version) == ("executive", version_of(lower()))
    assert office.policies.of(before).tiers[1].below == 50
    assert (await office.request(before.number)).policy_version == version_of(policy())


async def test_what_shows_policies_reads_one_that_another_process_recorded() -> None:
    read: list[str] = []

    def find(version: str) -> Policy | None:
        read.append(version)
        return lower() if version == "there" else None

    policies = Policies("v1", {"v1": policy()}, find)
    assert policies.version("there") is policies.version("there")
    assert read == ["there"]
    with pytest.raises(UnknownPolicyVersionError):
        policies.version("nowhere")
