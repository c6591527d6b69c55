"""What the sources said of the customer, in blocks: source, facts and time, or why they are not there."""

from __future__ import annotations

from bot.views import blocks, values, words
from bot.views.text import Block, escape, joined, when
from models.policy import Policy, Source
from models.request import ExceptionRequest
from models.snapshot import Snapshot

#: Facts of one source that a card shows.
FACTS_SHOWN = 8


def facts(request: ExceptionRequest, policy: Policy) -> list[Block]:
    """The facts that the policy picks, a line for each source, and when they were read."""
    held = {snapshot.source: snapshot for snapshot in request.snapshots}
    if not held:
        titles = joined((f"*{escape(source.title)}*" for source in policy.sources), "and")
        reading = f"{words.WAITING} {titles} are being read. The decision opens when they are here."
        return [blocks.section(reading)]
    shown = [blocks.rich(_line(source, held.get(source.name)) for source in policy.sources)]
    times = sorted({s.taken_at.replace(second=0, microsecond=0) for s in held.values() if s.is_available})
    if len(times) == 1:
        shown.append(blocks.small(f"{when(times[0], lead='Read ')} and kept with the request"))
    elif times:
        read = (
            f"{escape(s.title)} {when(s.taken_at, lead='read ')}" for s in held.values() if s.is_available
        )
        shown.append(blocks.small("  ·  ".join(read)))
    return shown


def _line(source: Source, snapshot: Snapshot | None) -> Block:
    title = blocks.run(source.title, bold=True)
    if snapshot is None:
        return blocks.line(blocks.symbol(words.WAITING), blocks.run(" "), title, blocks.run(" is being read"))
    if snapshot.payload is None:
        fault = blocks.one_line(snapshot.fault or "no reason was given", 200)
        # What a source says of itself is not said twice.
        is_named = fault.startswith(f"{source.title} ")
        said = blocks.run(fault.removeprefix(source.title) if is_named else f" could not be read: {fault}")
        return blocks.line(blocks.symbol(words.CARE), blocks.run(" "), title, said)
    told = [
        f"{label}: {values.fact(snapshot.payload.get(column))}"
        for column, label in list(source.facts.items())[:FACTS_SHOWN]
    ]
    return blocks.line(title, blocks.run(f"  {'  ·  '.join(told) or 'read; all of it is in Details'}"))
