"""Alerting: what an alert, or a workflow's step, files in its sponsor's name; the doors are other modules'."""

from __future__ import annotations

from dataclasses import dataclass, replace

import structlog

from bot.directory import NOBODY
from bot.gateway import SlackError, SlackUnavailableError
from bot.services import Services
from handlers.alert_body import Alert, AlertError, AlertType, NotAnAlertError
from handlers.alert_reading import KEYS, in_words, read_filing, unknown_keys
from models.acts import Complain, File
from models.authority import refusal_of_sponsor
from models.holds import HoldKind, MissingItem
from models.lifecycle.limits import MAX_TEXT, is_blank
from models.oversight.acts import TurnAwayAlert
from models.people import SYSTEM, Person
from models.refusals import Fault, Field, Refusal, Why
from models.request import ExceptionRequest, Filing, number_of
from models.trigger import ALERT_KEYS, Trigger

log = structlog.get_logger(__name__)

#: How many things that an alert said are told to whoever stands in for its sponsor, how much of each and its key.
TOLD_KEYS, TOLD_LENGTH, KEY_LENGTH = 20, 600, 80
#: What is told before anything else: what the form asks for, and what a complaint says.
TOLD_FIRST = frozenset({*map(str, KEYS), "request", "words"})
NO_SUCH_PERSON = (
    "This workspace has nobody with that member id. Name a colleague who is there (in Slack: their profile, then Copy "
    "member ID)."
)
NO_SUCH_REQUEST = 'There is no such request. Write the number of one that is there, such as "EX-1042".'


class OtherAlertError(ValueError):
    """The same id came before with another body."""


class CannotTellError(RuntimeError):
    """Slack cannot say just now who somebody is, so that nothing was recorded; it can be tried again."""


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What came of an alert: `status` is filed, returned, complaint or told; `missing` are the form's fields."""

    status: str
    request: str | None = None
    missing: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    is_repeat: bool = False


async def take(alert: Alert, trigger: Trigger, services: Services) -> Taken:
    """File what it asks for, or tell somebody who can; the same alert again gets the same answer.

    Raises NotAnAlertError, OtherAlertError, CannotTellError and what the desk raises.
    """
    number = number_of(in_words(alert.said.get("request"))) if alert.type is AlertType.COMPLAINT else None
    found = await services.records.answered(key_of(trigger))
    if found is not None:
        return _answer(await services.records.request(found), alert, trigger, is_repeat=True)
    if await services.records.answered(away_key_of(trigger)) is not None:
        return Taken(status="told", is_repeat=True)
    if alert.type is AlertType.COMPLAINT and (
        number is None or await services.records.request(number) is None
    ):
        raise NotAnAlertError(AlertError(field="data.request", message=NO_SUCH_REQUEST))
    sponsor = await _person(alert.sponsor, services)
    if sponsor is None:
        raise NotAnAlertError(AlertError(field="data.sponsor", message=NO_SUCH_PERSON))
    refusal = await _refusal(sponsor, services)
    if refusal is None:
        act = await _act(alert, trigger, number, services)
        if act is None:
            return await _tell(alert, trigger, Why.FAULTS, services)
        performed = await services.desk.perform(act, by=sponsor, key=key_of(trigger))
        if performed.request is not None and performed.refusal is None:
            return _answer(performed.request, alert, trigger, is_repeat=performed.is_repeat)
        refusal = performed.refusal
    if refusal is None or refusal.why is Why.GROUP_UNKNOWN:
        raise CannotTellError
    return await _tell(alert, trigger, refusal.why, services)


def key_of(trigger: Trigger) -> str:
    """The key under which the desk knows the alert again."""
    return f"{ALERT_KEYS}{trigger.kind}:{trigger.id}"


def away_key_of(trigger: Trigger) -> str:
    """The key under which it is known that somebody was told of it: of this body, for a mended one is filed."""
    return f"{ALERT_KEYS}away:{trigger.kind}:{trigger.id}:{trigger.sha256[:16]}"


