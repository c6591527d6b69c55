"""What the sources said of the customer, in blocks: source, facts and time, or why they are not there."""

from __future__ import annotations

from bot.views import blocks, words
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
    lines = [_line(source, held.get(source.name)) for source in policy.sources]
    shown = [blocks.section(blocks.within(lines))]
    times = sorted({s.taken_at.replace(second=0, microsecond=0) for s in held.values() if s.is_available})
    if len(times) == 1:
        shown.append(blocks.small(f"Read {when(times[0])} and kept with the request"))
    elif times:
        read = (f"{escape(s.title)} read {when(s.taken_at)}" for s in held.values() if s.is_available)
        shown.append(blocks.small("  ·  ".join(read)))
    return shown


def _line(source: Source, snapshot: Snapshot | None) -> str:
    title = f"*{escape(source.title)}*"
    if snapshot is None:
        return f"{words.WAITING} {title} is being read"
    if snapshot.payload is None:
        fault = escape(blocks.one_line(snapshot.fault or "no reason was given", 200))
        return f"{words.CARE} {title} could not be read: {fault}"
    said = [
        f"{escape(label)}: {words.fact(snapshot.payload.get(column))}"
        for column, label in list(source.facts.items())[:FACTS_SHOWN]
    ]
    return f"{title}   {'  ·  '.join(said)}" if said else f"{title}   read; all of it is in Details"
