"""The words for how a request ended, with what came of carrying it out; it builds no block."""

from __future__ import annotations

from models.request import Ending, ExceptionRequest, Result

ENDINGS = {
    Ending.APPROVED: "Approved and carried out",
    Ending.REJECTED: "Rejected",
    Ending.WITHDRAWN: "Withdrawn",
    Ending.PROHIBITED: "Prohibited",
    Ending.LAPSED: "Closed without an answer",
    Ending.EXPIRED: "Approved, but not carried out in time",
}


def ending(outcome: Ending, result: Result | None, *, is_partial: bool) -> str:
    """What came of it in a few words, for its end and for the list."""
    rolled_back = "Carried out in part and rolled back" if is_partial else "Carried out and rolled back"
    if outcome is Ending.APPROVED:
        if result is Result.GIVEN_UP:
            return f"Approved, but could not be carried out{' in full' if is_partial else ''}"
        return rolled_back if result is Result.ROLLED_BACK else ENDINGS[outcome]
    if outcome is Ending.EXPIRED and is_partial:
        return (
            rolled_back if result is Result.ROLLED_BACK else "Approved, but carried out only in part in time"
        )
    if is_partial:
        became = "rolled back" if result is Result.ROLLED_BACK else "not rolled back"
        return f"{ENDINGS[outcome]}; carried out in part before, and {became}"
    return ENDINGS[outcome]


def ending_of(request: ExceptionRequest) -> str:
    """The same for a request as it stands; what it would be for one that is not decided."""
    return ending(request.outcome or Ending.APPROVED, request.result, is_partial=request.is_partial)
