"""What a proposed policy would have changed about the requests on record, as its card shows it; it reckons nothing."""

from __future__ import annotations

from bot.views import blocks
from bot.views.simulated import nothing_recorded, sentences
from bot.views.text import Block, escape
from models.simulation.simulating import Simulation
from models.simulation.summing import summed

#: Of what requests it tells.
PERIOD = "in the last year"


def policy_effect(simulation: Simulation) -> list[Block]:
    """The simulation in a few sentences; what it cannot know is said by the command that prints it whole."""
    count = len(simulation.compared)
    if not count:
        return [blocks.section(f"*Tried on the past*\n{nothing_recorded(PERIOD)}")]
    requests = "1 request" if count == 1 else f"{count:,} requests"
    told = [f"•  {escape(line)}" for line in sentences(simulation, summed(simulation))]
    if not told:
        none = f"Of the {requests} filed {PERIOD}, none would have gone another way."
        return [blocks.section(f"*Tried on the past*\n{none}")]
    head = f"*Tried on the past*\nHad this held for the {requests} filed {PERIOD}:"
    return [blocks.section(blocks.within([head, *told]))]


def unknown_effect() -> list[Block]:
    """Where what is on record cannot be read, so that nothing can be tried on it."""
    told = "It could not be tried: something on record cannot be read. `python app.py audit verify` names it."
    return [blocks.section(f"*Tried on the past*\n{told}")]
