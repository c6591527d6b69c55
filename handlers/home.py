"""App Home: what is mine, what waits on me and what is about to be late, as it stands when it is opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from slack_bolt.async_app import AsyncApp

from bot.reporter import Reporter
from bot.services import Services
from bot.views.delegations import part
from bot.views.home import home
from bot.views.open_reviews import waiting
from bot.views.preferences import notifications_part
from bot.views.report import month_part
from bot.views.text import Block
from handlers.open_reviews import open_reviews
from handlers.payloads import Payload
from models.authority import asked, hold_owners, refusal_of_decider
from models.complaints import waits_on
from models.deadlines import is_near
from models.expedite_authority import is_asked_to_expedite
from models.outages import is_wanting
from models.oversight.months import Period, month_of
from models.oversight.reporting import Only, may_read
from models.own_cause import in_own_cause
from models.people import Person, Register
from models.policy import Policy
from models.request import ExceptionRequest, Status
from models.roles import report_readers
from models.stead import stand_ins
from models.visibility import refusal_of_viewer, viewers


def register(app: AsyncApp) -> None:
    """Listen for people who open the app's Home."""
    app.event("app_home_opened")(show_home)


async def show_home(event: Payload, person: Person, services: Services) -> None:
    """Publish the page of this person; pictures that are old are drawn anew beside it."""
    if event.get("tab", "home") != "home":
        return
    if await publish(person, services, services.gallery.blocks()):
        services.gallery.ask(person)


async def publish(person: Person, services: Services, pictures: Sequence[Block]) -> bool:
    """Publish somebody's page, with these pictures of the figures; whether they may see the figures at all."""
    policies = services.desk.policies
    requests = await services.records.open_requests()
    unreviewed = await services.records.unreviewed_of(person.id)
    groups = {name for request in requests for name in _consulted(policies.of(request), request)}
    groups |= set(report_readers(policies.current))
    at = services.clock.now()
    since = min((request.filed_at for request in requests), default=at)
    delegations = await services.records.delegations(min(since, at))
    register = replace(await services.directory.register(groups), delegations=delegations)
    figures = await _figures(person, register, services)
    await services.gateway.publish_home(
        person.id,
        home(
            policy=policies.current,
            policy_of=policies.of,
            mine=await services.records.filed_by(person.id),
            filed=await services.records.count_filed_by(person.id),
            waiting=[
                *(request for request in requests if _waits_on(person, request, register, services)),
                *(request for request in unreviewed if person.id in waits_on(request)),
            ],
            is_whole=not register.unknown,
            delegations=part(person.id, delegations, policies.current, at),
            reviews=waiting(await open_reviews(person, services)),
            figures=[*figures, *pictures] if figures else [],
            notifications=notifications_part(
                await services.records.preferences(person.id), policies.current, person.time_zone
            ),
            near=[request for request in requests if _is_near(person, request, register, services)],
        ),
    )
    return bool(figures)


async def _figures(person: Person, register: Register, services: Services) -> list[Block]:
    """This month's key figures, for those who may see them."""
    policies, at = services.desk.policies, services.clock.now()
    policy = policies.current
    if not may_read(person, policy, register, at):
        return []
    month = month_of(at, policy.calendar.zone)
    reporter = Reporter(records=services.records, policies=policies, clock=services.clock)
    return month_part(await reporter.reported(Period(first=month, last=month), Only()))


def _waits_on(person: Person, request: ExceptionRequest, register: Register, services: Services) -> bool:
    """It is this person's turn: to decide, to complete, to settle, to carry out, to review, or to have it closed."""
    if person.id == request.filed_by and (request.is_returned or is_wanting(request)):
        return True
    if person.id in waits_on(request):
        return True
    policy, at = services.desk.policies.of(request), services.clock.now()
    if is_asked_to_expedite(person, request, policy, register, at):
        return True
    if request.open_holds:
        held = [who for hold in request.open_holds for who in hold_owners(policy, request, hold)]
        is_own = in_own_cause(person.id, request, register, at) is not None
        return not is_own and register.includes(set(held) - set(register.gaps(held, at)), person.id)
    named = asked(policy, request)
    known = set(named) - set(register.gaps(named, at))
    for_whom = register.acts_for(person.id, at) if request.stage is not None else ()
    if not any(register.includes(known, one) for one in (person.id, *for_whom)):
        return False
    if request.stage is not None:
        return refusal_of_decider(request.stage, person, request, policy, register, at) is None
    return request.status is Status.EXECUTION or bool(request.missing)


def _consulted(policy: Policy, request: ExceptionRequest) -> tuple[str, ...]:
    """The groups that tell who sees it and whose turn it is, in whoever's stead."""
    standing_in = stand_ins(request.stage, request, policy) if request.stage is not None else ()
    return (*viewers(policy, request), *standing_in)


def _is_near(person: Person, request: ExceptionRequest, register: Register, services: Services) -> bool:
    """It is late or about to be, and this person may see it."""
    policy, at = services.desk.policies.of(request), services.clock.now()
    if not is_near(policy, request, at):
        return False
    return refusal_of_viewer(person, request, policy, register, at) is None
