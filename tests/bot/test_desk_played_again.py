"""What a real desk has kept of many people's acts is read from its database and comes out again as it is stored."""

from __future__ import annotations

from typing import Any

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule

from bot.desk import Performed
from bot.simulating import simulated
from models import ledger
from models.acts import Act
from models.policy_versions import policy_json
from tests.bot.office import TEAM
from tests.bot.test_desk_exceptional_ways import HardDesk
from tests.builders import MORNING


class DeskPlayedAgain(HardDesk):
    """The desk of the hard half, ticking as soon as the clock has moved: what is put off or late is others' to test."""

    def __init__(self) -> None:
        super().__init__()
        content = policy_json(self.policy)
        self.run(self.office.writer.run(lambda c: ledger.record_policy(c, TEAM, "v1", content, MORNING)))

    def act(self, act: Act, by: str) -> Performed:
        performed = super().act(act, by)
        self.tick(())
        return performed

    @rule(hours=st.sampled_from([0.01, 1, 23, 47, 71, 200, 900]))
    def wait(self, hours: float) -> None:
        self.office.hands.move(hours=hours)
        self.tick(())

    def wait_for_days(self, **_: Any) -> None:
        """The other waits are long enough."""

    def slack_fails_or_recovers(self, **_: Any) -> None:
        """Never: what is put off is late."""

    def people_change_while_an_act_is_judged(self, **_: Any) -> None:
        """Never."""

    def teardown(self) -> None:
        now = self.office.hands.at
        simulation = self.read(lambda c: simulated(c, TEAM, self.policy, "v1", now))
        assert (simulation.unplayable, simulation.unfilable, simulation.changed) == ((), (), ())
        assert [one.number for one in simulation.compared] == sorted(self.requests)
        super().teardown()


TestDeskPlayedAgain = DeskPlayedAgain.TestCase
TestDeskPlayedAgain.settings = settings(
    max_examples=15, stateful_step_count=20, deadline=None, phases=[Phase.reuse, Phase.generate]
)
