"""A single approval, by what people read: off as shipped; switched on, the validator reads that they decide alone."""

from __future__ import annotations

import asyncio
from pathlib import Path

from click.testing import CliRunner

import app
from models.request import Stage, Status
from sandbox.blockkit import visible_text
from tests.handlers.acting import card_at, form_text
from tests.scenarios.test_keeping_time import changed_policy
from tests.world import LEAD, OPERATOR, REQUESTER, VALIDATOR, World, open_world

CHANNEL = "exceptions-team-lead"
#: 31 days instead of 30 are 3.33 percent.
SMALL = {"Requested value": "31", "Decision value": "1000"}
WAIVED = "waived by policy (up to 5 % and EUR 1,000)"


def switched_on(folder: Path) -> Path:
    return changed_policy(folder, "enabled = false", "enabled = true")


async def test_one_approval_is_enough_and_everybody_reads_that_it_was_the_policys_doing(
    tmp_path: Path,
) -> None:
    async with open_world(tmp_path, policy=switched_on(tmp_path)) as world:
        request = await world.file(**SMALL)
        card = await card_at(world, request, Stage.VALIDATION, CHANNEL)
        assert f"{WAIVED}; the first approval is the only one" in visible_text(card)
        validator = world.person(VALIDATOR)
        await validator.click(card, "Approve")
        await world.slack.wait_for(validator.view)
        assert "Yours is the only approval" in form_text(validator)
        assert WAIVED in form_text(validator)
        await validator.fill({"Rationale": "A day more, and they always pay."})
        assert (await validator.submit()).result == "closed"

        approved = await world.settled(request.number, lambda r: r.status is Status.EXECUTION)
        assert [d.stage for d in approved.decisions] == [Stage.VALIDATION]
        await world.dm(REQUESTER, lambda text: "was approved by" in text and WAIVED in text)
        await world.dm(REQUESTER, lambda text: "Withdraw" in text and WAIVED in text)
        card = await world.card(request, WAIVED, channel=CHANNEL)
        await world.message(
            lambda text: "Second approval waived by policy" in text and "listed for review" in text,
            CHANNEL,
            VALIDATOR,
            thread_ts=str(card["ts"]),
        )
        work = await world.message(lambda text: request.id in text and WAIVED in text, "operations", OPERATOR)
        operator = world.person(OPERATOR)
        await operator.click(work, "Mark as executed")
        await world.slack.wait_for(operator.view)
        await operator.fill({"done": "The contract says 31 days."})
        assert (await operator.submit()).result == "closed"
        closed = await world.settled(request.number, lambda r: r.status is Status.CLOSED)
        assert closed.missing == ()


async def test_above_the_caps_it_takes_both(tmp_path: Path) -> None:
    async with open_world(tmp_path, policy=switched_on(tmp_path)) as world:
        request = await world.file(**(SMALL | {"Decision value": "1000.01"}))
        card = await card_at(world, request, Stage.VALIDATION, CHANNEL)
        assert "waived" not in visible_text(card)
        await world.decide(VALIDATOR, "Approve", card)
        await world.settled(request.number, lambda r: r.stage is Stage.AUTHORIZATION)


async def test_off_as_shipped_it_takes_both(world: World) -> None:
    request = await world.file(**SMALL)
    card = await card_at(world, request, Stage.VALIDATION, CHANNEL)
    validator = world.person(VALIDATOR)
    await validator.click(card, "Approve")
    await world.slack.wait_for(validator.view)
    assert "only approval" not in form_text(validator)
    await validator.fill({"Rationale": "Fine."})
    await validator.submit()
    await world.decide(LEAD, "Approve", await card_at(world, request, Stage.AUTHORIZATION, CHANNEL))
    approved = await world.settled(request.number, lambda r: r.status is Status.EXECUTION)
    assert (approved.waiver, len(approved.decisions)) == (None, 2)


async def test_request_keeps_the_policy_that_it_was_filed_under(tmp_path: Path) -> None:
    async with open_world(tmp_path, policy=switched_on(tmp_path)) as world:
        request = await world.file(**SMALL)
        await card_at(world, request, Stage.VALIDATION, CHANNEL)
        number = request.number
        pinned = request.policy_version
        assert world.services.desk.policies.of(request).single_approval.enabled
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    file = changed_policy(shipped, "enabled = false", "enabled = false")
    # The command has an event loop of its own.
    adopted = await asyncio.to_thread(
        CliRunner().invoke,
        app.main,
        ["policy", "adopt", "file", "--by", "Ines Okafor"],
        env={"DATABASE_URL": f"sqlite:///{tmp_path / 'desk.sqlite3'}", "POLICY_FILE": str(file)},
    )
    assert adopted.exit_code == 0, adopted.output
    async with open_world(tmp_path, policy=file) as world:
        request = await world.request(number)
        policies = world.services.desk.policies
        assert request.policy_version == pinned != policies.current_version
        assert policies.of(request).single_approval.enabled
        assert not policies.current.single_approval.enabled
