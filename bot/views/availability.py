"""Who is there for a request now, in one line; it looks nobody up."""

from __future__ import annotations

from collections.abc import Iterable

from models.availability import Part, Staffed

#: What people of a part do.
DOING = {
    Part.VALIDATION: "to validate",
    Part.AUTHORIZATION: "to authorise",
    Part.EXECUTION: "to carry it out",
}


def there_now(staffed: Iterable[Staffed]) -> str:
    """Who is there for each part and how much waits on them (mrkdwn); "" where nothing is known."""
    said = [f"{each.there} of {each.total} {DOING[each.part]}{_waiting(each.waiting)}" for each in staffed]
    return f"There now: {', '.join(said)}." if said else ""


def _waiting(count: int) -> str:
    if not count:
        return ""
    return " (1 request waiting)" if count == 1 else f" ({count:,} requests waiting)"
