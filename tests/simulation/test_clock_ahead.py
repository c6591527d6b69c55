"""A record whose clock was ahead of this computer's is tried as it is: nothing of it is called damaged."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot import policy_record
from bot.simulating import simulated
from models.policy_history import Recorded
from models.policy_versions import version_of
from tests.bot.office import TEAM, open_office
from tests.builders import MORNING, policy


async def test_record_that_is_ahead_of_the_clock_is_played_up_to_its_newest_event(tmp_path: Path) -> None:
    own = policy()
    version = version_of(own)
    async with open_office(tmp_path / "desk.sqlite3", own) as office:
        office.policies.learn(version, own)
        office.policies.put_in_force(version)
        await office.writer.run(lambda c: policy_record.put_in_force(c, TEAM, own, Recorded.FIRST, MORNING))
        office.hands.at = MORNING
        request = await office.file()
        office.hands.move(days=30)
        await office.tick()
        stored = await office.records.request(request.number)
        assert stored is not None
        assert stored.breached_at is not None
        earlier = MORNING + timedelta(hours=1)
        found = await office.reader.run(lambda c: simulated(c, TEAM, own, version, earlier))
    assert found.unplayable == ()
    (one,) = found.compared
    assert one.was.breaches == 1
    assert found.until > earlier
