"""All sources are read at once, and one that fails is a sentence in place of its facts."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.policy_file import load
from bot.sources.gathering import gather, open_sources, unreadable
from bot.sources.protocol import SourceUnavailableError, UnknownCustomerError
from tests.policy.written import SHIPPED
from tests.sources.files import LiveSource, csv_source

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


def now() -> datetime:
    return AT


async def test_each_source_gives_a_snapshot_in_its_place(tmp_path: Path) -> None:
    sources = (LiveSource(name="one"), csv_source(tmp_path, "id,name\nA1,x\n"), LiveSource(name="two"))
    snapshots = await gather(sources, "A1", now)
    assert [snapshot.source for snapshot in snapshots] == ["one", "crm", "two"]
    assert [snapshot.payload for snapshot in snapshots] == [
        {"id": "A1"},
        {"id": "A1", "name": "x"},
        {"id": "A1"},
    ]
    assert {snapshot.taken_at for snapshot in snapshots} == {AT}
    assert all(snapshot.is_available and len(snapshot.sha256) == 64 for snapshot in snapshots)


async def test_sources_are_read_at_the_same_time() -> None:
    both = asyncio.Event()
    first, second = LiveSource(answers=both), LiveSource(answers=both)
    reading = asyncio.create_task(gather((first, second), "A1", now))
    async with asyncio.timeout(10):
        await first.asked.wait()
        await second.asked.wait()
        both.set()
        assert all(snapshot.is_available for snapshot in await reading)


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        (LiveSource(error=SourceUnavailableError("The CRM is closed.")), "The CRM is closed."),
        (LiveSource(error=UnknownCustomerError('CRM has no customer "A1".')), 'CRM has no customer "A1".'),
        (
            LiveSource(time_limit=timedelta(seconds=1), answers=asyncio.Event()),
            "Live records did not answer within 1s.",
        ),
    ],
    ids=["closed", "unknown", "slow"],
)
async def test_a_source_that_fails_is_a_sentence_and_the_others_are_kept(
    source: LiveSource, fault: str
) -> None:
    async with asyncio.timeout(10):
        failed, kept = await gather((source, LiveSource(name="kept")), "A1", now)
    assert not failed.is_available
    assert failed.fault == fault
    assert failed.taken_at == AT
    assert kept.is_available


async def test_a_source_that_breaks_is_a_sentence_and_its_reason_is_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR):
        (snapshot,) = await gather((LiveSource(error=ZeroDivisionError("secret")),), "A1", now)
    assert snapshot.fault == (
        "Live records failed while it was read; its administrator finds the reason in the log."
    )
    assert "ZeroDivisionError: secret" in caplog.text


async def test_gathering_that_is_called_off_ends() -> None:
    source = LiveSource(answers=asyncio.Event())
    reading = asyncio.create_task(gather((source,), "A1", now))
    await source.asked.wait()
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading


async def test_paths_start_at_the_policys_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    policy = load(SHIPPED).policy
    assert unreadable(policy, SHIPPED.parent) == ()
    assert [fault.key for fault in unreadable(policy, tmp_path)] == [f"sources[{n}].path" for n in range(3)]
    assert all(s.is_available for s in await gather(open_sources(policy, SHIPPED.parent), "CU-1002", now))
