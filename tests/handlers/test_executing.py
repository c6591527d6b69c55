"""Executing: who is asked to, who is refused, and that what was done is on record."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from models.request import ExceptionRequest, Stage, Status
from tests.handlers.acting import card_at
from tests.world import MANAGER, OPERATOR, ROOT, VALIDATOR, World, open_world


async def approved(world: World) -> tuple[ExceptionRequest, dict[str, Any]]:
    """An approved request and the card that asks operations to carry it out."""
    request = await world.file()
    await world.decide(VALIDATOR, "Approve", await card_at(world, request, Stage.VALIDATION))
    await world.decide(MANAGER, "Approve", await card_at(world, request, Stage.AUTHORIZATION))
    to_do = await world.message(lambda text: request.id in text, "operations", OPERATOR)
    return request, to_do


async def test_operations_says_what_was_done(world: World) -> None:
    request, to_do = await approved(world)
    operator = world.person(OPERATOR)
    await operator.click(to_do, "Mark as executed")
    await world.slack.wait_for(operator.view)
    await operator.fill({"What was done": "   "})
    assert list((await operator.submit()).errors) == ["What was done"]
    await operator.fill({"What was done": "The contract says 40 days."})
    await operator.fill({"Evidence": [operator.upload("contract.txt", b"40 days")]})
    assert (await operator.submit()).result == "closed"
    closed = await world.settled(request.number, lambda r: r.status is Status.CLOSED)
    assert closed.execution is not None
    assert (closed.execution.by, closed.execution.evidence[0].name) == (OPERATOR, "contract.txt")


async def test_only_operations_marks_as_executed(world: World) -> None:
    request, to_do = await approved(world)
    validator = world.person(VALIDATOR)
    await validator.click(to_do, "Mark as executed")
    assert "@operations can" in await world.whisper(VALIDATOR, "operations")
    assert validator.view() is None
    assert (await world.request(request.number)).status is Status.EXECUTION


async def test_second_one_to_mark_it_is_told_and_keeps_what_they_typed(world: World) -> None:
    request, to_do = await approved(world)
    first, second = world.person(OPERATOR), world.person("U0OPERATE2")
    for operator in (first, second):
        await operator.click(to_do, "Mark as executed")
        await world.slack.wait_for(operator.view)
        await operator.fill({"What was done": "Done by me."})
    assert (await first.submit()).result == "closed"
    sent = await second.submit()
    assert "already carried this out" in sent.errors["What was done"]
    assert second.view() is not None
    assert (await world.request(request.number)).execution is not None


@pytest.fixture
async def world_without_history(tmp_path: Path) -> AsyncIterator[World]:
    """A world whose customer history cannot be read, under a policy that holds nothing for it."""
    folder = tmp_path / "policy"
    shutil.copytree(ROOT / "sample", folder / "sample")
    text = (ROOT / "policy.toml").read_text(encoding="utf-8")
    start = text.index("[holds.data_unavailable]")
    (folder / "policy.toml").write_text(
        text[:start] + text[text.index("[holds.conflicting_data]") :], encoding="utf-8"
    )
    (folder / "sample" / "history.csv").unlink()
    async with open_world(tmp_path, policy=folder / "policy.toml") as opened:
        yield opened


async def test_incomplete_record_names_what_is_missing_and_stays_open(world_without_history: World) -> None:
    world = world_without_history
    request, to_do = await approved(world)
    operator = world.person(OPERATOR)
    await operator.click(to_do, "Mark as executed")
    await world.slack.wait_for(operator.view)
    await operator.fill({"What was done": "The contract says 40 days."})
    await operator.submit()
    await world.settled(request.number, lambda r: bool(r.missing))
    incomplete = await world.message(lambda text: "Check again and close" in text, "operations", OPERATOR)
    await world.person(VALIDATOR).click(incomplete, "Check again and close")
    assert "@operations can" in await world.whisper(VALIDATOR, "operations")
    await operator.click(incomplete, "Check again and close")
    said = await world.whisper(OPERATOR, "operations")
    assert f"{request.id} cannot be closed yet: it lacks" in said
    assert "Customer history" in said
    assert (await world.request(request.number)).status is Status.CLOSING
