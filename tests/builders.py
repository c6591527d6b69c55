"""Builders: values for tests that state only what matters."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from models.acts import Approve, File, MarkExecuted, RecordSnapshots, Reject, Withdraw
from models.lifecycle import Outcome, Scene, perform
from models.money import Money
from models.people import SYSTEM, Group, Person, Register
from models.policy import Policy
from models.refusals import Refusal
from models.request import Criticality, Customer, ExceptionRequest, Filing, Reason, Stage
from models.snapshot import Snapshot

#: A Wednesday, 09:00 in Berlin.
MORNING = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)

GROUPS = {
    "@validators": {"UVAL1", "UVAL2", "UBOTH"},
    "@leads": {"ULEAD1", "ULEAD2"},
    "@managers": {"UMAN1", "UMAN2", "UBOTH"},
    "@executives": {"UEXE1"},
    "@operations": {"UOPS1", "UOPS2"},
    "@admins": {"UADMIN"},
}


def policy(**changed: Any) -> Policy:
    """A small policy in the blueprint's shape."""
    return _policy(**changed) if changed else _unchanged()


@cache
def _unchanged() -> Policy:
    return _policy()


def _policy(**changed: Any) -> Policy:
    content: dict[str, Any] = {
        "title": "Test policy",
        "owner": "@operations",
        "currency": "EUR",
        "rates": [{"currency": "USD", "rate": "0.9", "on": "2026-01-01"}],
        "tiers": [
            _tier("team_lead", "0", "20", "@leads", "1000", "24h"),
            _tier("manager", "20", "50", "@managers", "10000", "48h"),
            _tier("executive", "50", None, "@executives", "100000", "72h"),
        ],
        "validators": {"who": ["@validators"]},
        "execution": {"who": ["@operations"], "channel": "#operations"},
        "administrators": ["@admins"],
        "contacts": {
            "supervisor": {"title": "Operations supervisor", "who": ["USUPER"]},
            "director": {"title": "Operations director", "who": ["UDIRECTOR"], "backup": ["@managers"]},
            "success": {"title": "Customer success manager", "who": ["USUCCESS"]},
        },
        "escalations": {
            "deadline_near": _escalation("supervisor", "high", "0m") | {"remaining": "2h"},
            "deadline_breached": _escalation("director", "urgent", "0m"),
            "complaint": _escalation("success", "urgent", "1h"),
            "over_authority": {"priority": "normal", "within": "same business day"},
        },
        "expedited": {"authorizers": ["@managers"], "decision_time": "4h"},
        "calendar": {
            "time_zone": "Europe/Berlin",
            "business_days": ["mon", "tue", "wed", "thu", "fri"],
            "opens": "09:00",
            "closes": "17:00",
        },
        "sources": [
            _source("crm", "CRM") | {"label": "name"},
            _source("contracts", "Contract records"),
            _source("history", "Customer history"),
        ],
        "customers": "crm",
        "standards": [
            {
                "reference": "P-1",
                "title": "Payment term",
                "value": "30",
                "unit": "days",
                "owner": "@operations",
            },
            {
                "reference": "P-0",
                "title": "Free samples",
                "value": "0",
                "unit": "pieces",
                "owner": "@operations",
            },
            {
                "reference": "P-W",
                "title": "Two suppliers",
                "rule": "Each part has two.",
                "owner": "@operations",
            },
        ],
    }
    return Policy.model_validate(content | changed)


def _tier(name: str, at_least: str, below: str | None, who: str, authority: str, time: str) -> dict[str, Any]:
    return {
        "name": name,
        "title": name.replace("_", " ").capitalize(),
        "at_least": at_least,
        "channel": f"#{name.replace('_', '-')}",
        "authorizers": [who],
        "authority": authority,
        "decision_time": time,
    } | ({"below": below} if below else {})


def _escalation(contact: str, priority: str, within: str) -> dict[str, Any]:
    return {"contact": contact, "priority": priority, "within": within}


def _source(name: str, title: str) -> dict[str, Any]:
    return {"name": name, "title": title, "kind": "csv", "path": f"{name}.csv", "key": "id"}


def person(user_id: str, **what: Any) -> Person:
    """Somebody of the workspace."""
    return Person(id=user_id, team="T1", name=user_id.title(), **what)


def register(at: datetime = MORNING, **changed: set[str]) -> Register:
    """All groups, read at that time."""
    members = GROUPS | {f"@{handle}": people for handle, people in changed.items()}
    return Register(
        groups={
            handle: Group(handle=handle, id=f"S{handle[1:].upper()}", members=frozenset(people), read_at=at)
            for handle, people in members.items()
        }
    )


