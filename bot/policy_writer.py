"""The policy written as TOML, with the comments of a file that is there where its keys are the same."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, MutableMapping
from datetime import date, time, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import AoT, Table

from bot.policy_faults import faults_of
from bot.policy_file import PolicyFileError, load
from models.business_time import BusinessTime, limit_text
from models.notation import duration_text
from models.policy import Policy
from models.policy_versions import version_of


def policy_toml(policy: Policy, template: str = "") -> str:
    """The policy as a file says it; `template` is the text of a file whose comments and writing are kept.

    Where the template cannot be read, or cannot be brought to say this, the file is written from the beginning.
    """
    return _after(policy, template) or _afresh(policy)


def keep_beside(path: Path) -> Path:
    """Keep a policy file under a name with its version before it is written anew; where it is kept.

    Raises OSError where it cannot be.
    """
    try:
        version = load(path).version
    except PolicyFileError:
        version = "faulty"
    kept = path.with_name(f"{path.name}.{version}.bak")
    kept.write_bytes(path.read_bytes())
    return kept


def _after(policy: Policy, template: str) -> str | None:
    """The template with what differs written anew; None where that does not say what the policy says."""
    try:
        document = tomlkit.parse(template)
        before, _ = faults_of(tomllib.loads(template))
    except (ValueError, tomlkit.exceptions.TOMLKitError):
        return None
    if before is None:
        return None
    _write(document, _plain(before.model_dump()), _plain(policy.model_dump()))
    text = tomlkit.dumps(document)
    after, _ = faults_of(tomllib.loads(text))
    return text if after is not None and version_of(after) == version_of(policy) else None


def _afresh(policy: Policy) -> str:
    """Only what a policy must say, and what is not as it would be without a line for it."""
    document = tomlkit.document()
    content = _plain(policy.model_dump(exclude_defaults=True))
    # A file has its single values before its tables.
    for name, value in sorted(content.items(), key=lambda pair: _is_table(pair[1])):
        document[name] = value
    return tomlkit.dumps(document)


def _is_table(value: Any) -> bool:
    return isinstance(value, Mapping) or (
        isinstance(value, list) and bool(value) and isinstance(value[0], dict)
    )


def _write(there: MutableMapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Bring a table of the file from what it says to what it should; what is the same stays as it is written."""
    for name in dict.fromkeys([*before, *after]):
        was, now = before.get(name), after.get(name)
        if was == now:
            continue
        held = there.get(name)
        if now is None or name not in after:
            there.pop(name, None)
        elif isinstance(now, Mapping) and isinstance(was, Mapping) and isinstance(held, MutableMapping):
            _write(held, was, now)
        elif isinstance(held, AoT) and isinstance(was, list) and len(was) == len(now) == len(held):
            for row, old, new in zip(held, was, now, strict=True):
                _write(row, old, new)
        elif isinstance(there, Table) and name not in there:
            _put(there, name, now)
        else:
            there[name] = now


def _put(table: Table, name: str, value: Any) -> None:
    """A new key stands behind the table's last one, and not behind the white space and comments that follow it."""
    keys = [key for key, item in table.value.body if key is not None and not isinstance(item, Table | AoT)]
    if keys:
        table.value._insert_after(keys[-1], name, tomlkit.item(value))
    else:
        table[name] = value


def _plain(value: Any, name: str = "") -> Any:
    """A value of the model as TOML writes it; what is None, or an empty list, has no line."""
    match value:
        case Mapping():
            items = {key: _plain(one, str(key)) for key, one in value.items()}
            return {key: one for key, one in items.items() if one is not None and one != []}
        case tuple() | list():
            return [_plain(one) for one in value]
        case bool():
            return value
        case Decimal():
            return int(value) if value == value.to_integral_value() else f"{value:f}"
        case Enum():
            return value.value
        case timedelta():
            return duration_text(value)
        case BusinessTime():
            return limit_text(value)
        case time():
            return "24:00" if name == "closes" and value == time.min else value
        case date():
            return value
        case _:
            return value
