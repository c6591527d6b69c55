"""The part of the policy about system alerts: whom one may name, and who hears of one that named the wrong person."""

from __future__ import annotations

from pydantic import Field

from models.notation import Who
from models.policy_part import Part


class Alerts(Part):
    """System alerts (blueprint, Trigger: System Alert): each names a colleague, who counts as the requester."""

    sponsors: tuple[Who, ...] = Field(
        (), description="Whom an alert may name; none: every full member of the workspace."
    )
    fallback: tuple[Who, ...] = Field(
        (),
        description="Who is told of an alert whose sponsor has left, or may not be named; none: administrators.",
    )
