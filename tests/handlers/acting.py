"""What the tests of the conversations do again and again."""

from __future__ import annotations

from typing import Any

from models.request import ExceptionRequest, Stage
from sandbox.blockkit import visible_text
from sandbox.person import ActingPerson
from tests.world import FORM, VALIDATOR, World


async def card_at(
    world: World, request: ExceptionRequest, stage: Stage, channel: str = "exceptions-manager"
) -> dict[str, Any]:
    """The card of a request, once its buttons are those of a stage and it shows what the sources said."""
    reader = world.person(VALIDATOR)

    def find() -> dict[str, Any] | None:
        for message in reader.messages(channel):
            values = {
                element.get("value")
                for block in message.get("blocks", [])
                for element in block.get("elements", [])
            }
            if f"{request.number}:{stage}" in values and "being read" not in visible_text(message):
                return message
        return None

    found: dict[str, Any] = await world.slack.wait_for(find, timeout=10)
    return found


async def open_form(world: World, by: str) -> ActingPerson:
    """Somebody with an empty filing form before them."""
    who = world.person(by)
    await who.command("/exception")
    await world.slack.wait_for(who.view)
    return who


async def filled_form(world: World, by: str, **changed: Any) -> ActingPerson:
    """Somebody with a filled form before them; None leaves a field as it is."""
    who = await open_form(world, by)
    await who.fill({label: value for label, value in (FORM | changed).items() if value is not None})
    return who


def form_text(who: ActingPerson) -> str:
    """All that the top modal says."""
    view = who.view()
    assert view is not None
    return visible_text(view)


async def says(world: World, who: ActingPerson, words: str) -> None:
    """Wait until the top modal says the words."""
    await world.slack.wait_for(lambda: words in form_text(who))


def labels(who: ActingPerson) -> list[str]:
    """The inputs of the top modal, by what they are called."""
    view = who.view()
    assert view is not None
    return [block["label"]["text"] for block in view["blocks"] if block["type"] == "input"]
