"""The weekly audit review: opened on its day, gone through page by page, signed off by somebody free of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from models.acts import Approve
from models.oversight.audit_reviews import AuditReview
from models.oversight.schedule import next_audit_review
from models.request import Stage
from sandbox.blockkit import visible_text
from sandbox.person import ActingPerson
from tests.handlers.acting import card_at, form_text, labels, says
from tests.handlers.test_people import known_to_be_in
from tests.handlers.test_slow_slack import slow
from tests.world import ADMIN, COMPLIANCE, DIRECTOR, REQUESTER, VALIDATOR, World

OTHER_COMPLIANCE = "U0COMPLIA2"
CHANNEL = "compliance"


def go_to(world: World, at: datetime) -> None:
    """It is a moment later."""
    world.slack.clock.shift((at - world.services.clock.now()).total_seconds() + 1)


async def day_of_review(world: World) -> None:
    """The next review's day comes."""
    policy = world.services.desk.policies.current
    go_to(world, next_audit_review(policy, world.services.clock.now()).due_at)


async def refused(world: World) -> str:
    """A request whose own requester tried to approve it; its number and nothing else of it is beside the ordinary."""
    request = await world.file()
    card = await card_at(world, request, Stage.VALIDATION)
    await world.person(REQUESTER).click(card, "Approve")
    await world.whisper(REQUESTER)
    return request.id


async def card_of(world: World, number: int, says_so: str = "", reader: str = COMPLIANCE) -> dict[str, Any]:
    """The card of a review in compliance's channel, once it says something."""
    title = f"Audit review {number}:"
    return await world.message(lambda text: title in text and says_so in text, CHANNEL, reader)


async def review_of(world: World, number: int) -> AuditReview:
    """The review as it is committed."""
    found = await world.services.records.audit_review(number)
    assert found is not None
    return found


async def opened(world: World, by: str, card: dict[str, Any], button: str = "Review items…") -> ActingPerson:
    """Somebody with a window of the review before them."""
    who = world.person(by)
    await who.click(card, button)
    await world.slack.wait_for(who.view)
    return who


def choices(who: ActingPerson) -> list[str]:
    """The labels of the choices of the page."""
    return [label for label in labels(who) if label.startswith("What you say of")]


async def check_all(who: ActingPerson) -> None:
    """Choose Checked for all of the page."""
    await who.fill(dict.fromkeys(choices(who), "Checked"))


