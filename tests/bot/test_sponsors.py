"""Whom an alert may name, where the policy says who: the desk has asked Slack for those groups before it judges."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.acts import File
from models.refusals import Why
from models.trigger import Trigger, TriggerKind
from tests.bot.office import open_office
from tests.builders import filing, policy

TRIGGER = Trigger(kind=TriggerKind.ALERT, source="monitoring", id="msg_1", sha256="0" * 64)


@pytest.mark.parametrize(("who", "is_taken"), [("ULEAD1", True), ("UREQ", False)])
async def test_groups_of_sponsors_are_known_when_an_alert_is_judged(
    tmp_path: Path, who: str, is_taken: bool
) -> None:
    own = policy(alerts={"sponsors": ["@admins", "@leads"]})
    async with open_office(tmp_path / "desk.sqlite3", own) as office:
        performed = await office.perform(File(filing=filing(), trigger=TRIGGER), who)
        assert (performed.refusal is None) == is_taken
        assert performed.refusal is None or performed.refusal.why is not Why.GROUP_UNKNOWN
