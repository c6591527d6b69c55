"""Seeing: which requests somebody may read, in their own right or in somebody's stead; it shows nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.services import Services
from models.people import Person
from models.refusals import Refusal, Why
from models.request import ExceptionRequest
from models.roles import auditors
from models.visibility import refusal_of_viewer, viewers


async def find(number: int | None, person: Person, services: Services) -> ExceptionRequest | Refusal:
    """The request of that number, or why this person does not see it."""
    request = await services.records.request(number) if number is not None else None
    if request is None:
        return Refusal(why=Why.NO_SUCH_REQUEST)
    (found,) = await _judged([request], person, services)
    return found


async def seen(
    requests: Iterable[ExceptionRequest], person: Person, services: Services
) -> list[ExceptionRequest]:
    """Those among the requests that the person may see, in their order."""
    judged = await _judged(list(requests), person, services)
    return [found for found in judged if not isinstance(found, Refusal)]


async def _judged(
    requests: list[ExceptionRequest], person: Person, services: Services
) -> list[ExceptionRequest | Refusal]:
    of, at = services.desk.policies.of, services.clock.now()
    # Whoever reviews the audit trail now reads requests that were filed under an earlier policy too.
    reviewers = auditors(services.desk.policies.current)
    named = (*reviewers, *(name for request in requests for name in viewers(of(request), request)))
    delegations = await services.records.delegations(at)
    register = replace(await services.directory.register(named), delegations=delegations)
    return [
        refusal_of_viewer(person, each, of(each), register, at, also=reviewers) or each for each in requests
    ]
