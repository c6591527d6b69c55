"""The reason codes of a request; what they are called stands in the views."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why the standard does not fit (blueprint, When to Use This Blueprint)."""

    UNIQUE = "unique_circumstances"
    RETENTION = "customer_retention"
    REALITY = "operational_reality"
    PRECEDENT = "possible_precedent"
