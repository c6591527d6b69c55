"""What goes with a role: places of the policy that name whom the role had name the new ones; plain data in and out.

A group that is named in ten places is so asked for once. A name that several roles share says nothing of whose a
place is: nothing follows one of them then, lest authority go to others unseen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from bot.set_up.places import CHANNELS, Place, Written, everywhere, names_in, put
from bot.set_up.roles import Kind, Role, named, roles_of

#: Whose role a place is about, also where several roles are the same group's.
_ABOUT = {
    ("owner",): "manager",
    ("expedited", "authorizers"): "manager",
    ("holds", "data_unavailable", "owner"): "execution",
}
#: Here many belong, whatever their role: one that a role no longer has is replaced among the others.
_OF_ALL = frozenset(
    {("reports", "readers"), ("exports", "who"), ("audit_review", "reviewers"), ("alerts", "fallback")}
)

Names = tuple[str, ...]


def assigned(written: Written, given: Mapping[str, Names]) -> dict[str, Any]:
    """The policy with people and channels given to roles, by their keys; a role that is not among them stays.

    Other places that name all whom a role had name the new ones too: the owner of a standard, who reads the reports.
    """
    made: dict[str, Any] = deepcopy(dict(written))
    roles = roles_of(written)
    for role in roles:
        if role.key in given:
            put(made, role.place, _in_order(named(written, role), given[role.key]))
    own = {role.place for role in roles}
    for place, value in everywhere(written):
        if place not in own:
            had = names_in(value)
            new = _followed(place, had, _leaders(roles, place, written), written, given)
            if new and new != had:
                put(made, place, new)
    return made


def followers(written: Written) -> Iterator[tuple[Place, Names]]:
    """The places beside the roles' own, with whom they name."""
    own = {role.place for role in roles_of(written)}
    for place, value in everywhere(written):
        if place not in own and place[-1] not in CHANNELS:
            yield place, names_in(value)


def _leaders(roles: tuple[Role, ...], place: Place, written: Written) -> tuple[Role, ...]:
    """The roles that a place of people, or of a channel, may go with; a backup repeats another role, and leads none."""
    kind = Kind.CHANNEL if place[-1] in CHANNELS else Kind.PEOPLE
    return tuple(
        role for role in roles if role.kind is kind and role.place[-1] != "backup" and named(written, role)
    )


def _followed(
    place: Place, had: Names, leaders: tuple[Role, ...], written: Written, given: Mapping[str, Names]
) -> Names:
    """Whom the place names once the roles are given; the same where nothing follows."""
    new = had
    is_of_all = place in _OF_ALL
    for role in leaders:
        before = named(written, role)
        is_whole = set(before) <= set(had)
        if role.key not in given or not (is_whole or (is_of_all and set(before) & set(had))):
            continue
        dropped, added = set(before) - set(given[role.key]), given[role.key]
        if not is_whole and not dropped & set(had):
            continue
        if _is_shared(place, before, role, leaders, written, given):
            continue
        new = _replaced(new, dropped, tuple(name for name in added if name not in before))
    return new


def _is_shared(
    place: Place,
    before: Names,
    role: Role,
    leaders: tuple[Role, ...],
    written: Written,
    given: Mapping[str, Names],
) -> bool:
    """Whether another role has one of the names too, and the place is not about this one.

    Where each of them is given anew, nobody is left whom the place could mean: among many it means them all, and
    elsewhere it follows where they agree.
    """
    others = [one for one in leaders if one is not role and set(named(written, one)) & set(before)]
    about = _ABOUT.get(place)
    if about in {one.key for one in (role, *others)}:
        return about != role.key
    if any(one.key not in given for one in others):
        return True
    return place not in _OF_ALL and any(set(given[one.key]) != set(given[role.key]) for one in others)


def _replaced(had: Names, dropped: set[str], added: Names) -> Names:
    """The names in the order in which they were, new ones where the first stood that goes."""
    found: list[str] = []
    is_put = False
    for name in had:
        if name not in dropped:
            found.append(name)
        elif not is_put:
            found += added
            is_put = True
    return tuple(dict.fromkeys([*found, *(() if is_put else added)]))


def _in_order(had: Names, given: Names) -> Names:
    """The same people named in another order are no change."""
    return had if set(had) == set(given) else given
