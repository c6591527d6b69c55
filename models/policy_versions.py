"""Versions of the policy: what it says as JSON, and the version that this has; it reads no file and no database."""

from __future__ import annotations

import hashlib
import json

from models.canonical import canonical_json
from models.policy import RECORDED, Policy

#: Hexadecimal digits of a version; 48 bits tell all policies apart that a company will ever write.
VERSION_DIGITS = 12


def policy_json(policy: Policy) -> str:
    """The policy's whole meaning as JSON, with what a person put in an order in that order."""
    return json.dumps(policy.model_dump(mode="json"), separators=(",", ":"), ensure_ascii=False)


def policy_from_json(text: str) -> Policy:
    """The policy that `policy_json` wrote, also when checks were added since."""
    return Policy.model_validate(json.loads(text), context=RECORDED)


def version_of(policy: Policy) -> str:
    """The policy's version, 12 hexadecimal digits: a comment or a blank line in the file is no new one."""
    meaning = canonical_json(policy.model_dump(mode="json"))
    return hashlib.sha256(meaning.encode()).hexdigest()[:VERSION_DIGITS]


def fingerprint_of(text: str) -> str:
    """The version that a recorded policy's JSON has by what it says; empty where it is no JSON."""
    try:
        meaning = canonical_json(json.loads(text))
    except ValueError:
        return ""
    return hashlib.sha256(meaning.encode()).hexdigest()[:VERSION_DIGITS]
