"""A standard of the policy: what one may ask to deviate from."""

from __future__ import annotations

from pydantic import Field

from models.notation import Exact, Title, Who
from models.policy_part import Part


class Standard(Part):
    """A policy that one may ask to deviate from; without a number it is scored by hand."""

    reference: str = Field(min_length=1, max_length=60, examples=["OPS-017"])
    title: Title
    value: Exact | None = Field(None, description="The standard itself; none where it is no number.")
    unit: str = Field("", max_length=40)
    rule: str = Field("", max_length=300, description="The standard in words, where it has no number.")
    owner: Who

    @property
    def is_scored_by_hand(self) -> bool:
        """A standard of zero or of no number has no percentage: a person scores it."""
        return self.value is None or self.value == 0
