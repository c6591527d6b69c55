"""What the policy's parts that look back hold together with the rest, each broken rule one sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from models.faults import Fault, at, meant, words

_OVERDUE = ("recurrence", "audit_review", "policy_review")


def _overdue_contacts(policy: object) -> Iterator[Fault]:
    """Whoever is told of a review that is overdue is named among the contacts."""
    known = at(policy, "contacts")
    if not isinstance(known, Mapping | None):
        return
    for part in _OVERDUE:
        name = at(at(policy, part), "contact")
        if isinstance(name, str) and name not in (known or {}):
            yield Fault(
                key=f"{part}.contact",
                sentence=f'There is no contact "{name}"; add [contacts.{name}] or name another: '
                + meant(name, words(known or {})),
            )


OVERSIGHT_RULES: tuple[Callable[[object], Iterator[Fault]], ...] = (_overdue_contacts,)