async def _person(user_id: str, services: Services) -> Person | None:
    """Somebody as Slack describes them; None for nobody."""
    try:
        return await services.directory.person(user_id)
    except SlackError as error:
        if error.code in NOBODY:
            return None
        raise CannotTellError from error
    except SlackUnavailableError as error:
        raise CannotTellError from error


async def _refusal(sponsor: Person, services: Services) -> Refusal | None:
    """Why an alert may not be filed in their name: asked before, for nobody has tried anything that they know of."""
    policy = services.desk.policies.current
    register = await services.directory.register(policy.alerts.sponsors)
    return refusal_of_sponsor(sponsor, policy, register, services.clock.now())


async def _act(
    alert: Alert, trigger: Trigger, number: int | None, services: Services
) -> File | Complain | None:
    """What is performed; None for a complaint without words, which no form can be opened with."""
    if number is not None:
        words = in_words(alert.said.get("words"))
        return None if is_blank(words) else Complain(number=number, words=words[:MAX_TEXT], trigger=trigger)
    read = read_filing(alert.said, services.desk.policies.current, services.customers)
    filing, unread = await _with_beneficiary(read.filing, read.unread, services)
    return File(filing=filing, trigger=trigger, unread=unread)


async def _with_beneficiary(
    filing: Filing, unread: tuple[MissingItem, ...], services: Services
) -> tuple[Filing, tuple[MissingItem, ...]]:
    """The form with a beneficiary who is there; a form in Slack offers no others."""
    if filing.beneficiary is None or await _person(filing.beneficiary, services) is not None:
        return filing, unread
    item = MissingItem(
        field=str(Field.BENEFICIARY), words=filing.beneficiary, fault=str(Fault.NOT_A_COLLEAGUE)
    )
    return replace(filing, beneficiary=None), (item, *unread)


async def _tell(alert: Alert, trigger: Trigger, why: Why, services: Services) -> Taken:
    """Somebody is told of what could not be filed, so that it is not lost."""
    known_first = sorted(alert.said.items(), key=lambda one: one[0] not in TOLD_FIRST)
    said = tuple((key[:KEY_LENGTH], in_words(value)[:TOLD_LENGTH]) for key, value in known_first[:TOLD_KEYS])
    act = TurnAwayAlert(trigger=trigger, about=alert.type, sponsor=alert.sponsor, why=why, said=said)
    performed = await services.desk.perform(act, by=SYSTEM, key=away_key_of(trigger))
    if performed.refusal is not None:
        raise CannotTellError
    log.warning("an alert was not filed in its sponsor's name", source=trigger.source, why=str(why))
    return Taken(status="told", is_repeat=performed.is_repeat)


def _answer(request: ExceptionRequest | None, alert: Alert, trigger: Trigger, *, is_repeat: bool) -> Taken:
    """The answer, which follows from what was recorded with the alert and not from what has become of it since."""
    if request is None:
        raise CannotTellError
    complaints = (made.trigger for made in request.complaints)
    recorded = next((one for one in (request.trigger, *complaints) if _is_same(one, trigger)), None)
    if recorded is None or recorded.sha256 != trigger.sha256:
        raise OtherAlertError
    if recorded is not request.trigger:
        return Taken(status="complaint", request=request.id, is_repeat=is_repeat)
    first = request.holds[0] if request.holds else None
    is_returned = first is not None and first.kind is HoldKind.RETURNED and first.opened_by == SYSTEM.id
    missing = tuple(item.field for item in first.items if item.field) if first and is_returned else ()
    return Taken(
        status="returned" if is_returned else "filed",
        request=request.id,
        missing=missing,
        ignored=(*alert.ignored, *_unknown(alert)),
        is_repeat=is_repeat,
    )


def _is_same(recorded: Trigger | None, trigger: Trigger) -> bool:
    return recorded is not None and (recorded.kind, recorded.id) == (trigger.kind, trigger.id)


def _unknown(alert: Alert) -> tuple[str, ...]:
    """The keys of its data that no field of the form has."""
    return tuple(f"data.{key}" for key in unknown_keys(alert.said))
