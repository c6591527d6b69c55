"""The trail's sentences for holds: what stopped a request, how it was settled, and what was overdue; words only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.views import holds, reconciling, words
from bot.views.text import Names, escape, joined, when
from models.holds import Hold, HoldEnding, HoldKind, SourceValue
from models.people import SYSTEM
from models.policy import Policy

Changed = Mapping[str, Any]
#: What whoever closed it did, where it was more than closing it.
_CLOSED = {
    HoldEnding.CONDITIONS: "cleared it with conditions",
    HoldEnding.REFUSED: "refused it",
}
#: The same for those kinds of holds that are answered in their own words.
_OWN = {
    (HoldKind.REGULATORY, HoldEnding.RESOLVED): "cleared it",
    (HoldKind.REGULATORY, HoldEnding.REFUSED): "prohibited it",
    (HoldKind.OVER_AUTHORITY, HoldEnding.RESOLVED): "released it to the highest tier",
}


def opened(changed: Changed, actor: str, policy: Policy, names: Names) -> str:
    """What was put on hold and for what."""
    told = changed["hold"]
    hold = _hold(str(told["key"]), str(told.get("subject") or ""), told.get("values") or ())
    said = reconciling.values(hold, policy)
    # What holds it by itself may come with somebody's own act, such as their filing.
    actor = SYSTEM.name if told.get("opened_by") == SYSTEM.id else actor
    return f"{actor} put it on hold: {_titled(hold, policy)}.{f' {said}' if said else ''}"


def closed(changed: Changed, actor: str, policy: Policy, names: Names) -> str:
    """How the hold was closed; of a conflict, what each source said and what holds."""
    hold = _hold(str(changed["hold"]), str(changed.get("agreement") or ""), changed.get("values") or ())
    how = HoldEnding(changed["closed"]["how"])
    chosen = str(changed["closed"].get("chosen") or "")
    if hold.values and chosen:
        said = joined(
            (
                f"{escape(words.source(value.source, policy))} said *{reconciling.shown(value.value, 60)}*"
                for value in hold.values
            ),
            "and",
        )
        return f"{actor} settled it on *{reconciling.shown(chosen, 60)}*; {said}."
    if how is HoldEnding.VOID:
        return f"The hold was no longer needed: {_titled(hold, policy)}."
    verb = _OWN.get((hold.kind, how)) or _CLOSED.get(how, "closed the hold")
    return f"{actor} {verb}: {_titled(hold, policy)}."


def overdue(changed: Changed, actor: str, policy: Policy, names: Names) -> str:
    """That a hold's own deadline had passed, and when it was."""
    due = when(datetime.fromisoformat(str(changed["due_at"])), lead="it was due ")
    return f"The hold was overdue: {_titled(_hold(str(changed['hold'])), policy)}; {due}."


def _titled(hold: Hold, policy: Policy) -> str:
    return escape(holds.title(hold, policy))


def _hold(key: str, subject: str = "", values: tuple[Changed, ...] = ()) -> Hold:
    """As much of the hold as its event tells."""
    return Hold(
        key=key,
        kind=HoldKind(key.rpartition("-")[0]),
        opened_by="",
        opened_at=datetime.min.replace(tzinfo=UTC),
        subject=subject,
        values=tuple(
            SourceValue(source=str(v["source"]), field=str(v["field"]), value=str(v["value"])) for v in values
        ),
    )