def scene(at: datetime = MORNING, **what: Any) -> Scene:
    """The circumstances of an act: the test policy, all groups fresh."""
    given: dict[str, Any] = {"policy": policy(), "register": register(at)} | what
    return Scene(workspace="T1", at=at, policy_version="v1", number=1042, **given)


def filing(**changed: Any) -> Filing:
    """A complete form: 45 days instead of 30, so 50 percent, worth EUR 500."""
    form = Filing(
        standard="P-1",
        customer=Customer(id="C-1", name="Sample & Sons"),
        reason=Reason.RETENTION,
        rationale="They have paid on time for nine years.",
        impact="Cash comes 15 days later.",
        criticality=Criticality.MEDIUM,
        value=Money(amount=Decimal(500), currency="EUR"),
        requested=Decimal(45),
    )
    return replace(form, **changed)


def euros(amount: int | str) -> Money:
    """An amount in the test policy's own currency."""
    return Money(amount=Decimal(amount), currency="EUR")


def by_hand(deviation: Decimal | int | str = 30, **form: Any) -> dict[str, Any]:
    """A form for the standard without a number, with the requester's own deviation."""
    words = {"standard": "P-W", "requested": None, "requested_words": "One supplier is enough."}
    return words | {"deviation": Decimal(deviation)} | form


def snapshots(at: datetime = MORNING) -> tuple[Snapshot, ...]:
    """What the three sources said."""
    titles = {"crm": "CRM", "contracts": "Contract records", "history": "Customer history"}
    return tuple(Snapshot.of(name, title, at, {"id": "C-1"}) for name, title in titles.items())


def done(result: Outcome | Refusal) -> ExceptionRequest:
    """The request of an act that must have been done."""
    assert isinstance(result, Outcome), result
    return result.request


def refused(result: Outcome | Refusal) -> Refusal:
    """The refusal of an act that must not have been done."""
    assert isinstance(result, Refusal), result
    return result


def filed(
    by: str = "UREQ",
    at: datetime = MORNING,
    gathered: bool = True,
    policy: Policy | None = None,
    who: Register | None = None,
    **form: Any,
) -> ExceptionRequest:
    """A request in validation."""
    given = {"policy": policy, "register": who}
    seen = scene(at, **{name: value for name, value in given.items() if value is not None})
    request = done(perform(None, File(filing=filing(**form)), person(by), seen))
    if gathered:
        act = RecordSnapshots(number=request.number, snapshots=snapshots(at))
        request = done(perform(request, act, SYSTEM, seen))
    return request


#: When things are decided, unless a test says otherwise.
LATER = MORNING + timedelta(minutes=1)


def approve(
    request: ExceptionRequest, by: str, stage: Stage | None = None, at: datetime = LATER, **what: Any
) -> Outcome | Refusal:
    """What becomes of an approval at the stage where the request stands."""
    given = {"stage": stage or request.stage or Stage.AUTHORIZATION, "rationale": "Fine."} | what
    return perform(request, Approve(number=request.number, **given), person(by), scene(at))


def reject(
    request: ExceptionRequest, by: str, stage: Stage | None = None, at: datetime = LATER, **what: Any
) -> Outcome | Refusal:
    """What becomes of a rejection at the stage where the request stands."""
    given = {"stage": stage or request.stage or Stage.AUTHORIZATION, "rationale": "No."} | what
    return perform(request, Reject(number=request.number, **given), person(by), scene(at))


def approved(request: ExceptionRequest | None = None, at: datetime = LATER) -> ExceptionRequest:
    """A request with both approvals."""
    validated = done(approve(request or filed(), "UVAL1", at=at))
    return done(approve(validated, "UEXE1", at=at))


def executed(request: ExceptionRequest | None = None, at: datetime = LATER) -> ExceptionRequest:
    """A request that operations has carried out."""
    act = MarkExecuted(number=1042, done="The term was changed in the contract.")
    return done(perform(request or approved(at=at), act, person("UOPS1"), scene(at)))


def withdraw(
    request: ExceptionRequest,
    by: str = "UREQ",
    at: datetime = LATER,
    why: str = "They pay on time now.",
    **who: Any,
) -> Outcome | Refusal:
    """What becomes of the requester's taking it back."""
    return perform(request, Withdraw(number=request.number, why=why), person(by, **who), scene(at))
