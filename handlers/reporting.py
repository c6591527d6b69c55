"""Reporting: `/exception report`, the buttons under a report and on Home, and the form that chooses one."""

from __future__ import annotations

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.services import Services
from bot.views import actions
from bot.views.refusals import fault_sentence, plain_sentence
from bot.views.report_form import report_form
from bot.views.report_words import not_on_record, period_name
from bot.views.text import escape
from handlers import answers, payloads
from handlers.payloads import Payload, UnreadablePayloadError
from models.lifecycle import Scene
from models.oversight.months import Period, PeriodError, month_of, months_until, period_between
from models.oversight.reporting import (
    USUAL,
    AskForReport,
    Only,
    asked_period,
    consulted,
    on_record,
    refusal_of_reader,
)
from models.people import Person
from models.refusals import Field, Refusal

#: The word of the command.
WORD = "report"
ON_ITS_WAY = "The report for {period} is on its way to you as a direct message."


def register(app: AsyncApp) -> None:
    """Listen for the buttons and the form; the command's word is looked up elsewhere."""
    app.action(actions.ASK_FOR_REPORT)(ask)
    app.action(actions.REPORT_AS_PAGE)(ask_for_page)
    app.action(actions.CHOOSE_REPORT)(choose)
    app.view(actions.REPORT)(chosen)


async def command(ack: AsyncAck, body: Payload, person: Person, services: Services, typed: str) -> None:
    """Have the report sent that was typed; whoever may not see it reads who can, before anything of a period."""
    refused = await _refusal(person, services)
    if refused is None:
        try:
            period = asked_period(typed, _this_month(services))
        except PeriodError as error:
            await answers.tell(body, ack, services, escape(str(error)))
            return
        record = on_record(await services.records.first_month(), _this_month(services))
        if record is not None and period.last < record.first:
            await answers.tell(body, ack, services, not_on_record(period, record))
            return
    else:
        # It is refused, and recorded, by the desk.
        period = months_until(_this_month(services), 1)
    act = AskForReport(first=period.first, last=period.last)
    await _send(ack, body, person, services, act, f"command:{payloads.place(body).trigger_id}")


async def ask(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Have the usual report sent."""
    period = months_until(_this_month(services), USUAL)
    act = AskForReport(first=period.first, last=period.last)
    await _send(ack, body, person, services, act, payloads.click(body).key)


async def ask_for_page(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Have the report that a message shows sent as a page."""
    click = payloads.click(body)
    period, only = _carried(click.rest, services)
    act = AskForReport(first=period.first, last=period.last, only=only, as_page=True)
    await _send(ack, body, person, services, act, click.key)


async def choose(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Open the form, for those who may see the figures."""
    click = payloads.click(body)
    refused = await _refusal(person, services)
    if refused is not None:
        await answers.refuse(body, ack, services, refused)
        return
    period, only = _carried(click.rest, services)
    form = report_form(services.desk.policies.current, _this_month(services), period, only)
    await services.gateway.open_view(click.place.trigger_id, form)
    await ack()


async def chosen(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Have the report sent that was chosen; what cannot be taken is said beside its field."""
    form = payloads.open_form(body)
    entered = form.entered
    act = AskForReport(
        first=entered.choice(Field.FIRST_MONTH),
        last=entered.choice(Field.LAST_MONTH),
        only=Only(
            standard=entered.choice(Field.STANDARD),
            tier=entered.choice(Field.TIER),
            team=entered.choice(Field.TEAM),
            reason=entered.choice(Field.REASON),
        ),
    )
    performed = await services.desk.perform(act, by=person, key=form.key)
    if performed.refusal is None:
        await ack()
        return
    policy, faults = services.desk.policies.current, performed.refusal.faults
    said = {field: fault_sentence(field, fault, policy) for field, fault in faults.items()}
    await answers.show_errors(ack, said or {Field.FIRST_MONTH: plain_sentence(performed.refusal)})


async def _send(
    ack: AsyncAck, body: Payload, person: Person, services: Services, act: AskForReport, key: str
) -> None:
    performed = await services.desk.perform(act, by=person, key=key)
    if performed.refusal is not None:
        await answers.refuse(body, ack, services, performed.refusal)
        return
    words = ON_ITS_WAY.format(period=period_name(Period(first=act.first, last=act.last)))
    await answers.tell(body, ack, services, words)


async def _refusal(person: Person, services: Services) -> Refusal | None:
    policies = services.desk.policies
    scene = Scene(
        workspace=services.identity.team,
        at=services.clock.now(),
        policy=policies.current,
        policy_version=policies.current_version,
        register=await services.directory.register(consulted(policies.current)),
    )
    return refusal_of_reader(person, scene)


def _carried(rest: str, services: Services) -> tuple[Period, Only]:
    """The period and what it was kept to, as the message's button carries them; the usual ones from elsewhere."""
    if not rest:
        return months_until(_this_month(services), USUAL), Only()
    try:
        first, last, standard, tier, team, reason = rest.split("|")
        return period_between(first, last), Only(standard=standard, tier=tier, team=team, reason=reason)
    except ValueError as error:
        raise UnreadablePayloadError(f"not a period: {rest[:40]!r}") from error


def _this_month(services: Services) -> str:
    return month_of(services.clock.now(), services.desk.policies.current.calendar.zone)
