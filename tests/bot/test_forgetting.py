"""What nobody can ask for again is forgotten; what may still come is not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from bot.remembering import REMEMBERED_FOR
from models.acts import File
from models.tables import deliveries
from tests.bot.office import open_office
from tests.builders import filing, person


async def test_answers_to_deliveries_are_kept_for_a_week(tmp_path: Path) -> None:
    async with open_office(tmp_path / "desk.sqlite3") as office:
        by = person("UREQ")
        await office.desk.perform(File(filing=filing()), by=by, key="view:V1")
        office.hands.at += REMEMBERED_FOR - timedelta(seconds=1)
        assert await office.desk.forget_deliveries() == 0
        again = await office.desk.perform(File(filing=filing()), by=by, key="view:V1")
        assert again.is_repeat
        office.hands.at += timedelta(seconds=2)
        assert await office.desk.forget_deliveries() == 1
        count = await office.reader.run(
            lambda c: c.execute(select(func.count()).select_from(deliveries)).scalar()
        )
        assert count == 0
