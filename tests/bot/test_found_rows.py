"""The rows that requests are found by are held against the events, made again where they differ, and bar no act."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, insert, select, update

import app
from bot.attesting import Place
from bot.audit import Attested
from bot.views.verified import fault_lines, verdict
from models.finding_tables import readers, texts, turns
from models.ledger import record_policy
from models.policy_versions import policy_json
from tests.bot.office import TEAM, open_office
from tests.builders import MORNING, policy

SPOILT = {
    "a turn is gone": delete(turns),
    "a turn is due at another time": update(turns).values(due_at=MORNING - timedelta(days=9)),
    "somebody reads it who may not": insert(readers).values(
        workspace=TEAM, number=1001, who="USPY", is_own=False
    ),
    "its requester does not": delete(readers),
    "its words are others": update(texts).values(words="other words"),
    "its words are gone": delete(texts),
}


@pytest.mark.parametrize("what", SPOILT)
async def test_rows_that_differ_are_named_and_made_again(tmp_path: Path, what: str) -> None:
    file = tmp_path / "desk.sqlite3"
    async with open_office(file) as office:
        request = await office.file()
        office.is_tampered_with = True
        with office.engine.begin() as connection:
            connection.execute(SPOILT[what])
            record_policy(connection, TEAM, "v1", policy_json(policy()), MORNING)
        found = [one for one in (await office.attest()).findings if one.number]
        assert {(one.number, one.place) for one in found} == {(request.number, Place.FINDING)}
        told = Attested(chains=1, events=5, broken=(), findings=tuple(found))
        assert all("what lists and searches go by" in line for line in fault_lines(told))
        assert "`audit lists`" in verdict(told)
        mended = CliRunner().invoke(app.main, ["audit", "lists"], env={"DATABASE_URL": f"sqlite:///{file}"})
        assert (mended.exit_code, mended.output) == (
            0,
            "1 request: what they are found by was made again.\n",
        )
        assert [one for one in (await office.attest()).findings if one.number] == []


async def test_row_that_should_not_be_there_bars_no_act(tmp_path: Path) -> None:
    """Such as one of an older version of the program, which had another say on whose turn it was."""
    async with open_office(tmp_path / "desk.sqlite3") as office:
        request = await office.file()
        early = {
            "workspace": TEAM,
            "number": request.number,
            "who": "@executives",
            "due_at": MORNING - timedelta(days=9),
        }
        with office.engine.begin() as connection:
            connection.execute(insert(turns), [early])
        await office.approve(request.number, "UVAL1")
        with office.engine.connect() as connection:
            rows = connection.execute(select(turns.c.who, turns.c.due_at)).all()
        assert dict(map(tuple, rows)) == {"@executives": request.deadline}
