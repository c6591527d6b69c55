"""Nobody could decide it: the form says so before it is written, filing is refused, and other tiers go on."""

from __future__ import annotations

from typing import Any

from models.request import Status
from tests.handlers.acting import filled_form, form_text, open_form, says
from tests.world import BOTH_HATS, REQUESTER, World


def groups(world: World, **members: list[str]) -> None:
    """Let the groups have these members alone."""
    ids = {group.handle: group.id for group in world.slack.state.groups.values()}
    for handle, people in members.items():
        administration = world.slack.parts.administration
        administration.set_group_members(ids[handle.replace("_", "-")], people)


def errors(sent: Any) -> str:
    return " ".join(sent.errors.values())


async def test_tier_without_anybody_to_authorise_takes_nothing_and_the_others_do(any_world: World) -> None:
    world = any_world
    groups(world, executives=[])
    who = await filled_form(world, REQUESTER, **{"Requested value": "60"})
    await says(world, who, "Nobody could authorise this: of @executives nobody is there")
    assert "authorises." not in form_text(who), "nobody is promised who could not decide"
    sent = await who.submit()
    assert sent.result == "errors"
    assert "Nobody could authorise this" in sent.errors["Requested value"]
    assert "/exception policy names them" in errors(sent)

    await who.fill({"Requested value": "40"})
    await says(world, who, "authorises.")
    assert (await who.submit()).result == "closed"
    (number,) = await world.numbers()
    assert (await world.request(number)).status is Status.VALIDATION

    # Mended, the very form that was refused can be sent.
    again = await filled_form(world, REQUESTER, **{"Requested value": "60"})
    await says(world, again, "Nobody could authorise this")
    assert (await again.submit()).result == "errors"
    groups(world, executives=["U0EXECUTE1"])
    assert (await again.submit()).result == "closed"


async def test_without_validators_the_form_says_so_before_anything_is_written(world: World) -> None:
    groups(world, ops_validators=[])
    who = await open_form(world, REQUESTER)
    seen = form_text(who)
    assert "Nobody could validate this: of @ops-validators nobody is there" in seen
    assert "@U0ADMIN001" in seen
    assert seen.index("Nobody could") < seen.index("Standard policy")


async def test_one_person_in_both_roles_is_no_two_people(world: World) -> None:
    groups(world, ops_validators=[BOTH_HATS], ops_managers=[BOTH_HATS], executives=[BOTH_HATS])
    who = await filled_form(world, REQUESTER)
    await says(world, who, "This takes two different people")
    assert "takes two different people" in errors(await who.submit())


async def test_who_has_left_does_not_count(world: World) -> None:
    for user in ("U0EXECUTE1", "U0EXECUTE2"):
        world.slack.parts.administration.set_deactivated(user, True)
    groups(world, executives=["U0EXECUTE1", "U0EXECUTE2"])
    who = await filled_form(world, REQUESTER, **{"Requested value": "60"})
    assert "Nobody could authorise this" in errors(await who.submit())
