"""The roles that a policy gives to people and channels, and where each stands in it; plain data in, plain data out.

A policy is here as it was written: the mapping that TOML gives.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from bot.set_up.places import CHANNELS, Place, Written, everywhere, names_in, rows, tables, value_at


class Kind(Enum):
    """What a role is given to."""

    PEOPLE = "people"
    CHANNEL = "channel"


@dataclass(frozen=True, kw_only=True)
class Role:
    """Something that the policy gives to somebody, or a channel where something is said.

    `asks` is the question for a person, `words` are those that a fitting name would have, the most telling first.
    `place` is where it stands; `least` is how many must be named, and 0 that nobody needs to be.
    """

    key: str
    kind: Kind
    asks: str
    words: tuple[str, ...]
    place: Place
    least: int = 1
    #: It is usually a user group's; the others are people's.
    is_of_group: bool = False
    #: It is a user group's and nobody's alone.
    is_only_of_groups: bool = False


def roles_of(written: Written) -> tuple[Role, ...]:
    """Every role of the policy, in the order in which they are asked for: people first, then channels."""
    people = [
        _people(
            "validators",
            "Who gives the first approval: people of operations who check the details",
            VALIDATING,
        ),
        *(_tier(row) for row in rows(written, "tiers")),
        _people("execution", "Who carries out what was approved", EXECUTING),
        *(_hold(key, part) for key, part in tables(written, "holds") if key in _HELD_BY),
        Role(
            key="administrators",
            kind=Kind.PEOPLE,
            asks="Who administers the bot: two people or more, for each change of the policy takes two",
            words=("admin", "administrator", "it", "systems"),
            place=("administrators",),
            least=2,
        ),
        *_contacts(written),
        Role(
            key="teams",
            kind=Kind.PEOPLE,
            asks="Which groups do requesters belong to: the reports tell requests apart by them",
            words=("sales", "success", "support", "desk", "logistics", "account"),
            place=("teams",),
            least=0,
            is_of_group=True,
            is_only_of_groups=True,
        ),
    ]
    return (*people, *_channels(written))


def named(written: Written, role: Role) -> tuple[str, ...]:
    """Who or what the policy names for a role; nobody where it says nothing."""
    return names_in(value_at(written, role.place))


def everybody(written: Written) -> Iterator[tuple[str, Kind, str]]:
    """Each name of people and channels in the policy, with its kind and the key where it stands."""
    for place, value in everywhere(written):
        kind = Kind.CHANNEL if place[-1] in CHANNELS else Kind.PEOPLE
        for name in names_in(value):
            yield name, kind, ".".join(place)


#: The words that a fitting name of a group for the first approval would have.
VALIDATING = ("validator", "validation", "check", "quality", "analyst", "ops", "operations", "review")
#: Those of a group that carries out, and of a channel where it does.
EXECUTING = (
    "operations",
    "ops",
    "operator",
    "fulfilment",
    "crew",
    "floor",
    "warehouse",
    "dispatch",
    "production",
    "field",
)
#: Those of a contact's title, the most telling first: a supervisor of anything comes before whoever is in operations.
_CONTACTS = {
    "operations_supervisor": ("supervisor", "operations"),
    "operations_director": ("director", "operations", "coo"),
    "customer_success_manager": ("success", "customer", "care", "support", "manager"),
    "managing_director": ("managing", "ceo", "chief", "executive", "president", "director"),
}
_HELD_BY = {
    "conflicting_data": (
        "Who settles which value holds where two sources disagree",
        ("data", "quality", "dq", "steward", "master"),
    ),
    "regulatory": (
        "Who is asked where a regulation may apply",
        ("compliance", "legal", "regulatory", "risk", "audit", "grc"),
    ),
}
_OF_TIERS = {
    "team_lead": ("lead", "leads", "team", "supervisor", "shift"),
    "manager": ("manager", "managers", "mgr", "head"),
    "executive": ("executive", "executives", "exec", "leadership", "board", "director", "chief"),
}


def _people(key: str, asks: str, words: tuple[str, ...]) -> Role:
    return Role(key=key, kind=Kind.PEOPLE, asks=asks, words=words, place=(key, "who"), is_of_group=True)


def _tier(row: Written) -> Role:
    name, title = str(row["name"]), str(row.get("title") or row["name"])
    end = f" to under {row['below']}" if row.get("below") is not None else ""
    return Role(
        key=name,
        kind=Kind.PEOPLE,
        asks=f"Who authorises as {title}, from {row.get('at_least', 0)}{end} %",
        words=(*_OF_TIERS.get(name, ()), *name.split("_")),
        place=("tiers", name, "authorizers"),
        is_of_group=True,
    )


def _hold(key: str, part: Written) -> Role:
    asks, words = _HELD_BY[key]
    return Role(
        key=key, kind=Kind.PEOPLE, asks=asks, words=words, place=("holds", key, "owner"), is_of_group=True
    )


def _contacts(written: Written) -> Iterator[Role]:
    """All contacts, then all backups: a backup is often another one's contact."""
    for key, part in tables(written, "contacts"):
        title = str(part.get("title") or key)
        yield Role(
            key=key,
            kind=Kind.PEOPLE,
            asks=f"Who is the {title.lower()}: told when something escalates",
            words=_CONTACTS.get(key) or tuple(reversed(key.split("_"))),
            place=("contacts", key, "who"),
        )
    for key, part in tables(written, "contacts"):
        title = str(part.get("title") or key)
        yield Role(
            key=f"{key}_backup",
            kind=Kind.PEOPLE,
            asks=f"Who is told where the {title.lower()} does not answer: nobody needs to be",
            words=(),
            place=("contacts", key, "backup"),
            least=0,
        )


def _channels(written: Written) -> Iterator[Role]:
    for row in rows(written, "tiers"):
        name, title = str(row["name"]), str(row.get("title") or row["name"])
        yield Role(
            key=f"{name}_channel",
            kind=Kind.CHANNEL,
            asks=f"Where do the requests for the {title.lower()} come up",
            words=(*_OF_TIERS.get(name, ()), *name.split("_"), "exception", "approval"),
            place=("tiers", name, "channel"),
        )
    for key, asks, words, place in (
        (
            "execution_channel",
            "Where does operations carry out what was approved",
            EXECUTING,
            ("execution", "channel"),
        ),
        (
            "conflicting_data_channel",
            "Where are sources that disagree brought up",
            ("data", "quality", "dq"),
            ("holds", "conflicting_data", "channel"),
        ),
        (
            "regulatory_channel",
            "Where is compliance asked",
            ("compliance", "legal", "risk"),
            ("holds", "regulatory", "channel"),
        ),
        (
            "customer_success_manager_channel",
            "Where do customers' complaints come up",
            ("customer", "success", "care", "support", "complaint"),
            ("contacts", "customer_success_manager", "channel"),
        ),
    ):
        if value_at(written, place) is not None:
            yield Role(key=key, kind=Kind.CHANNEL, asks=asks, words=words, place=place)
