"""Notifications that people can live with: what each chooses to be told, and where it comes when a place is gone."""

from __future__ import annotations

from datetime import time

from sandbox.blockkit import visible_text
from tests.world import VALIDATOR, World


async def test_everybody_chooses_in_home_what_they_are_told(any_world: World) -> None:
    world = any_world
    vera = world.person(VALIDATOR)
    await vera.home()
    shown = await world.slack.wait_for(vera.home_view)
    assert "Escalations, holds, complaints and what a request asks of you come at once" in visible_text(shown)
    await vera.click(shown, "choose_digest", "At 07:00")
    shown = await world.slack.wait_for(vera.home_view)
    await vera.click(shown, "choose_reminders", "Off")
    chosen = await world.services.records.preferences(VALIDATOR)
    assert (chosen.has_digest, chosen.digest_at, chosen.has_reminders) == (True, time(7), False)
    again = await world.slack.wait_for(vera.home_view)
    picked = {
        block["accessory"]["action_id"]: block["accessory"]["initial_option"]["value"]
        for block in again["blocks"]
        if block.get("accessory", {}).get("type") == "static_select"
    }
    assert picked == {"choose_digest": "07:00", "choose_reminders": "off"}
    await vera.click(again, "choose_digest", "Off")
    assert not (await world.services.records.preferences(VALIDATOR)).has_digest
