"""The policy's part on training: whether, how long and to what whoever decides attests that they know the criteria."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from models.notation import Duration, Link
from models.policy_part import Part

#: One sentence that somebody attests to.
Point = Annotated[str, Field(min_length=1, max_length=300)]


class Training(Part):
    """Training (blueprint, Policy Checklist: the team is trained on decision criteria and process)."""

    required: bool = Field(False, description="Whether somebody must have attested before they may decide.")
    valid_for: Duration = Field(timedelta(days=365), description="How long an attestation holds.")
    renew_on_change: bool = Field(
        True, description="Whether other criteria (tiers, validators, holds, points) make it due again."
    )
    link: Link = Field("", description="Where the training is, shown beside the criteria.")
    points: tuple[Point, ...] = Field(
        (), max_length=10, description="What one attests to; none: sentences drawn from the policy itself."
    )
