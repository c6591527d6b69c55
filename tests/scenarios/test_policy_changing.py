"""Changing the policy in Slack: one administrator proposes, another approves, and new requests go by it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from models.events import EventKind
from models.oversight.policy_change_acts import ApprovePolicyChange
from models.oversight.policy_changes import ChangeEnd, PolicyChange
from models.refusals import Why
from sandbox.blockkit import visible_text
from sandbox.person import ActingPerson
from tests.handlers.acting import form_text, labels, says
from tests.world import ADMIN, DIRECTOR, MANAGER, MEMBER, OTHER_MANAGER, World

WHY = "Half of what the managers decide is over 45 percent, and the executives want to see it."
#: The inputs of the form, by the policy's keys: labels come again for each tier.
EXECUTIVE_FROM, MANAGER_TIME = "tiers[2].at_least", "tiers[1].decision_time"


async def page(world: World, by: str) -> ActingPerson:
    """Somebody who looks at the policy."""
    who = world.person(by)
    await who.command("/exception policy")
    await world.slack.wait_for(who.view)
    return who


async def form(world: World, by: str = ADMIN, button: str = "Propose a change…") -> ActingPerson:
    """An administrator before the form."""
    who = await page(world, by)
    view = who.view()
    assert view is not None
    await who.click(view, button)
    await world.slack.wait_for(lambda: "Why" in labels(who))
    return who


async def propose(world: World, by: str = ADMIN, **entered: str) -> PolicyChange:
    """A proposal that was sent; unless told otherwise, the executives' band begins at 45."""
    who = await form(world, by)
    await who.fill({**({EXECUTIVE_FROM: "45"} | entered), "Why": WHY})
    sent = await who.submit()
    assert sent.result == "closed", sent
    who.close()
    return (await world.services.records.open_policy_changes())[-1]


async def proposal(world: World, reader: str, number: int, says: str = "") -> dict[str, Any]:
    """A proposal's card at an administrator, once it says something."""
    return await world.dm(reader, lambda text: f"Proposal {number}:" in text and says in text)


async def answer(world: World, by: str, button: str, card: dict[str, Any], why: str = "It fits.") -> None:
    who = world.person(by)
    await who.click(card, button)
    await world.slack.wait_for(who.view)
    await who.fill({"Reason": why})
    sent = await who.submit()
    assert sent.result == "closed", sent


async def kinds(world: World) -> list[str]:
    return [link.kind for link in await world.services.records.trail(0)]


async def test_everybody_sees_the_policy_and_administrators_alone_may_propose(world: World) -> None:
    member = await page(world, MEMBER)
    seen = form_text(member)
    for words in (
        "Exception Handling Policy for Operations",
        world.services.desk.policies.current_version,
        "from the policy file",
        "20 % to under 50 %",
        "up to EUR 100,000",
        "within 48h",
        "Operations supervisor",
    ):
        assert words in seen
    assert "Propose" not in seen
    assert f"To suggest one, write to @{ADMIN} or @{DIRECTOR}" in seen
    assert "Propose a change…" in form_text(await page(world, ADMIN))


async def test_page_under_the_form_shows_what_became_of_it(world: World) -> None:
    who = await form(world)
    await who.fill({EXECUTIVE_FROM: "45", "Why": WHY})
    assert (await who.submit()).result == "closed"
    seen = form_text(who)
    for words in (
        "Proposed; it waits for another administrator",
        "Proposal 1",
        "50 %  →  *45 %*",
        "Take back",
    ):
        assert words in seen
    assert "Approve…" not in seen
    view = who.view()
    assert view is not None
    await who.click(view, "Take back")
    await says(world, who, "*Taken back.*")
    assert "Proposal 1" not in form_text(who)
    who.close()

    second, third = await propose(world), await propose(world, **{EXECUTIVE_FROM: "40"})
    other = await page(world, DIRECTOR)
    assert "It waits for an administrator to decide it" in form_text(other)
    assert f"Proposal {third.number}" in form_text(other)
    # The buttons of the first one that is listed are pressed.
    for change, button, done in ((second, "Reject…", "*Rejected.*"), (third, "Approve…", "*Approved.*")):
        view = other.view()
        assert view is not None
        await other.click(view, button)
        await says(world, other, "Reason")
        assert WHY in form_text(other), "also from the page, which shows no more than what would change"
        await other.fill({"Reason": "It fits."})
        assert (await other.submit()).result == "closed"
        assert done in form_text(other)
        assert f"Proposal {change.number}" not in form_text(other)
    assert third.version in form_text(other)
    member = form_text(await page(world, MEMBER))
    assert "Open proposals" not in member