async def test_review_is_opened_marked_and_signed_off_by_somebody_free_of_it(any_world: World) -> None:
    world = any_world
    numbers = [await refused(world) for _ in range(8)]
    # Compliance sends one of them to itself: that is its own doing.
    asker = world.person(COMPLIANCE)
    await asker.command(f"/exception {numbers[0]}")
    view = await world.slack.wait_for(asker.view)
    await asker.click(view, "Route to compliance")
    (why,) = await world.slack.wait_for(lambda: labels(asker))
    await asker.fill({why: "The customer is on a watch list."})
    assert (await asker.submit()).result == "closed"
    asker.close()

    await day_of_review(world)
    card = await card_of(world, 1)
    said = visible_text(card)
    assert "0 of 9 marked" in said
    assert "Refusals *8*" in said or "Refusals 8" in said
    assert "Whole:" in said

    # The home of a reviewer shows that it waits, and the list too.
    other = world.person(OTHER_COMPLIANCE)
    await other.home()
    assert "Audit review 1" in visible_text(await world.slack.wait_for(other.home_view))
    await other.command("/exception reviews", channel=CHANNEL)
    assert "Audit review 1" in await world.whisper(OTHER_COMPLIANCE, CHANNEL)

    # Who has a part in one marks the others.
    await opened(world, COMPLIANCE, card)
    assert len(choices(asker)) == 6
    assert numbers[0] not in " ".join(choices(asker))
    await check_all(asker)
    await asker.fill({choices(asker)[0]: "Finding"})
    faults = (await asker.submit()).errors
    assert faults == {"What you found": "Say what you found; it is kept on record."}
    await asker.fill({"What you found": "They tried it three weeks in a row."})
    assert (await asker.submit()).result == "updated"
    assert choices(asker)[1:] == ["What you say of Change of the policy"]
    await check_all(asker)
    assert (await asker.submit()).result == "updated"
    assert "1 item for somebody else to mark, since you had a part in it" in form_text(asker)
    asker.close()
    card = await card_of(world, 1, "8 of 9 marked, 1 finding")
    assert "They tried it three weeks in a row." in visible_text(card)

    await asker.click(card, "Sign off…")
    said = await world.whisper(COMPLIANCE, CHANNEL)
    assert "You have a part in what is reviewed here" in said
    assert f"@{OTHER_COMPLIANCE} can" in said

    # It waits no more on who can do nothing, and the list says who can.
    await asker.home()
    assert "Audit review 1" not in visible_text(await world.slack.wait_for(asker.home_view))
    await asker.command("/exception reviews", channel=CHANNEL)
    who_can = f"@{OTHER_COMPLIANCE} can sign it off"
    await world.slack.wait_for(lambda: who_can in visible_text(asker.ephemerals(CHANNEL)[-1]))

    await opened(world, OTHER_COMPLIANCE, card)
    assert choices(other) == [f"What you say of {numbers[0]}"]
    await check_all(other)
    assert (await other.submit()).result == "updated"
    done = other.view()
    assert done is not None
    await other.click(done, "Sign off…")
    await says(world, other, "Conclusion")
    await other.fill({"Conclusion": "One to talk about with sales."})
    assert (await other.submit()).result in ("closed", "updated")
    card = await card_of(world, 1, "Signed off")
    said = visible_text(card)
    assert f"@{OTHER_COMPLIANCE}" in said
    assert "One to talk about with sales." in said
    assert "They tried it three weeks in a row." in said
    assert not any(block["type"] == "actions" for block in card["blocks"])

    # A week later there is another one; the breaches of these requests are in it.
    await day_of_review(world)
    await card_of(world, 2)
    review = await review_of(world, 2)
    assert review.since == (await review_of(world, 1)).opened_at
    # The sign-off that was refused is on record in one item, and bars nobody.
    (tried,) = [item for item in review.items if item.is_of_refused_reviewing]
    assert (len(tried.entries), tried.people) == (1, ())
    await other.command("/exception reviews", channel=CHANNEL)
    await world.slack.wait_for(
        lambda: (
            "Signed off" in visible_text(other.ephemerals(CHANNEL)[-1])
            if other.ephemerals(CHANNEL)
            else False
        )
    )

    # What is signed off can be looked at, page by page, and has nothing to fill in.
    past = other.ephemerals(CHANNEL)[-1]
    await other.click(past, "Show")
    await says(world, other, "this page shows 6")
    assert labels(other) == []
    assert "They tried it three weeks in a row." in form_text(other)
    page = other.view()
    assert page is not None
    await other.click(page, "Next page")
    await says(world, other, "this page shows 3")

    # Whoever makes the review no more turns no page of a window that is still open.
    other.close()
    await other.click(past, "Show")
    await says(world, other, "this page shows 6")
    page = other.view()
    assert page is not None
    world.person(ADMIN).administer(op="group_members", group="S0COMPLIAN", members=[COMPLIANCE, VALIDATOR])
    await known_to_be_in(world, "@compliance", VALIDATOR)
    await other.click(page, "Next page")
    await says(world, other, "you are not among them")


