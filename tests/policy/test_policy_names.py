"""Names in a policy: each place for people or a channel is known to set-up and to readiness, whatever is added."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from bot.set_up.places import CHANNELS, PEOPLE, everywhere, names_in
from models.notation import CHANNEL_PATTERN, WHO_PATTERN
from models.policy import RECORDED, Policy
from models.readiness.naming import channels, named
from tests.world import ROOT

SCHEMA = Policy.model_json_schema()
SHIPPED = tomllib.loads((ROOT / "policy.toml").read_text(encoding="utf-8"))
Place = tuple[str | int, ...]


def places(schema: Any, part: Any, place: Place = ()) -> Iterator[tuple[Place, str, bool]]:
    """Each place for people or a channel, with the pattern of its names and whether it takes several of them."""
    if "$ref" in schema:
        schema = SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]]
    if schema.get("pattern") in (WHO_PATTERN, CHANNEL_PATTERN):
        yield place, schema["pattern"], False
    for choice in schema.get("anyOf", ()):
        yield from places(choice, part, place)
    items = schema.get("items") or {}
    if items.get("pattern") in (WHO_PATTERN, CHANNEL_PATTERN):
        yield place, items["pattern"], True
    elif items and isinstance(part, list):
        yield from places(items, part[0], (*place, 0))
    for key, inner in schema.get("properties", {}).items():
        held = part.get(key, {}) if isinstance(part, dict) else {}
        yield from places(inner, held, (*place, key))
    for inner in schema.get("patternProperties", {}).values():
        for key, held in (part or {}).items():
            yield from places(inner, held, (*place, key))


EVERY = list(dict.fromkeys(places(SCHEMA, SHIPPED)))


def test_places_are_found_in_the_model_of_the_policy() -> None:
    found = {place for place, _, _ in EVERY}
    assert {("owner",), ("alerts", "sponsors"), ("tiers", 0, "channel"), ("standards", 0, "owner")} <= found
    assert ("holds", "regulatory", "owner") in found
    assert len(found) > 30


@pytest.mark.parametrize(("place", "pattern", "is_list"), EVERY, ids=str)
def test_name_at_each_place_is_known_to_set_up_and_to_readiness(
    place: Place, pattern: str, is_list: bool
) -> None:
    is_channel = pattern == CHANNEL_PATTERN
    name = "#told-apart" if is_channel else "@told-apart"
    written: Any = deepcopy(SHIPPED)
    part = written
    for key in place[:-1]:
        part = part.setdefault(key, {}) if isinstance(part, dict) else part[key]
    part[place[-1]] = [name] if is_list else name
    seen = {where[-1] for where, value in everywhere(written) if name in names_in(value)}
    assert seen == {place[-1]}
    assert (place[-1] in CHANNELS, place[-1] in PEOPLE) == (is_channel, not is_channel)
    policy = Policy.model_validate(written, context=RECORDED)
    assert name in (channels(policy) if is_channel else named(policy))
    assert is_channel or name in policy.groups()
