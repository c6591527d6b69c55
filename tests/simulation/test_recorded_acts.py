"""What is read from a trail and performed again comes out as it was, whatever has happened."""

from __future__ import annotations

from typing import get_args

from hypothesis import Phase, settings
from hypothesis.stateful import invariant

from models import reminder_acts, timed_acts
from models.acts import Act, RecordSnapshots, ResolveHold
from models.simulation.playing import play
from models.simulation.recorded_acts import _READERS, recorded_steps
from models.simulation.simulating import simulate
from models.snapshot import Snapshot
from tests.builders import policy
from tests.simulation.lives import NOW, hours, lived, step
from tests.simulation.punctual import PunctualWays, essentials


class PlayedAgain(PunctualWays):
    """After every step, all that is on record is performed again under the policy that it was performed under."""

    @invariant()
    def it_comes_out_as_it_was(self) -> None:
        for course in self.courses():
            steps = recorded_steps(course.links, course.policy)
            played = play(steps, course.request, self.policy, "v1", course.delegations, self.now)
            assert played.request is not None
            assert essentials(played.request) == essentials(course.request)
            assert not [*played.refused()], "an act that was done is refused"

    @invariant()
    def the_same_policy_changes_nothing(self) -> None:
        simulation = simulate(self.courses(), self.policy, "v1", self.now)
        assert (simulation.unfilable, simulation.unplayable) == ((), ())
        assert len(simulation.compared) == len(self.requests)
        assert simulation.changed == ()


TestPlayedAgain = PlayedAgain.TestCase
TestPlayedAgain.settings = settings(
    max_examples=60, stateful_step_count=30, deadline=None, phases=[Phase.reuse, Phase.generate]
)


def test_every_act_of_people_and_sources_is_read_from_some_event() -> None:
    """An act that is added must be added to the reader too, or be one that the rehearsal's timers perform anew."""
    by_timers = {
        timed_acts.WarnOfDeadline,
        timed_acts.MarkBreached,
        timed_acts.MarkHoldOverdue,
        timed_acts.WarnOfLapse,
        timed_acts.Lapse,
        timed_acts.WarnOfExpiry,
        timed_acts.Expire,
        timed_acts.ClimbLadder,
        reminder_acts.Remind,
        reminder_acts.RemindAgain,
        # It moves nothing but when somebody is told again.
        reminder_acts.SnoozeReminder,
    }
    hints = {name for reader in _READERS.values() for name in reader.__code__.co_names}
    assert {act.__name__ for act in get_args(Act) if act not in by_timers} <= hints


def test_what_a_source_says_is_chosen_as_it_says_it() -> None:
    """What a source says may be longer than what can be typed."""
    long = "Sample & Sons " * 20 + "Limited"
    agreement = {"name": "name", "title": "Name", "fields": ["crm.name", "history.name"]}
    hold = {"title": "Conflict", "owner": ["@operations"], "channel": "#operations"}
    own = policy(agreements=[agreement], holds={"conflicting_data": hold})
    said = {"crm": long, "contracts": "Other", "history": "Other"}
    at = hours(1 / 60)
    snapshots = tuple(Snapshot.of(name, name, at, {"name": name_said}) for name, name_said in said.items())
    settled = ResolveHold(number=1001, hold="conflicting_data-1", words="They moved.", side=0)
    steps = [step(1 / 60, "", RecordSnapshots(number=1001, snapshots=snapshots)), step(1, "UOPS1", settled)]
    course = lived(1001, steps, own=own)
    again = play(recorded_steps(course.links, own), course.request, own, "v1", (), NOW).request
    assert again is not None
    assert again.holds[0].closed is not None
    assert again.holds[0].closed.chosen == long
