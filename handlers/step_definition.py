"""What the step "File an exception" asks for and gives, as the manifest says it; it runs nothing."""

from __future__ import annotations

from typing import Any

from bot.views.fields import FIELDS
from models.refusals import Field

#: The step's name in the manifest, and in the events that it causes.
FILE_STEP = "file_exception_step"

TEXT, PERSON = "string", "slack#/types/user_id"
#: The inputs besides the sponsor: what each is for. None is required, for what is missing is asked of the sponsor.
_INPUTS = {
    Field.STANDARD: "Its reference or its title, such as OPS-017",
    Field.CUSTOMER: "The customer's number, or the name",
    Field.REQUESTED: "A number in the standard's unit, such as 40",
    Field.REQUESTED_WORDS: "In words, where the standard has no number",
    Field.DEVIATION: "In percent, where the standard has no number",
    Field.VALUE: "What the decision is worth, such as 8000",
    Field.CURRENCY: "Of the decision value; the policy's own without it",
    Field.REASON: "Such as Customer retention",
    Field.RATIONALE: "Why the standard does not fit",
    Field.IMPACT: "What follows if it is granted, and if it is not",
    Field.CRITICALITY: "Low, Medium, High or Critical",
    Field.DEPENDENCIES: "What else depends on it",
    Field.NEEDED_BY: "A day, such as 2026-12-24",
    Field.BENEFICIARY: "A colleague who benefits",
}


def functions() -> dict[str, Any]:
    """The manifest's `functions`."""
    sponsor = _parameter("sponsor", PERSON, "Sponsor", "Who asks for it; they count as the requester", True)
    inputs = {
        str(name): _parameter(
            str(name), PERSON if name is Field.BENEFICIARY else TEXT, FIELDS[name], about, False
        )
        for name, about in _INPUTS.items()
    }
    return {
        FILE_STEP: {
            "title": "File an exception",
            "description": "Ask for an exception in somebody's name; what is missing is asked of them in Slack.",
            "input_parameters": {"sponsor": sponsor} | inputs,
            "output_parameters": {
                "request": _parameter("request", TEXT, "Request", "Its number, such as EX-1042", True),
                "status": _parameter(
                    "status", TEXT, "Status", "filed, or returned where something is missing", True
                ),
            },
        }
    }


def _parameter(name: str, kind: str, title: str, about: str, is_required: bool) -> dict[str, Any]:
    return {"type": kind, "name": name, "title": title, "description": about, "is_required": is_required}
