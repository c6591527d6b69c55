"""Acts about the training of those who decide, as small frozen values; what they cause is decided elsewhere."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class AttestTraining:
    """Say that one has read the criteria of a version of the policy and understood them."""

    version: str
    has_read: bool


@dataclass(frozen=True, kw_only=True)
class AskToAttest:
    """Ask those who decide and have not attested to do so; each of them once a day at most."""


#: They belong to no request.
OnTraining = AttestTraining | AskToAttest
