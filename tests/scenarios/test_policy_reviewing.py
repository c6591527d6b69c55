"""Recurring exceptions: the third one opens a policy review, and the standard's owner concludes it in weeks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from models.oversight.policy_reviews import PolicyReview
from models.request import ExceptionRequest, Stage, Status
from sandbox.blockkit import visible_text
from tests.handlers.acting import card_at, form_text
from tests.handlers.at_home import home, part
from tests.handlers.test_slow_slack import slow
from tests.scenarios.test_withdrawing import offers
from tests.world import (
    ADMIN,
    BOTH_HATS,
    DIRECTOR,
    GUEST,
    MANAGER,
    MEMBER,
    OTHER_MANAGER,
    VALIDATOR,
    World,
)

#: The standard's owner is @ops-managers; somebody in it has left the company.
OWNERS = (MANAGER, OTHER_MANAGER, BOTH_HATS)
WHY = "Thirty days no longer fit how our customers pay; forty-five are the standard from today."


async def approved(world: World) -> ExceptionRequest:
    """A request for another payment term that got both approvals."""
    request = await world.file()
    await world.decide(VALIDATOR, "Approve", await card_at(world, request, Stage.VALIDATION))
    await world.decide(MANAGER, "Approve", await card_at(world, request, Stage.AUTHORIZATION))
    return await world.settled(request.number, lambda r: r.status is Status.EXECUTION)


async def recurring(world: World) -> list[ExceptionRequest]:
    """Three of them, nine days apart, so that a review is open."""
    made = [await approved(world)]
    for _ in range(2):
        world.slack.clock.shift(timedelta(days=9).total_seconds())
        made.append(await approved(world))
    return made


async def card_of(world: World, who: str, says: str = "Policy review") -> dict[str, Any]:
    """Somebody's card of the review, once it says something."""
    return await world.dm(who, lambda text: "OPS-017 Payment term" in text and says in text)


async def review(world: World) -> PolicyReview:
    """The first review."""
    found = await world.services.records.policy_review(1)
    assert found is not None
    return found


async def listed(world: World, who: str) -> str:
    """What the command lists for somebody."""
    person = world.person(who)
    before = len(person.ephemerals())
    await person.command("/exception reviews")
    said = await world.slack.wait_for(lambda: person.ephemerals()[before:])
    return visible_text(said[-1])


async def test_third_approval_brings_the_owner_a_review_that_they_conclude(any_world: World) -> None:
    world = any_world
    first = await approved(world)
    card = visible_text(await world.card(first, "approved by"))
    assert "Like cases" not in card, "it is decided"
    world.slack.clock.shift(timedelta(days=9).total_seconds())
    second = await approved(world)
    world.slack.clock.shift(timedelta(days=9).total_seconds())
    waiting = await world.file()
    shown = visible_text(await card_at(world, waiting, Stage.VALIDATION))
    assert "Like cases: same standard and same reason, filed before this one" in shown.replace("*", "")
    assert f"`/exception {second.id}` shows" in shown
    assert shown.index(f"EX-{second.number}") < shown.index(f"EX-{first.number}")
    assert "33.333… %" in shown
    assert "same customer" in shown
    assert "no precedent" in shown
    assert await world.services.records.open_policy_reviews() == ()

    await world.decide(VALIDATOR, "Approve", await card_at(world, waiting, Stage.VALIDATION))
    await world.decide(MANAGER, "Approve", await card_at(world, waiting, Stage.AUTHORIZATION))
    for owner in OWNERS:
        said = visible_text(await card_of(world, owner, "Conclude…"))
        for number in (first.number, second.number, waiting.number):
            assert f"EX-{number}" in said
        assert "Café Luminère" in said
        assert "within 90 days" in said
    thread = str((await world.card(waiting, "approved by"))["ts"])
    await world.message(
        lambda text: "policy review was opened" in text, "exceptions-manager", VALIDATOR, thread
    )
    assert "Policy review: OPS-017" in part(await home(world, OTHER_MANAGER), "Waiting on me")
    assert "Policy review" not in await home(world, VALIDATOR)

    fourth = await approved(world)
    await card_of(world, MANAGER, f"EX-{fourth.number}")
    assert len((await review(world)).cases) == 4

    manager = world.person(OTHER_MANAGER)
    await manager.click(await card_of(world, OTHER_MANAGER, f"EX-{fourth.number}"), "Conclude…")
    await world.slack.wait_for(manager.view)
    assert "OPS-017 Payment term" in form_text(manager)
    assert "Concluding changes no policy by itself" in form_text(manager)
    missing = await manager.submit()
    assert missing.errors
    await manager.fill({"What it comes to": "Policy changed", "Why": WHY})
    assert (await manager.submit()).result == "closed"
    for owner in OWNERS:
        over = await card_of(world, owner, "Policy review concluded")
        assert WHY in visible_text(over)
        assert "the change was still to be made" in visible_text(over)
        assert "`/exception policy`" in visible_text(over)
        assert "Conclude…" not in offers(over)
        assert len([m for m in world.person(owner).dm() if "Policy review" in visible_text(m)]) == 1
    made = (await review(world)).concluded
    assert made is not None
    assert (made.by, made.policy_version) == (OTHER_MANAGER, world.services.desk.policies.current_version)
    assert "Policy review" not in await home(world, OTHER_MANAGER)

    # Only what is approved after the conclusion counts towards another one.
    for _ in range(2):
        await approved(world)
    assert await world.services.records.open_policy_reviews() == ()


