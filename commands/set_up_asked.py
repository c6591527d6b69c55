"""Setting up: what the command line gives, and what nobody could be asked for."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Asked:
    """What the command line gives, and whether somebody is there to be asked for the rest."""

    is_asking: bool
    given: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    #: What is not known, and how it is given: told all at once.
    missing: list[tuple[str, str]] = field(default_factory=list)