async def test_what_was_marked_is_seen_and_changed_until_the_sign_off(world: World) -> None:
    number = await refused(world)
    await day_of_review(world)
    card = await card_of(world, 1)
    who = await opened(world, COMPLIANCE, card)
    # The whole record is shown on top of it.
    view = who.view()
    assert view is not None
    await who.click(view, "Details")
    await world.slack.wait_for(lambda: not choices(who))
    who.close()
    assert len(choices(who)) == 2
    # A text without a choice is said beside it, and nothing that was typed is lost.
    await who.fill({"What you found": "Who gave them the right?"})
    assert "Choose what you say of it" in (await who.submit()).errors["What you found"]
    await who.fill({choices(who)[0]: "Finding"})
    assert (await who.submit()).result == "updated"
    who.close()
    card = await card_of(world, 1, "1 finding")
    await opened(world, COMPLIANCE, card, "Marked items…")
    assert "Who gave them the right?" in form_text(who) or number in form_text(who)
    await check_all(who)
    assert (await who.submit()).result == "closed"
    review = await review_of(world, 1)
    assert review.findings == ()
    assert review.mark(number.removeprefix("EX-"), COMPLIANCE) is not None


async def test_nobody_else_looks_into_a_review(world: World) -> None:
    await refused(world)
    await day_of_review(world)
    card = await card_of(world, 1)
    director = world.person(DIRECTOR)
    # The director stands in only where no reviewer is free of what is reviewed.
    for button in ("Review items…", "Sign off…"):
        await director.click(card, button)
        said = await world.whisper(DIRECTOR, CHANNEL)
        assert "you are not among them" in said
        assert "@compliance can" in said
    assert "Audit review" not in await listed(world, VALIDATOR)


async def listed(world: World, who: str) -> str:
    """What `/exception reviews` says to somebody."""
    person = world.person(who)
    await person.command("/exception reviews", channel="exceptions-manager")
    return await world.whisper(who)


async def test_stand_in_reads_that_the_rest_is_for_the_reviewers_and_that_they_may_sign_off(
    world: World,
) -> None:
    """Each reviewer has a part in a request of their own, so that each item has a reviewer, and the whole has none."""
    for by in (COMPLIANCE, OTHER_COMPLIANCE):
        request = await world.file()
        await card_at(world, request, Stage.VALIDATION)
        await world.services.desk.perform(
            Approve(number=request.number, stage=Stage.VALIDATION, rationale="It fits."),
            by=await world.services.directory.person(by),
            key=f"tried-{by}",
        )
    await day_of_review(world)
    card = await card_of(world, 1, "In their stead")
    assert f"@{DIRECTOR}" in visible_text(card)
    director = await opened(world, DIRECTOR, card)
    said = form_text(director)
    assert "for the reviewers to mark" in said
    assert "Once everything is marked, you may sign the review off." in said
    assert "had a part" not in said
    assert ":white_check_mark:" not in said


async def test_list_does_not_say_that_none_is_open_where_slack_does_not_say_who_makes_it(
    world: World,
) -> None:
    await refused(world)
    await day_of_review(world)
    await card_of(world, 1)
    async with slow(world, "usergroups.users.list"):
        world.services.directory.forget_group("S0COMPLIAN")
        await world.person(OTHER_COMPLIANCE).command("/exception reviews", channel=CHANNEL)
        said = await world.whisper(OTHER_COMPLIANCE, CHANNEL)
    assert "Slack could not say" in said
    assert "No review is open" not in said


async def test_overdue_review_is_told_to_the_director_and_said_on_the_card(world: World) -> None:
    await refused(world)
    await day_of_review(world)
    await card_of(world, 1)
    go_to(world, (await review_of(world, 1)).due_by + timedelta(seconds=1))
    told = await world.dm(DIRECTOR, lambda text: "Audit review 1 is overdue" in text)
    assert "0 of 2 marked" in visible_text(told)
    card = await card_of(world, 1, "Overdue")
    assert f"@{DIRECTOR} was told" in visible_text(card)


async def test_downtime_of_three_weeks_makes_one_review(world: World) -> None:
    await refused(world)
    go_to(world, world.services.clock.now() + timedelta(days=24))
    await card_of(world, 1)
    await day_of_review(world)
    await card_of(world, 2)
    first, second = await review_of(world, 1), await review_of(world, 2)
    assert second.since == first.opened_at
    assert await world.services.records.audit_review(3) is None
