"""How old a source's data are, judged by what they say of themselves; data that are too old are a fault."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from pydantic import JsonValue

from bot.sources.protocol import Source, SourceUnavailableError
from models.notation import duration_text

#: Clocks of different machines differ, and a day may have begun elsewhere already.
AHEAD = timedelta(days=1)
#: Seconds since 1970 beyond this are milliseconds: as seconds they would be past the year 5000.
_MILLISECONDS_FROM = 100_000_000_000


def check_freshness(source: Source, payload: Mapping[str, JsonValue], at: datetime) -> None:
    """Raises SourceUnavailableError where the data are older at `at` (aware UTC) than the policy allows.

    Older data are no better than none: the request gets the hold of data that are not available, with a sentence
    that says how old they are, and people ask for other proof or wait for the source to be brought up to date.
    """
    if source.freshness is None:
        return
    said = payload.get(source.freshness.field)
    current = current_until(said)
    if current is None:
        raise SourceUnavailableError(
            f'{source.title} does not say when its data were current (in "{source.freshness.field}").'
        )
    if current - at > AHEAD:
        raise SourceUnavailableError(
            f"{source.title} says that its data are of {_text(said, current)}, which is yet to come."
        )
    if at - current > source.freshness.limit:
        raise SourceUnavailableError(
            f"{source.title} has data of {_text(said, current)}, older than the "
            f"{duration_text(source.freshness.limit)} that the policy allows."
        )


def current_until(said: JsonValue) -> datetime | None:
    """The moment (UTC) that a source's own words name; None where they name none.

    A date lasts until its end. A time without an offset is UTC. A number is seconds since 1970, a large one
    milliseconds.
    """
    try:
        if isinstance(said, bool) or said is None:
            return None
        if isinstance(said, int | float):
            return datetime.fromtimestamp(said / 1000 if abs(said) >= _MILLISECONDS_FROM else said, UTC)
        if not isinstance(said, str):
            return None
        text = said.strip()
        if len(text) == 10:
            return datetime.combine(date.fromisoformat(text) + timedelta(days=1), time.min, UTC)
        found = datetime.fromisoformat(text)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _text(said: JsonValue, moment: datetime) -> str:
    """A date as it was said; of all else the moment that it names."""
    return (
        said.strip() if isinstance(said, str) and len(said.strip()) == 10 else f"{moment:%Y-%m-%d %H:%M} UTC"
    )
