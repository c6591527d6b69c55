"""The act about an alert that nobody can be asked about in a request, as a small frozen value."""

from __future__ import annotations

from dataclasses import dataclass

from models.refusals import Why
from models.trigger import Trigger


@dataclass(frozen=True, kw_only=True)
class TurnAwayAlert:
    """The system tells somebody of an alert that it could not file in the sponsor's name, and why.

    `about` is the alert's type, `said` what it said, key by key, cut to what can be shown. FAULTS: the sponsor is the
    right one, and the alert lacks what no form can be opened with, so that the sponsor is told themselves.
    """

    trigger: Trigger
    about: str
    sponsor: str
    why: Why
    said: tuple[tuple[str, str], ...] = ()
