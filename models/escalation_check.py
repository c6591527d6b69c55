"""What the policy's escalations hold together, each broken rule one sentence; who the contacts are is checked apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from models.faults import Fault, at
from models.notation import parse_duration


def _acknowledged(policy: object) -> Iterator[Fault]:
    """Whoever is told has some time to say that they know, before the next one is told."""
    for rule in ("deadline_near", "deadline_breached", "complaint"):
        written = at(at(at(policy, "escalations"), rule), "acknowledge_within")
        if _length(written) == timedelta(0):
            yield Fault(
                key=f"escalations.{rule}.acknowledge_within",
                sentence="Nobody can acknowledge it in no time, so the whole ladder would be told at once; write "
                'the time that they have, such as "30m", or remove this line so that it does not climb.',
            )


def _length(value: object) -> timedelta | None:
    if isinstance(value, str):
        try:
            return parse_duration(value)
        except ValueError:
            return None
    return value if isinstance(value, timedelta) else None


ESCALATION_RULES: tuple[Callable[[object], Iterator[Fault]], ...] = (_acknowledged,)
