"""What the parts on delegates hold together, each broken rule one sentence; it knows nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from models.delegation import VALIDATORS
from models.faults import Fault, at, meant, parts


def _roles(policy: object) -> Iterator[Fault]:
    """Each part names a role that there is."""
    tiers = [name for tier in parts(policy, "tiers") if isinstance(name := at(tier, "name"), str)]
    if not tiers or len(set(tiers)) < len(tiers):
        # Two tiers of one name are told of already, and the other one may be that which is meant.
        return
    for n, delegates in enumerate(parts(policy, "delegates")):
        role = at(delegates, "role")
        if isinstance(role, str) and role not in (VALIDATORS, *tiers):
            yield Fault(
                key=f"delegates[{n}].role",
                sentence=f'"{role}" is no tier, and not "{VALIDATORS}"; ' + meant(role, (VALIDATORS, *tiers)),
            )


def _once(policy: object) -> Iterator[Fault]:
    """A role's delegates stand in one place."""
    first: dict[str, int] = {}
    for n, delegates in enumerate(parts(policy, "delegates")):
        role = at(delegates, "role")
        if isinstance(role, str) and first.setdefault(role, n) != n:
            yield Fault(
                key=f"delegates[{n}].role",
                sentence=f"delegates[{first[role]}] already names the delegates of {role}; put these people there.",
            )


#: The rules of the delegates' parts.
DELEGATES_RULES: tuple[Callable[[object], Iterator[Fault]], ...] = (_roles, _once)
