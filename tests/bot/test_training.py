"""Training at the desk: an attestation is a row and an event, counts at once, and is asked for once a day."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy

from bot import policy_record
from models.acts import Delegate
from models.attestation_queries import last_attestations
from models.events import EventKind
from models.oversight.training_acts import AskToAttest, AttestTraining
from models.policy_history import Recorded
from models.policy_versions import version_of
from models.refusals import Why
from models.request import Status
from tests.bot.office import TEAM, Office, open_office
from tests.builders import MORNING, policy

OWN = policy(training={"required": True}, administrators=["UADMIN"])
VERSION = version_of(OWN)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """A desk whose policy requires the training."""
    async with open_office(tmp_path / "desk.sqlite3", own=OWN) as opened:
        begin = partial(
            policy_record.put_in_force, workspace=TEAM, policy=OWN, how=Recorded.FIRST, at=MORNING
        )
        await opened.writer.run(begin)
        await opened.desk.follow()
        yield opened


async def attest(office: Office, by: str, version: str = VERSION) -> Why | None:
    performed = await office.perform(AttestTraining(version=version, has_read=True), by)
    return performed.refusal.why if performed.refusal else None


async def asked(office: Office) -> list[str]:
    """Who has a message planned about it."""
    found = sqlalchemy.text("SELECT recipient FROM outbox WHERE kind = 'training' ORDER BY id")
    return list(await office.reader.run(lambda c: c.execute(found).scalars().all()))


async def test_same_delivery_is_taken_once_its_maker_has_attested(office: Office) -> None:
    request = await office.file()
    first = await office.approve(request.number, "UVAL1", key="the-click")
    assert first.refusal is not None
    assert first.refusal.why is Why.NOT_TRAINED
    assert await attest(office, "UVAL1") is None
    again = await office.approve(request.number, "UVAL1", key="the-click")
    assert again.refusal is None
    assert (await office.request(request.number)).status is Status.AUTHORIZATION


async def test_stand_in_attests_for_themselves(office: Office) -> None:
    request = await office.file()
    today = office.clock.now().date()
    delegated = await office.perform(
        Delegate(to="UVAL2", first=today, last=today + timedelta(days=3)), "UVAL1"
    )
    assert delegated.refusal is None
    assert await attest(office, "UVAL1") is None
    refused = await office.approve(request.number, "UVAL2")
    assert refused.refusal is not None
    assert refused.refusal.why is Why.NOT_TRAINED
    assert await attest(office, "UVAL2") is None
    assert (await office.approve(request.number, "UVAL2")).refusal is None


async def test_refusal_is_on_record_and_so_is_the_attestation(office: Office) -> None:
    request = await office.file()
    await office.approve(request.number, "UVAL1")
    await attest(office, "UVAL1")
    kinds = [link.kind for link in await office.records.trail(request.number)]
    assert EventKind.REFUSED in kinds
    assert EventKind.TRAINING_ATTESTED in [link.kind for link in await office.records.trail(0)]
    rows = await office.reader.run(lambda c: last_attestations(c, TEAM))
    assert [(who, made.number) for who, made in rows.items()] == [("UVAL1", 1)]


async def test_attestation_runs_out(office: Office) -> None:
    await attest(office, "UVAL1")
    office.hands.move(days=366)
    request = await office.file()
    late = await office.approve(request.number, "UVAL1")
    assert late.refusal is not None
    assert late.refusal.why is Why.NOT_TRAINED


async def test_each_who_is_due_is_asked_once_a_day(office: Office) -> None:
    await attest(office, "UVAL1")
    assert (await office.perform(AskToAttest(), "UADMIN")).refusal is None
    first = await asked(office)
    assert "UVAL2" in first
    assert "UVAL1" not in first
    again = await office.perform(AskToAttest(), "UADMIN")
    assert again.refusal is not None
    assert again.refusal.why is Why.ASKED_TODAY
    assert await asked(office) == first
    office.hands.move(days=1)
    assert (await office.perform(AskToAttest(), "UADMIN")).refusal is None
    assert len(await asked(office)) == 2 * len(first)


async def test_verifying_names_an_attestation_that_no_event_tells_of(office: Office) -> None:
    await attest(office, "UVAL1")
    office.is_tampered_with = True
    forged = sqlalchemy.text(
        "INSERT INTO attestations VALUES ('T1', 2, 'UMAN1', '2026-11-02 09:00:00', 'v1')"
    )
    with office.engine.begin() as connection:
        connection.execute(forged)
    attested = await office.attest()
    assert [finding.place.value for finding in attested.findings] == ["attestations"]


@pytest.mark.parametrize(
    "change",
    ["UPDATE attestations SET person = 'UMAN1'", "DELETE FROM attestations"],
    ids=["update", "delete"],
)
async def test_database_refuses_to_change_an_attestation(office: Office, change: str) -> None:
    await attest(office, "UVAL1")
    with (
        pytest.raises(sqlalchemy.exc.IntegrityError, match="append-only"),
        office.engine.begin() as connection,
    ):
        connection.execute(sqlalchemy.text(change))
