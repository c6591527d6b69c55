"""Standing: what a request refuses to everybody as it stands: it has ended, is carried out, or is on hold."""

from __future__ import annotations

from models.people import SYSTEM
from models.policy import Policy
from models.refusals import Refusal, Why
from models.request import Ended, Ending, ExceptionRequest, Execution, Result
from models.roles import hold_owners


def refusal_of_ended(ended: Ended) -> Refusal:
    """What has ended is neither decided nor carried out any more."""
    if ended.how is Ending.WITHDRAWN:
        return Refusal(why=Why.ALREADY_WITHDRAWN, by=ended.by)
    return Refusal(why=Why.ALREADY_ENDED, by=None if ended.by == SYSTEM.id else ended.by)


def refusal_of_final(execution: Execution) -> Refusal:
    """What was carried out, given up or rolled back is not carried out again."""
    whys = {Result.ROLLED_BACK: Why.ALREADY_ROLLED_BACK, Result.GIVEN_UP: Why.GIVEN_UP}
    return Refusal(why=whys.get(execution.result, Why.ALREADY_EXECUTED), by=execution.by)


def refusal_on_hold(request: ExceptionRequest, policy: Policy) -> Refusal | None:
    """While a hold is open no route decides, and nothing is carried out; its owners can close it."""
    if not request.open_holds:
        return None
    owners = (who for hold in request.open_holds for who in hold_owners(policy, request, hold))
    return Refusal(why=Why.ON_HOLD, who_could=tuple(dict.fromkeys(owners)))
