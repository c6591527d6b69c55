"""Preferences at the desk: kept, on record, and a row that was changed behind the record is named."""

from __future__ import annotations

from datetime import time

from sqlalchemy import update

from bot.views.verified import fault_lines
from models.notifying.acts import SetPreferences
from models.notifying.preferences import Preferences
from models.tables import preferences
from tests.bot.office import Office


async def test_choice_is_kept_and_another_one_takes_its_place(office: Office) -> None:
    assert await office.records.preferences("UVAL1") == Preferences(person="UVAL1")
    await office.perform(SetPreferences(has_digest=False, digest_at=None, has_reminders=True), "UVAL1")
    await office.perform(SetPreferences(has_digest=True, digest_at=time(7), has_reminders=False), "UVAL1")
    assert await office.records.preferences("UVAL1") == Preferences(
        person="UVAL1", digest_at=time(7), has_reminders=False
    )
    assert await office.records.preferences("UVAL2") == Preferences(person="UVAL2")


async def test_choice_changed_behind_the_record_is_named(office: Office) -> None:
    await office.perform(SetPreferences(has_digest=True, digest_at=time(7), has_reminders=False), "UVAL1")
    office.is_tampered_with = True
    with office.engine.begin() as connection:
        connection.execute(update(preferences).values(has_reminders=True))
    lines = [*fault_lines(await office.attest())]
    assert lines == [
        "DIFFERS: the workspace, choice of UVAL1.has_reminders: false by its events, "
        "true in the table of preferences."
    ]