async def test_approved_by_a_second_administrator_it_counts_for_new_requests(any_world: World) -> None:
    world = any_world
    before = await world.file(**{"Requested value": "44"})
    assert before.score.tier == "manager"
    first = world.services.desk.policies.current_version
    change = await propose(world)

    card = await proposal(world, DIRECTOR, change.number)
    text = visible_text(card)
    assert "50 %  →  *45 %*" in text
    assert WHY in text
    # The one request on record would have been the executives' to decide.
    assert "Had this held for the 1 request filed in the last year" in text
    assert "1 request would be decided by another tier: from Manager to Executive." in text
    await answer(world, DIRECTOR, "Approve…", card, "The board asked for it.")
    for reader in (ADMIN, DIRECTOR):
        await proposal(world, reader, change.number, f"@{DIRECTOR} approved it")
    # The owner, a group, and the administrators hear of it.
    for reader in (MANAGER, OTHER_MANAGER, ADMIN):
        told = await world.dm(reader, lambda text: "The policy was changed" in text)
        assert f"proposed by @{ADMIN}, approved by @{DIRECTOR}" in visible_text(told)
    policies = world.services.desk.policies
    assert policies.current_version == change.version != first
    recording = (await world.services.records.policy_recordings())[0]
    assert (recording.people, recording.proposal) == ((ADMIN, DIRECTOR), change.number)

    after = await world.file(**{"Requested value": "44"})
    assert (after.score.tier, after.policy_version) == ("executive", change.version)
    kept = await world.request(before.number)
    assert (kept.policy_version, str(policies.of(kept).tiers[1].below)) == (first, "50")
    assert "approved by" in form_text(await page(world, MEMBER))


async def test_proposer_never_approves_and_may_take_it_back(world: World) -> None:
    change = await propose(world)
    own = await proposal(world, ADMIN, change.number)
    assert "Approve…" not in visible_text(own)
    # However the act comes, it is refused and on record.
    somebody = await world.services.directory.person(ADMIN)
    act = ApprovePolicyChange(change=change.number, words="It is mine.")
    performed = await world.services.desk.perform(act, by=somebody, key="forged")
    assert performed.refusal is not None
    assert performed.refusal.why is Why.OWN_POLICY_CHANGE
    assert (await kinds(world))[-1] == EventKind.REFUSED
    admin = world.person(ADMIN)
    await admin.click(own, "Take back")
    await proposal(world, DIRECTOR, change.number, "took it back")
    found = await world.services.records.policy_change(change.number)
    assert found is not None
    assert found.ended is not None
    assert found.ended.how is ChangeEnd.TAKEN_BACK


async def test_rejected_with_words_the_policy_stays_as_it_is(world: World) -> None:
    change = await propose(world)
    await answer(world, DIRECTOR, "Reject…", await proposal(world, DIRECTOR, change.number), "Not this year.")
    card = await proposal(world, ADMIN, change.number, "rejected it")
    assert "Not this year." in visible_text(card)
    found = await world.services.records.policy_change(change.number)
    assert found is not None
    assert found.ended is not None
    assert found.ended.how is ChangeEnd.REJECTED
    assert world.services.desk.policies.current_version == change.base


async def test_faults_stand_beside_their_fields_and_nothing_typed_is_lost(world: World) -> None:
    who = await form(world)
    entered = {"tiers[1].at_least": "60", "tiers[1].authority": "5,000", MANAGER_TIME: "2 working days"}
    await who.fill({**entered, "Why": WHY})
    sent = await who.submit()
    assert sent.result == "errors", sent
    view = who.view()
    assert view is not None
    errors = {block["label"]["text"] for block in view["blocks"] if block.get("type") == "input"}
    said = " ".join(sent.errors.values())
    assert "holds no number" in said
    assert 'write "2 business days"' in said
    assert errors
    await who.fill(
        {"tiers[1].at_least": "20", MANAGER_TIME: "2 business days", "tiers[1].authority": "100,000"}
    )
    assert (await who.submit()).result == "closed"
    (change,) = await world.services.records.open_policy_changes()
    assert [(one.key, one.now) for one in change.changes] == [(MANAGER_TIME, "2 business days")]


