"""What is said of a simulation names the requests, why, and what it cannot know."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.simulating import days as days_between
from bot.simulation_report import text
from bot.views.simulated import limits, sentences
from models.simulation.simulating import Simulation, simulate
from models.simulation.summing import summed
from tests.builders import MORNING, policy
from tests.simulation.lives import NOW, POLICY, approved, days, done, first, lived, read, refused
from tests.simulation.test_simulation import ALONE, tried, with_edge


def said(simulation: Simulation) -> list[str]:
    return [*sentences(simulation, summed(simulation))]


def test_each_request_that_would_wait_is_named_with_what_for() -> None:
    own = policy(single_approval=ALONE)
    courses = [
        lived(number, [read(number), first(1, number), done(2, number)], own=own, requested=days(10))
        for number in range(1001, 1011)
    ]
    simulation = tried(POLICY, *courses)
    eight = ", ".join(f"EX-{number}" for number in range(1001, 1009))
    assert f"10 requests would wait for a second approval that nobody has given: {eight} and 2 more." in said(
        simulation
    )
    assert any("nothing is counted from then on" in sentence for sentence in limits(simulation))


def test_what_would_end_otherwise_is_said_with_both_ends() -> None:
    course = lived(1001, [read(1001), first(1, 1001), refused(2, 1001)], requested=days(10))
    assert "1 request would be approved instead of rejected: EX-1001." in said(
        tried(policy(single_approval=ALONE), course)
    )


def test_what_could_not_be_filed_is_said_by_its_reason() -> None:
    draft = policy(
        standards=[standard.model_dump() for standard in POLICY.standards if standard.value is None]
    )
    assert said(tried(draft, approved(), approved(1002))) == [
        "2 requests could not be filed, for the draft does not have its standard: EX-1001, EX-1002."
    ]


def test_what_cannot_be_played_is_never_hidden() -> None:
    simulation = tried(POLICY, replace(approved(), links=()))
    report = text(simulation, in_force="v1", period="")
    assert "1 request cannot be performed again, and count nowhere:" in report
    assert "EX-1001: Performed again" in report


def test_source_of_the_draft_is_among_what_it_cannot_know() -> None:
    sources = [source.model_dump() for source in POLICY.sources]
    draft = policy(sources=[*sources, {**sources[1], "name": "credit", "title": "Credit"}])
    assert any(
        sentence.startswith("What Credit would have said") for sentence in limits(tried(draft, approved()))
    )


def test_draft_that_changes_nothing_says_so_and_whether_it_is_in_force() -> None:
    course = approved()
    same = simulate([course], POLICY, "v1", NOW)
    assert "The draft says what the policy in force says" in text(same, in_force="v1", period="")
    other = simulate([course], with_edge("49"), "v2", NOW)
    assert "Nothing would change: not one" in text(other, in_force="v1", period="")


def test_empty_record_is_a_sentence() -> None:
    nothing = simulate([], POLICY, "v1", NOW)
    assert text(nothing, in_force="v1", period="").startswith("No request is on record yet")


def test_days_without_an_end_are_no_bounds() -> None:
    """Somebody who wants all of them may name the calendar's own first and last day."""
    found = days_between(policy(), date.min, date.max)
    assert (found.since, found.before) == (None, None)
    assert days_between(policy(), MORNING.date(), None).since is not None
