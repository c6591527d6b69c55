"""The policy file: read, checked as a whole and given its version; it decides nothing and keeps nothing."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.policy_faults import faults_of
from models.policy import Policy
from models.policy_check import Fault
from models.policy_versions import VERSION_DIGITS as VERSION_DIGITS
from models.policy_versions import policy_from_json as policy_from_json
from models.policy_versions import policy_json as policy_json
from models.policy_versions import version_of as version_of
from models.policy_warnings import warnings_of

_LINE = re.compile(r"\s*\(at (?:line (?P<line>\d+), column \d+|end of document)\)$")


class PolicyFileError(Exception):
    """The policy file cannot be used; each fault says where and what to write."""

    def __init__(self, path: Path, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(f"{path}: {fault}" for fault in faults))
        self.path = path
        self.faults = faults


@dataclass(frozen=True, kw_only=True)
class PolicyFile:
    """A policy as one file says it, with the file's text and the version of what it says."""

    path: Path
    policy: Policy
    content: str
    version: str
    warnings: tuple[Fault, ...] = ()


def load(path: Path, *, today: date | None = None) -> PolicyFile:
    """The policy in the file; with `today`, the age of its rates is among the warnings.

    Raises PolicyFileError, which names all that is wrong at once.
    """
    content = _text(path)
    try:
        written = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise PolicyFileError(path, (_syntax_fault(str(error), content),)) from None
    policy, faults = faults_of(written)
    if policy is None:
        raise PolicyFileError(path, faults)
    return PolicyFile(
        path=path,
        policy=policy,
        content=content,
        version=version_of(policy),
        warnings=warnings_of(policy, today),
    )


def _text(path: Path) -> str:
    """The file's text; a byte order mark, as some editors write it, is passed over."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        sentence = "There is no such file; set POLICY_FILE to where your policy is."
    except UnicodeDecodeError as error:
        sentence = f"The byte at position {error.start} is no UTF-8; save the file as UTF-8."
    except OSError as error:
        sentence = f"The file cannot be read ({error.strerror}); check its name and who may read it."
    raise PolicyFileError(path, (Fault(key="", sentence=sentence),))


def _syntax_fault(message: str, content: str) -> Fault:
    match = _LINE.search(message)
    line = int(match["line"]) if match and match["line"] else content.count("\n") + 1
    said = _LINE.sub("", message).rstrip(".")
    return Fault(key=f"line {line}", sentence=f"This is no TOML: {said}; mend this line.")
