"""App Home: mine, waiting on me, about to breach or overdue; and the form from there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.gateway import SlackRateLimitedError
from bot.views.home import home as render
from models.policy import Policy
from models.request import Stage
from sandbox.blockkit import visible_text
from tests.handlers.acting import card_at, labels
from tests.scenarios.test_delegating import delegate
from tests.scenarios.test_policy_changing import propose
from tests.world import (
    ADMIN,
    DIRECTOR,
    LEAD,
    MANAGER,
    MEMBER,
    OTHER_MANAGER,
    REQUESTER,
    VALIDATOR,
    World,
    open_world,
)


async def home(world: World, who: str) -> str:
    """What somebody's Home says."""
    person = world.person(who)
    await person.home()
    return visible_text(await world.slack.wait_for(person.home_view))


def part(shown: str, title: str) -> str:
    """What stands under a heading of Home."""
    rest = shown[shown.index(title) + len(title) :]
    ends = [
        rest.index(other)
        for other in ("Waiting on me", "About to breach or overdue", "Mine")
        if other in rest
    ]
    return rest[: min(ends, default=len(rest))]


async def ask_for_ever(world: World) -> None:
    """Ask who is in a group until Slack asks for a pause."""
    while True:
        await world.services.gateway.group_members("S0COMPLIAN")


async def test_request_is_mine_for_the_requester_and_waits_on_whose_turn_it_is(world: World) -> None:
    request = await world.file()
    await card_at(world, request, Stage.VALIDATION)
    mine = await home(world, REQUESTER)
    assert request.id in part(mine, "Mine")
    assert request.id not in part(mine, "Waiting on me")
    assert request.id in part(await home(world, VALIDATOR), "Waiting on me")
    assert request.id not in await home(world, MANAGER)

    await world.decide(VALIDATOR, "Approve", await card_at(world, request, Stage.VALIDATION))
    assert request.id not in part(await home(world, VALIDATOR), "Waiting on me")
    assert request.id in part(await home(world, MANAGER), "Waiting on me")


async def test_hold_waits_on_its_owners_alone(world: World) -> None:
    request = await world.file(Customer="Nordlicht Testlogistik")
    await world.message(lambda text: request.id in text, "data-quality", "U0DATAQUA1")
    assert request.id in part(await home(world, "U0DATAQUA1"), "Waiting on me")
    assert request.id not in part(await home(world, VALIDATOR), "Waiting on me")
    assert request.id not in part(await home(world, REQUESTER), "Waiting on me")


async def test_hold_waits_on_nobody_who_counts_as_one_person_with_the_requester(world: World) -> None:
    """The team lead is in data quality too, and stands in for the manager who filed one of the two."""
    world.person(ADMIN).administer(op="group_members", group="S0DATAQUAL", members=["U0DATAQUA1", LEAD])
    await delegate(world, MANAGER, LEAD)
    own, other = [
        await world.file(by=by, Customer="Nordlicht Testlogistik") for by in (MANAGER, OTHER_MANAGER)
    ]
    await world.message(lambda text: own.id in text, "data-quality", "U0DATAQUA1")
    await world.message(lambda text: other.id in text, "data-quality", "U0DATAQUA1")
    waiting = part(await home(world, LEAD), "Waiting on me")
    assert other.id in waiting
    assert own.id not in waiting


async def test_late_request_is_shown_to_those_who_may_see_it(world: World) -> None:
    request = await world.file()
    assert request.id not in part(await home(world, VALIDATOR), "About to breach or overdue")
    world.slack.clock.shift(timedelta(hours=47).total_seconds())
    assert request.id in part(await home(world, VALIDATOR), "About to breach or overdue")
    assert request.id not in await home(world, MEMBER)


async def test_home_does_not_say_that_nothing_waits_where_slack_does_not_say_who_is_in_the_group(
    tmp_path: Path,
) -> None:
    async with open_world(tmp_path, rate_limits=True) as world:
        request = await world.file()
        await card_at(world, request, Stage.VALIDATION)
        assert "Nothing waits on you" in await home(world, MEMBER)
        with pytest.raises(SlackRateLimitedError):
            await ask_for_ever(world)
        world.services.directory.forget_group("S0VALIDATE")
        shown = await home(world, VALIDATOR)
        assert "Slack could not say" in shown
        assert "Nothing waits on you" not in shown


async def test_form_opens_from_home(world: World) -> None:
    member = world.person(MEMBER)
    await member.home()
    view = await world.slack.wait_for(member.home_view)
    await member.click(view, "File an exception")
    await world.slack.wait_for(member.view)
    assert labels(member)[0] == "Standard policy"


async def test_number_of_mine_is_all_of_them(world: World) -> None:
    request = await world.file()
    newest = [replace(request, number=number) for number in range(2000, 2020)]
    shown = view_of(policy=world.services.desk.policies.current, mine=newest, filed=48)
    assert "Mine (48)" in shown
    assert "And 28 more." in shown
    assert "Mine (1)" in await home(world, REQUESTER)
    assert await world.services.records.count_filed_by(REQUESTER) == 1
    assert await world.services.records.count_filed_by(MEMBER) == 0


def view_of(policy: Policy, **shown: Any) -> str:
    """A page without anything else."""
    return visible_text(render(policy=policy, policy_of=lambda _: policy, waiting=(), near=(), **shown))


async def test_proposal_waits_on_another_administrator_until_it_is_answered(world: World) -> None:
    change = await propose(world)
    title = f"Proposal {change.number}: change of the policy"
    waiting = part(await home(world, DIRECTOR), "Waiting on me")
    assert title in waiting
    assert "Approve…" in waiting
    assert "Reject…" in waiting
    assert title not in await home(world, ADMIN)
    assert title not in await home(world, MEMBER)
    director = world.person(DIRECTOR)
    await director.command("/exception reviews", channel="exceptions-manager")
    assert title in await world.whisper(DIRECTOR)
    view = director.home_view()
    assert view is not None
    await director.click(view, "Reject…")
    await world.slack.wait_for(director.view)
    await director.fill({"Reason": "Not this year."})
    assert (await director.submit()).result == "closed"
    assert title not in await home(world, DIRECTOR)


async def test_yearly_review_of_the_policy_waits_on_its_owner(world: World) -> None:
    due = await world.services.records.next_policy_care()
    assert due is not None
    world.slack.clock.shift((due - world.services.clock.now() + timedelta(days=3)).total_seconds())
    await world.dm(MANAGER, lambda text: "Yearly review of the policy" in text)
    waiting = part(await home(world, MANAGER), "Waiting on me")
    assert "Yearly review of the policy" in waiting
    assert "Reviewed…" in waiting
    assert "Yearly review of the policy" not in await home(world, MEMBER)
    manager = world.person(MANAGER)
    view = manager.home_view()
    assert view is not None
    await manager.click(view, "Reviewed…")
    await world.slack.wait_for(manager.view)
    await manager.fill({"What you found": "Still right", "In your words": "We went through it."})
    assert (await manager.submit()).result == "closed"
    assert "Yearly review of the policy" not in await home(world, MANAGER)