async def test_nothing_changed_and_no_reason_are_said(world: World) -> None:
    who = await form(world)
    await who.fill({"Why": WHY})
    assert "Nothing is different" in (await who.submit()).errors["Why"]
    await who.fill({EXECUTIVE_FROM: "45", "Why": "\u200b"})
    assert "Say why" in (await who.submit()).errors["Why"]


async def test_contacts_are_proposed_as_people_and_groups(world: World) -> None:
    who = await form(world, DIRECTOR, "Propose other contacts…")
    key = "contacts.operations_supervisor.backup"
    await who.fill({f"{key}:groups": "@executives @nobody there", "Why": WHY})
    assert '"there" is neither a user group nor a user id' in " ".join((await who.submit()).errors.values())
    await who.fill({f"{key}:people": [MEMBER], f"{key}:groups": "@executives"})
    assert (await who.submit()).result == "closed"
    (change,) = await world.services.records.open_policy_changes()
    assert [(one.key, one.was, one.now) for one in change.changes] == [
        (key, DIRECTOR, f"{MEMBER}, @executives")
    ]
    await answer(world, ADMIN, "Approve…", await proposal(world, ADMIN, change.number))
    contact = world.services.desk.policies.current.contacts["operations_supervisor"]
    assert contact.backup == (MEMBER, "@executives")


async def test_proposal_that_another_one_overtook_cannot_be_approved(world: World) -> None:
    first, second = await propose(world), await propose(world, **{EXECUTIVE_FROM: "40"})
    await answer(world, DIRECTOR, "Approve…", await proposal(world, DIRECTOR, first.number))
    overtaken = await proposal(world, DIRECTOR, second.number, "was changed since")
    assert "Approve…" not in visible_text(overtaken)
    assert world.services.desk.policies.current_version == first.version


async def test_only_one_administrator_reads_that_a_second_one_is_needed(world: World) -> None:
    world.person(ADMIN).administer(op="deactivate", user=DIRECTOR)
    who = await page(world, ADMIN)
    view = who.view()
    assert view is not None
    await who.click(view, "Propose a change…")
    await says(world, who, "takes two administrators")


async def test_owner_reviews_the_policy_once_a_year(world: World) -> None:
    due = await world.services.records.next_policy_care()
    assert due is not None
    world.slack.clock.shift((due - world.services.clock.now() + timedelta(days=3)).total_seconds())
    card = await world.dm(MANAGER, lambda text: "Yearly review of the policy" in text)
    await world.dm(OTHER_MANAGER, lambda text: "Yearly review of the policy" in text)
    assert "`/exception report 12` has the figures of the year" in visible_text(card)
    assert "None." in visible_text(card)
    manager = world.person(MANAGER)
    await manager.click(card, "Reviewed…")
    await world.slack.wait_for(manager.view)
    missing = (await manager.submit()).errors
    assert set(missing) == {"What you found", "In your words"}
    await manager.fill({"What you found": "Still right", "In your words": "We went through it with finance."})
    assert (await manager.submit()).result == "closed"
    done = await world.dm(OTHER_MANAGER, lambda text: f"@{MANAGER} has reviewed the policy" in text)
    assert "We went through it with finance." in visible_text(done)
    assert (await kinds(world)).count(EventKind.POLICY_CARE_OPENED) == 1
    again = await world.services.records.next_policy_care()
    assert again is not None
    assert again - world.services.clock.now() > timedelta(days=364)


async def test_review_that_nobody_makes_is_told_to_the_contact(world: World) -> None:
    due = await world.services.records.next_policy_care()
    assert due is not None
    world.slack.clock.shift((due - world.services.clock.now() + timedelta(minutes=1)).total_seconds())
    await world.dm(MANAGER, lambda text: "Yearly review of the policy" in text)
    world.slack.clock.shift(timedelta(days=60).total_seconds())
    await world.dm(DIRECTOR, lambda text: "Nobody has reviewed it in time" in text)
    member = world.person(DIRECTOR)
    card = await world.dm(DIRECTOR, lambda text: "Yearly review of the policy" in text)
    await member.click(card, "Reviewed…")
    said = await world.slack.wait_for(member.ephemerals)
    assert "reviewed by its owner" in visible_text(said[-1])
