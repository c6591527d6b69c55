"""A sheet: the filing form that somebody has open, for a new request or for one that they amend."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.services import Services
from bot.views import actions
from bot.views.amendment_form import Amended
from bot.views.filing_form import Forecast, filing_form
from handlers.draft import Draft, read_draft
from handlers.payloads import OpenForm, UnreadablePayloadError
from models.availability import Resources
from models.decidable import obstacle
from models.people import Person, Register
from models.policy import Policy
from models.refusals import Field, Refusal
from models.request import CarriedMessage, ExceptionRequest


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The policy that the form is filled in under, and the request that it changes where it changes one.

    `seen` is how many amendments that request had when the form was opened. For a new request, and for one that was
    never whole, `by` files it, and `register` says who could decide it, as far as Slack could tell; `resources` says
    who is there for it now.
    """

    policy: Policy
    request: ExceptionRequest | None = None
    seen: int = 0
    by: Person | None = None
    register: Register | None = None
    resources: Resources | None = None

    def read(self, form: OpenForm, services: Services) -> Draft:
        """What the form holds."""
        return read_draft(form, self.policy, services.customers, self.request)

    def blank(self, services: Services, message: CarriedMessage | None = None) -> dict[str, Any]:
        """The form as it opens: with nothing, with a message carried over, or with what the request says."""
        names = services.directory.names()
        if self.request is None:
            return filing_form(
                self.policy, names, message=message, undecidable=self.undecidable(services.clock.now())
            )
        now = Draft(filing=self.request.filing, unread={}, request=self.request)
        return self.view(now, services)

    def view(self, draft: Draft, services: Services, note: str = "") -> dict[str, Any]:
        """The form with what the draft leads to; what was typed stays in its inputs."""
        amended = None
        if self.request is not None:
            amended = Amended(request=self.request, seen=self.seen, draft=draft.filing)
        return filing_form(
            self.policy,
            services.directory.names(),
            standard=draft.standard(self.policy),
            forecast=self._forecast(draft, services),
            message=draft.filing.message,
            note=note,
            amended=amended,
            undecidable=self.undecidable(services.clock.now()),
        )

    def _forecast(self, draft: Draft, services: Services) -> Forecast | None:
        forecast = draft.forecast(self.policy, services.clock.now(), self.by, self.register)
        if forecast is None or forecast.score is None or self.resources is None:
            return forecast
        return replace(forecast, staffed=self.resources.staffed(forecast.score.tier))

    def undecidable(self, at: datetime) -> Refusal | None:
        """Why nobody could decide anything that this person files, whatever tier it leads to; None where one could."""
        if self.by is None or self.register is None:
            return None
        apart_from = (self.by.id,)
        found = [
            obstacle(tier.name, self.policy, self.register, at, apart_from=apart_from)
            for tier in self.policy.tiers
        ]
        return found[0] if all(found) else None


async def blank_sheet(by: Person, services: Services, beneficiary: str | None = None) -> Sheet:
    """The sheet for a new request of somebody, with who could decide it."""
    policy = services.desk.policies.current
    return Sheet(policy=policy, by=by, register=await services.deciders.foreseen(policy, by, beneficiary))


async def sheet_of(form: OpenForm, services: Services) -> Sheet:
    """The sheet that an open form belongs to; UnreadablePayloadError where its request is not there."""
    policies = services.desk.policies
    if form.callback_id != actions.AMENDMENT:
        return Sheet(policy=policies.current)
    try:
        number, rest = actions.read_carried(form.metadata)
        seen = int(rest)
    except ValueError as error:
        raise UnreadablePayloadError(str(error)) from error
    request = await services.records.request(number)
    if request is None:
        raise UnreadablePayloadError(f"there is no request {number}")
    return await sheet_on(request, seen, services, form.entered.colleague(Field.BENEFICIARY))


async def sheet_on(
    request: ExceptionRequest, seen: int, services: Services, beneficiary: str | None = None
) -> Sheet:
    """The sheet that changes a request; where its requester has yet to complete it, with who could decide it."""
    sheet = Sheet(policy=services.desk.policies.of(request), request=request, seen=seen)
    if not request.is_incomplete:
        return sheet
    by = Person(id=request.filed_by, team=request.workspace, name="")
    return replace(sheet, by=by, register=await services.deciders.foreseen(sheet.policy, by, beneficiary))
