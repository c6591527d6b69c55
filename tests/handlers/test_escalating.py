"""Escalating: the supervisor opens the request from the message and says that they know."""

from __future__ import annotations

from datetime import timedelta

from sandbox.blockkit import visible_text
from tests.handlers.acting import form_text
from tests.world import SUPERVISOR, World


async def test_supervisor_opens_the_request_and_acknowledges_once(world: World) -> None:
    request = await world.file()
    await world.card(request)
    world.slack.clock.shift(timedelta(hours=46, minutes=1).total_seconds())
    told = await world.dm(SUPERVISOR, lambda text: request.id in text)
    supervisor = world.person(SUPERVISOR)
    await supervisor.click(told, "Open request")
    await world.slack.wait_for(supervisor.view)
    assert request.id in form_text(supervisor)
    supervisor.close()

    await supervisor.click(told, "Acknowledge")
    known = await world.settled(
        request.number, lambda r: any(e.acknowledged_by == SUPERVISOR for e in r.escalations)
    )
    assert len(known.escalations) == 1
    await world.dm(SUPERVISOR, lambda text: "cknowledged" in text)
    trail = await world.services.records.trail(request.number)
    assert [e.actor for e in trail if e.kind == "escalation.acknowledged"] == [SUPERVISOR]
    assert visible_text(told)
