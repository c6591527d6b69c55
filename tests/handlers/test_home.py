"""App Home: mine, waiting on me, about to breach or overdue; and the form from there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.gateway import SlackRateLimitedError
from bot.views import home_parts
from models.request import Stage
from sandbox.blockkit import visible_text
from tests.handlers.acting import card_at, labels
from tests.handlers.at_home import home, home_view, in_view, part, said, tabs
from tests.processes.changed_policy import changed_policy
from tests.scenarios.test_delegating import delegate
from tests.scenarios.test_policy_changing import propose
from tests.world import (
    ADMIN,
    DIRECTOR,
    LEAD,
    MANAGER,
    MEMBER,
    OTHER_MANAGER,
    OTHER_VALIDATOR,
    REQUESTER,
    VALIDATOR,
    World,
    open_world,
)


async def ask_for_ever(world: World) -> None:
    """Ask who is in a group until Slack asks for a pause."""
    while True:
        await world.services.gateway.group_members("S0COMPLIAN")


async def test_request_is_mine_for_the_requester_and_waits_on_whose_turn_it_is(world: World) -> None:
    request = await world.file()
    await card_at(world, request, Stage.VALIDATION)
    assert request.id in await home(world, REQUESTER, "Mine")
    assert request.id not in await home(world, REQUESTER)
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


async def test_late_request_is_shown_to_those_who_may_see_it_and_once_to_whom_it_waits_on(
    world: World,
) -> None:
    request = await world.file()
    assert request.id not in part(await home(world, REQUESTER), "About to breach or overdue")
    world.slack.clock.shift(timedelta(hours=47).total_seconds())
    assert request.id in part(await home(world, REQUESTER), "About to breach or overdue")
    assert request.id in part(await home(world, VALIDATOR), "Waiting on me")
    assert request.id not in part(await home(world, VALIDATOR), "About to breach or overdue")
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
    shown = visible_text({"blocks": home_parts.mine(newest, world.services.desk.policies.of, 48)})
    assert "Mine (48)" in shown
    assert "And 28 more." in shown
    assert "Mine (1)" in await home(world, REQUESTER, "Mine")
    assert await world.services.records.count_filed_by(REQUESTER) == 1
    assert await world.services.records.count_filed_by(MEMBER) == 0


async def test_proposal_waits_on_another_administrator_until_it_is_answered(world: World) -> None:
    change = await propose(world)
    title = f"Proposal {change.number}: change of the policy"
    waiting = part(await home(world, DIRECTOR), "Waiting on me")
    assert title in waiting
    assert "Approve…" in waiting
    assert "Reject…" in waiting
    assert title not in part(await home(world, ADMIN), "Waiting on me")
    assert title in await home(world, ADMIN, "Admin")
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


async def test_person_has_the_tabs_that_they_have_anything_to_do_with(world: World) -> None:
    named = {MEMBER: ["Mine", "Waiting on me"], ADMIN: ["Mine", "Waiting on me", "Reports", "Admin"]}
    for who, wanted in named.items():
        await world.person(who).home()
        assert tabs(await world.slack.wait_for(world.person(who).home_view)) == wanted
    await world.person(MANAGER).home()
    shown = tabs(await world.slack.wait_for(world.person(MANAGER).home_view))
    assert shown == ["Mine", "Waiting on me", "Team", "Reports", "Admin"]


async def test_first_tab_is_what_waits_and_else_what_is_mine(world: World) -> None:
    request = await world.file()
    await card_at(world, request, Stage.VALIDATION)
    for who, tab in ((VALIDATOR, "Waiting on me (1)"), (MEMBER, "Mine")):
        await world.person(who).home()
        assert in_view(await world.slack.wait_for(world.person(who).home_view)) == tab


async def test_tab_last_chosen_is_shown_again_when_home_is_opened_again(world: World) -> None:
    request = await world.file()
    await card_at(world, request, Stage.VALIDATION)
    await home_view(world, VALIDATOR, "Mine")
    await world.person(VALIDATOR).home()
    assert in_view(world.person(VALIDATOR).home_view() or {}) == "Mine"


async def test_team_shows_what_colleagues_filed_or_decide_and_not_what_is_mine(world: World) -> None:
    own, other = await world.file(by=VALIDATOR), await world.file()
    shown = await home(world, VALIDATOR, "Team")
    assert other.id in shown
    assert own.id not in shown
    assert own.id in await home(world, OTHER_VALIDATOR, "Team")


async def test_admin_shows_what_is_stuck_and_opens_the_export(world: World) -> None:
    assert "Nothing is past its time" in await home(world, ADMIN, "Admin")
    request = await world.file()
    world.slack.clock.shift(timedelta(days=4).total_seconds())
    view = await home_view(world, ADMIN, "Admin")
    assert request.id in part(said(view), "Stuck")
    admin = world.person(ADMIN)
    await admin.click(view, "Export the record")
    await world.slack.wait_for(admin.view)
    assert "What" in labels(admin)[0]


async def test_owner_of_the_policy_is_shown_no_stuck_request_that_they_may_not_see(tmp_path: Path) -> None:
    """Who owns the policy looks after it, and need not be one who may read what is asked for under it."""
    owned = changed_policy(tmp_path, ('\nowner = "@ops-managers"', f'\nowner = "{MEMBER}"'))
    async with open_world(tmp_path, policy=owned) as world:
        request = await world.file()
        await card_at(world, request, Stage.VALIDATION)
        world.slack.clock.shift(timedelta(days=4).total_seconds())
        assert request.id in await home(world, ADMIN, "Admin")
        shown = await home(world, MEMBER, "Admin")
        assert "Show the policy" in shown
        assert request.id not in shown
