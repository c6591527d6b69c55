"""The demo's history: a year of requests that were really performed, have all ended, and read as a year of work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from bot.attesting import policies_on_record
from bot.audit import attest, verify
from bot.policy_file import PolicyFile, load
from bot.views.verified import fault_lines
from models import queries
from models.database import open_database
from models.events import EventKind
from models.matter_queries import newest_matters
from models.oversight.audit_reviews import AuditReview
from models.oversight.policy_reviews import PolicyReview, ReviewOutcome
from models.request import Ending, ExceptionRequest, Status
from models.tables import events, outbox, timers
from sample.history import write_history
from sample.past_year import DAYS, REQUESTS, Plot, cases
from sample.workspace import Workspace

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def policy_file() -> PolicyFile:
    return load(ROOT / "policy.toml")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, policy_file: PolicyFile) -> Iterator[Connection]:
    url = f"sqlite:///{tmp_path_factory.mktemp('history') / 'demo.sqlite3'}"
    assert write_history(url, policy_file, NOW) == REQUESTS
    assert write_history(url, policy_file, NOW) == 0, "a history that is there is not written again"
    engine = open_database(url)
    with engine.connect().execution_options(reads_only=True) as connection:
        yield connection
    engine.dispose()


@pytest.fixture(scope="module")
def requests(written: Connection) -> tuple[ExceptionRequest, ...]:
    return queries.newest_requests(written, Workspace().id, 2 * REQUESTS)


def test_every_request_of_the_past_has_ended_and_waits_for_nothing(
    written: Connection, requests: tuple[ExceptionRequest, ...]
) -> None:
    assert {request.status for request in requests} == {Status.CLOSED}
    assert all(NOW - timedelta(days=DAYS) < request.filed_at < NOW for request in requests)
    waiting = select(timers.c.id).where(timers.c.ended_at.is_(None), timers.c.number > 0)
    assert not written.execute(waiting).all()
    told = written.execute(select(outbox.c.number).distinct()).scalars().all()
    assert set(told) <= {0}, "nobody is told now of what is long past"


def test_the_past_holds_every_ending_and_each_exceptional_way(
    written: Connection, requests: tuple[ExceptionRequest, ...]
) -> None:
    endings = Counter(request.outcome for request in requests)
    assert {Ending.APPROVED, Ending.REJECTED, Ending.WITHDRAWN} <= set(endings)
    assert 0.6 < endings[Ending.APPROVED] / len(requests) < 0.9
    kinds = set(written.execute(select(events.c.kind).distinct()).scalars())
    assert kinds >= {
        EventKind.DEADLINE_BREACHED,
        EventKind.ACKNOWLEDGED,
        EventKind.HOLD_OPENED,
        EventKind.HOLD_CLOSED,
        EventKind.RETURNED,
        EventKind.AMENDED,
        EventKind.EXPEDITE_ANSWERED,
        EventKind.COMPLAINT_REVIEWED,
        EventKind.REFUSED,
        EventKind.DOCUMENTED,
    }
    assert {request.score.tier for request in requests} == {"team_lead", "manager", "executive"}
    assert len({request.team for request in requests}) == 4


def test_the_chains_of_the_past_hold(written: Connection) -> None:
    chains, total, broken = verify(written)[:3]
    assert chains == REQUESTS + 1
    assert total > 8 * REQUESTS
    assert broken == ()


def test_the_rows_of_the_past_are_as_its_events_tell(written: Connection) -> None:
    assert list(fault_lines(attest(written, policies_on_record(written), NOW))) == []


def test_numbers_and_events_come_in_the_order_of_time(requests: tuple[ExceptionRequest, ...]) -> None:
    in_order = sorted(requests, key=lambda request: request.number)
    assert [r.filed_at for r in in_order] == sorted(r.filed_at for r in requests)
    for request in in_order:
        assert all(one < request.number for one in request.like)


@pytest.mark.parametrize("days", range(0, 364, 28))
def test_a_year_can_be_drawn_on_any_day(policy_file: PolicyFile, days: int) -> None:
    end = NOW + timedelta(days=days)
    drawn = list(cases(policy_file.policy, end))
    assert len(drawn) == REQUESTS
    assert drawn == list(cases(policy_file.policy, end)), "the same day draws the same year"
    assert {case.plot for case in drawn} >= {Plot.PLAIN, Plot.REJECTED_SECOND, Plot.WITHDRAWN}


def test_each_week_of_the_past_was_reviewed_and_signed_off_by_somebody_without_a_part(
    written: Connection,
) -> None:
    reviews = newest_matters(written, Workspace().id, AuditReview, 100)
    assert 50 <= len(reviews) <= 53
    for review in reviews:
        if review.signed_off is not None:
            assert all(review.signed_off.by not in item.people for item in review.items)
    assert sum(1 for review in reviews if review.is_open) <= 2
    assert any(review.findings for review in reviews)
    assert reviews[0].verification is not None
    assert reviews[0].verification.is_whole


def test_what_recurred_was_reviewed_by_the_owners_of_the_standards(written: Connection) -> None:
    reviews = newest_matters(written, Workspace().id, PolicyReview, 100)
    assert len(reviews) > 10
    outcomes = {review.concluded.outcome for review in reviews if review.concluded is not None}
    assert outcomes == set(ReviewOutcome)
