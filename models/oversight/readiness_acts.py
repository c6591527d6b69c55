"""The act of readiness, as a small frozen value: the bot says at its start what it cannot do."""

from __future__ import annotations

from dataclasses import dataclass

from models.checks import Check, Item


@dataclass(frozen=True, kw_only=True)
class ReportReadiness:
    """The system tells the administrators what it found that it cannot do; nothing, where all is well.

    `unseen` could not be looked at: of these it stands as it was found last.
    """

    found: tuple[Check, ...]
    unseen: tuple[Item, ...] = ()
