"""Standing in: whether somebody could decide a request just now and in whose stead, to show it; never authority."""

from __future__ import annotations

from dataclasses import replace

from bot.services import Services
from models.authority import deciders, refusal_of_decider
from models.people import Person, Register
from models.request import ExceptionRequest
from models.stead import for_whom, stand_ins


async def could_decide(request: ExceptionRequest, person: Person, services: Services) -> bool:
    """Whether a decision of theirs would be taken now."""
    policy, at = services.desk.policies.of(request), services.clock.now()
    if request.stage is None or request.gatherings == 0:
        return False
    register = await _register(request, services)
    return refusal_of_decider(request.stage, person, request, policy, register, at) is None


async def in_whose_stead(request: ExceptionRequest, person: Person, services: Services) -> str | None:
    """The id of whom they would decide for; None in their own right."""
    policy, at = services.desk.policies.of(request), services.clock.now()
    if request.stage is None:
        return None
    register = await _register(request, services)
    return for_whom(person.id, request.stage, request, policy, register, at)


async def _register(request: ExceptionRequest, services: Services) -> Register:
    policy = services.desk.policies.of(request)
    named = (
        (*deciders(policy, request, request.stage), *stand_ins(request.stage, request, policy))
        if request.stage is not None
        else ()
    )
    delegations = await services.records.delegations(request.filed_at)
    return replace(await services.directory.register(named), delegations=delegations)
