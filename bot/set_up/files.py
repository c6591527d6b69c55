"""The files of a set-up: the policy with its comments kept, `.env` for its owner alone, and what was there before."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.policy_faults import faults_of
from bot.policy_file import PolicyFileError, load
from bot.policy_writer import policy_toml
from models.policy import Policy
from models.policy_check import Fault
from models.policy_versions import version_of

_SETTING = re.compile(r"^\s*#?\s*(?P<name>[A-Z][A-Z0-9_]*)\s*=")
#: Read and written by nobody but its owner.
PRIVATE = 0o600


def written_policy(written: Mapping[str, Any], template: str) -> tuple[str, Policy | None, tuple[Fault, ...]]:
    """The text of the policy file with the template's comments, and the policy that it says; or all that is wrong."""
    policy, faults = faults_of(written)
    if policy is None:
        return "", None, faults
    return policy_toml(policy, template), policy, faults


def from_its_folder(written: dict[str, Any], shipped: Path, target: Path) -> dict[str, Any]:
    """The shipped policy for another folder: sources that are files beside it are named by where they are."""
    if shipped.parent.resolve() == target.parent.resolve():
        return written
    rows = [
        {**row, "path": str(shipped.parent.resolve() / row["path"])}
        if row.get("kind") == "csv" and not Path(row["path"]).is_absolute()
        else row
        for row in written["sources"]
    ]
    return {**written, "sources": rows}


def read_template(target: Path, shipped: Path) -> tuple[str, dict[str, Any], bool]:
    """The text to start from, what it says, and whether it is the file that is there.

    A file that is there and cannot be used is passed over: `shipped` is what is begun with then.
    """
    try:
        held = load(target)
        return held.content, tomllib.loads(held.content), True
    except PolicyFileError:
        text = shipped.read_text(encoding="utf-8")
        return text, from_its_folder(tomllib.loads(text), shipped, target), False


def env_text(template: str, values: Mapping[str, str]) -> str:
    """The lines of a `.env` with values set: in the lines that name them, commented out or not, else at the end."""
    left = dict(values)
    lines = []
    for line in template.splitlines():
        found = _SETTING.match(line)
        if found is not None and found["name"] in left:
            name = found["name"]
            lines.append(f"{name}={_quoted(left.pop(name))}")
        else:
            lines.append(line)
    lines += [f"{name}={_quoted(value)}" for name, value in left.items()]
    return "\n".join(lines).rstrip("\n") + "\n"


def _quoted(value: str) -> str:
    if not value or re.fullmatch(r"[\w./:@%+,?&=~-]+", value):
        return value
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def put(path: Path, text: str, mode: int | None = None) -> Path | None:
    """Write the file, whole or not at all; where another one was there, it is kept beside it, and where is said.

    `mode` are its rights, also those of what is kept. Raises OSError where it cannot be written.
    """
    kept = None
    if path.is_file():
        before = path.read_bytes()
        if before == text.encode():
            if mode is not None:
                path.chmod(mode)
            return None
        kept = _kept_already(path, before) or _free(path)
        if not kept.exists():
            _write(kept, before, path.stat().st_mode & 0o777 if mode is None else mode)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    beside.unlink(missing_ok=True)
    _write(beside, text.encode(), 0o644 if mode is None else mode)
    os.replace(beside, path)
    return kept


def _kept_already(path: Path, content: bytes) -> Path | None:
    """Where the same was kept before, so that files do not pile up when one goes back and forth."""
    beside = sorted(path.parent.glob(f"{path.name}.*bak*"))
    return next((one for one in beside if one.read_bytes() == content), None)


def _free(path: Path) -> Path:
    """A name beside the file under which nothing is kept yet; a policy's has its version."""
    stem = f"{path.name}.{_version(path)}" if path.suffix == ".toml" else path.name
    names = (f"{stem}.bak", *(f"{stem}.bak{n}" for n in range(2, 1000)))
    return next(path.with_name(name) for name in names if not path.with_name(name).exists())


def _version(path: Path) -> str:
    try:
        return version_of(load(path).policy)
    except PolicyFileError:
        return "faulty"


def _write(path: Path, content: bytes, mode: int) -> None:
    # Made with its rights, so that a secret is never there for others to read, not for a moment.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
    path.chmod(mode)
