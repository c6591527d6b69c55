"""Data that are too old, or do not say how old they are, are a fault of their source."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import JsonValue

from bot.sources.freshness import check_freshness, current_until
from bot.sources.gathering import gather
from bot.sources.protocol import SourceUnavailableError
from models.policy_sources import Freshness
from tests.sources.files import LiveSource, csv_source

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
WEEK = Freshness(field="updated_at", limit=timedelta(days=7))


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("2026-11-20", datetime(2026, 11, 21, tzinfo=UTC)),
        ("2026-11-20T08:00:00", datetime(2026, 11, 20, 8, tzinfo=UTC)),
        (" 2026-11-20 08:00:00Z ", datetime(2026, 11, 20, 8, tzinfo=UTC)),
        ("2026-11-20T08:00:00.000+0000", datetime(2026, 11, 20, 8, tzinfo=UTC)),
        ("2026-11-20T08:00:00+02:00", datetime(2026, 11, 20, 6, tzinfo=UTC)),
        (1_795_000_000, datetime.fromtimestamp(1_795_000_000, UTC)),
        (1_795_000_000_000, datetime.fromtimestamp(1_795_000_000, UTC)),
        ("yesterday", None),
        ("", None),
        ("9999-12-31", None),
        (1e300, None),
        (True, None),
        (None, None),
        ([], None),
    ],
)
def test_a_moment_is_read_as_sources_write_it(said: JsonValue, moment: datetime | None) -> None:
    assert current_until(said) == moment


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("2026-11-13T09:00:00Z", None),
        ("2026-11-13", None),
        ("2026-11-21T08:00:00Z", None),
        (
            "2026-11-13T08:59:00Z",
            "Live records has data of 2026-11-13 08:59 UTC, older than the 168h that the policy allows.",
        ),
        ("2027-01-01", "Live records says that its data are of 2027-01-01, which is yet to come."),
        (None, 'Live records does not say when its data were current (in "updated_at").'),
    ],
)
def test_data_are_as_new_as_the_policy_wants(said: JsonValue, fault: str | None) -> None:
    source = LiveSource(freshness=WEEK)
    if fault is None:
        check_freshness(source, {"updated_at": said}, AT)
        return
    with pytest.raises(SourceUnavailableError) as caught:
        check_freshness(source, {"updated_at": said}, AT)
    text = str(caught.value)
    assert text.replace("7d", "168h") == fault


async def test_a_file_that_is_too_old_leaves_a_fault_and_no_data(tmp_path: Path) -> None:
    source = csv_source(tmp_path, "id,name,on\nA1,x,2026-11-01\n", freshness={"field": "on", "limit": "7d"})
    (snapshot,) = await gather((source,), "A1", lambda: AT)
    assert not snapshot.is_available
    assert snapshot.fault is not None
    assert snapshot.fault.startswith("CRM has data of 2026-11-01, older than the ")


def test_a_file_without_the_column_that_dates_it_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailableError, match='line 1 has no column "on"'):
        csv_source(tmp_path, "id,name\nA1,x\n", freshness={"field": "on", "limit": "7d"}).check()
