"""What is said of a simulation names the requests, why, and what it cannot know."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.reports.simulation_plot import hours as hours_said
from bot.simulating import days as days_between
from bot.simulation_report import text
from bot.views.simulated import limits, sentences
from models.refusals import Why
from models.simulation.simulating import NotDone, Simulation, simulate
from models.simulation.summing import summed
from tests.builders import MORNING, policy
from tests.simulation.lives import NOW, POLICY, approved, days, done, first, lived, read, refused
from tests.simulation.test_simulation import ALONE, tried, with_edge, with_time


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
    assert "1 request cannot be performed again, and counts nowhere:" in report
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


def test_moves_between_tiers_are_said_from_which_to_which() -> None:
    one = tried(with_edge("40"), approved(requested=days(45)))
    assert "1 request would be decided by another tier: from Manager to Executive." in said(one)
    tiers = [tier.model_dump() for tier in POLICY.tiers]
    tiers[0]["below"] = tiers[1]["at_least"] = "15"
    tiers[1]["below"] = tiers[2]["at_least"] = "40"
    courses = [approved(1001 + place, requested=days(asked)) for place, asked in enumerate((45, 46, 17))]
    assert (
        "3 requests would be decided by another tier: 2 from Manager to Executive, 1 from Team lead to Manager."
        in said(tried(policy(tiers=tiers), *courses))
    )


def test_deadlines_that_move_are_told_as_a_share() -> None:
    longer = with_time(1, "60h")
    courses = [approved(requested=days(30)), approved(1002, requested=days(60))]
    assert (
        "1 of 2 requests (50 %) would have another deadline: 1 a later one; in the median it would be 12 h later."
        in said(tried(longer, *courses))
    )


def test_time_allowed_is_of_the_requests_that_stay_and_does_not_change_by_who_else_is_there() -> None:
    """Two of the manager's three requests go to the executives: the time of the third one is as it was."""
    extended = [approved(1001 + place, requested=days(asked)) for place, asked in enumerate((45, 46, 30))]
    tiers = {tier.name: tier for tier in summed(tried(with_edge("40"), *extended)).tiers}
    assert tiers["manager"].allowed.was == tiers["manager"].allowed.would is not None
    assert tiers["executive"].allowed.was is None
    report = text(tried(with_edge("40"), *extended), in_force="v1", period="")
    assert "time allowed" in report
    assert "time to decide" not in report
    assert "of those requests that the tier decides before and after" in " ".join(report.split())


def test_an_act_that_nobody_needed_is_said_in_a_sentence() -> None:
    escalated = lived(1001, [read(1001)], requested=days(30))
    not_done = NotDone(act="Acknowledge", why=Why.NO_SUCH_ESCALATION, at=NOW)
    (one,) = tried(with_time(1, "60h"), escalated).compared
    simulation = replace(tried(POLICY, escalated), compared=(replace(one, not_done=(not_done,)),))
    assert "In 1 request (EX-1001), the acknowledgement of an escalation would not have been needed." in said(
        simulation
    )
    refusal = replace(not_done, act="Withdraw", why=Why.NOT_OPERATIONS)
    simulation = replace(simulation, compared=(replace(one, not_done=(refusal,)),))
    assert any(
        "the withdrawal would not have been possible: they are not among those" in it
        for it in said(simulation)
    )


def test_hours_on_the_picture_are_hours_whatever_their_number() -> None:
    assert [hours_said(value) for value in (0.0, 7.75, 48.0, 240.0)] == ["–", "7.8 h", "48 h", "240 h"]