async def test_nobody_but_the_owner_concludes_it(world: World) -> None:
    await recurring(world)
    card = await card_of(world, BOTH_HATS, "Conclude…")
    both = world.person(BOTH_HATS)
    world.slack.person(ADMIN).administer(
        op="group_members", group="S0MANAGERS", members=[MANAGER, OTHER_MANAGER]
    )
    await both.click(card, "Conclude…")
    said = await world.slack.wait_for(both.ephemerals)
    assert "you do not" in visible_text(said[-1])


async def test_reviews_are_listed_for_whoever_may_see_them(world: World) -> None:
    assert "No review is open" in await listed(world, MANAGER)
    await recurring(world)
    await card_of(world, MANAGER)
    assert "Conclude…" in await listed(world, MANAGER)
    seen = await listed(world, ADMIN)
    assert "Policy review: OPS-017 Payment term" in seen
    assert "Conclude…" not in seen
    assert "No review is open" in await listed(world, MEMBER)


async def test_list_does_not_say_that_none_is_open_where_slack_does_not_say_who_may_see_it(
    world: World,
) -> None:
    await recurring(world)
    await card_of(world, OTHER_MANAGER)
    async with slow(world, "usergroups.users.list"):
        world.services.directory.forget_group("S0MANAGERS")
        said = await listed(world, OTHER_MANAGER)
        assert "Slack could not say" in said
        assert "No review is open" not in said
        assert "Slack could not say" in part(await home(world, OTHER_MANAGER), "Waiting on me")


async def test_guest_reads_nothing_of_like_cases_in_the_details_of_their_own_request(world: World) -> None:
    first = await world.file()
    request = await world.file(by=GUEST)
    shown = {}
    for who in (GUEST, VALIDATOR):
        person = world.person(who)
        await person.command(f"/exception {request.id}")
        await world.slack.wait_for(person.view)
        shown[who] = form_text(person)
    assert f"EX-{first.number}" in shown[VALIDATOR]
    assert f"EX-{first.number}" not in shown[GUEST]
    assert "like case" not in shown[GUEST].casefold()


async def test_director_is_told_once_when_nobody_concludes_it_in_time(world: World) -> None:
    await recurring(world)
    await card_of(world, MANAGER)
    world.slack.clock.to((await review(world)).due_at + timedelta(minutes=1))
    told = await card_of(world, DIRECTOR, "Policy review overdue")
    assert "You hear of it as the operations director" in visible_text(told)
    assert "Conclude…" not in offers(told)
    await card_of(world, MANAGER, "Policy review overdue")
    world.slack.clock.shift(timedelta(days=14).total_seconds())

    manager = world.person(MANAGER)
    await manager.home()
    await manager.click(await world.slack.wait_for(manager.home_view), "Conclude…")
    await world.slack.wait_for(manager.view)
    await manager.fill({"What it comes to": "Kept as it is", "Why": "All three were one customer."})
    assert (await manager.submit()).result == "closed"
    over = await card_of(world, DIRECTOR, "Policy review concluded")
    assert "Kept as it is" in visible_text(over)
    assert len([m for m in world.person(DIRECTOR).dm() if "Policy review" in visible_text(m)]) == 1
    await world.slack.wait_for(lambda: "Policy review" not in visible_text(manager.home_view() or {}))
