"""A request on its way: acts performed one after the other, with the trail that they leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.views.messages import Rendering
from bot.views.text import Names
from models.acts import Act, Approve, File, MarkBreached, RecordSnapshots, Reject, WarnOfDeadline, Withdraw
from models.audit_chain import GENESIS, AuditEvent, append
from models.events import Event, EventKind, event
from models.lifecycle import Outcome, Scene, perform
from models.money import Money
from models.people import SYSTEM, Person
from models.policy import Policy
from models.refusals import Refusal
from models.request import Customer, Evidence, ExceptionRequest, Filing, Stage
from models.snapshot import Snapshot
from tests import builders

REQUESTER, VALIDATOR, EXECUTIVE, OPERATOR = "UREQ", "UVAL1", "UEXE1", "UOPS1"

NAMES = Names(
    groups={
        "@validators": "SVALIDATORS",
        "@leads": "SLEADS",
        "@managers": "SMANAGERS",
        "@executives": "SEXECUTIVES",
        "@operations": "SOPERATIONS",
    },
    channels={
        "#team-lead": "CLEADS",
        "#manager": "CMANAGER",
        "#executive": "CEXECUTIVE",
        "#operations": "COPS",
    },
)
CARD_LINK = "https://sample.slack.example/archives/CEXECUTIVE/p1772611200000100"

_FACTS: Mapping[str, dict[str, str]] = {
    "crm": {
        "segment": "Segment",
        "annual_revenue_eur": "Annual revenue (EUR)",
        "customer_since": "Customer since",
    },
    "contracts": {
        "service_tier": "Contract tier",
        "payment_term_days": "Payment term (days)",
        "ends_on": "Contract ends",
    },
    "history": {
        "late_payments_12m": "Late payments, 12 months",
        "exceptions_approved": "Exceptions approved before",
        "churn_risk": "Churn risk",
    },
}
_PAYLOADS: Mapping[str, dict[str, str]] = {
    "crm": {
        "customer_id": "C-1017",
        "name": "Nordlicht Sample GmbH",
        "segment": "Mid-market",
        "annual_revenue_eur": "1840000",
        "customer_since": "2017-05-01",
    },
    "contracts": {
        "customer_id": "C-1017",
        "service_tier": "Gold",
        "payment_term_days": "30",
        "ends_on": "2027-04-30",
    },
    "history": {
        "customer_id": "C-1017",
        "late_payments_12m": "1",
        "exceptions_approved": "0",
        "churn_risk": "High",
    },
}
TITLES = {"crm": "CRM", "contracts": "Contract records", "history": "Customer history"}


def sample_policy() -> Policy:
    """The small policy, with facts for the card and a rule in words."""
    plain = builders.policy()
    sources = [{**s.model_dump(), "facts": _FACTS[s.name]} for s in plain.sources]
    standards = [s.model_dump() for s in plain.standards]
    standards[0]["rule"] = "Net, from the date of the invoice."
    standards[2]["rule"] = "Each part that can stop a line has two approved suppliers in two regions."
    return builders.policy(sources=sources, standards=standards)


def sample_filing(**changed: Any) -> Filing:
    """A filing with believable texts: 45 days instead of 30, worth USD 9,500."""
    given: dict[str, Any] = {
        "customer": Customer(id="C-1017", name="Nordlicht Sample GmbH"),
        "rationale": (
            "Nordlicht moves its payment runs to the 15th of each month from April. They renew for two years "
            "if our term fits that cycle; without it they go to tender in May."
        ),
        "impact": "Cash comes 15 days later on about eight orders a year. No other customer has asked for it.",
        "value": Money(amount=Decimal("9500"), currency="USD"),
        "requested": Decimal(45),
    }
    return builders.filing(**(given | changed))


class Walk:
    """One request, from its filing on; every act is a minute after the last unless a time is given."""

    def __init__(self, *, policy: Policy | None = None, act: File | None = None, **filing: Any) -> None:
        self.policy = policy or sample_policy()
        self.at = builders.MORNING
        self.trail: list[AuditEvent] = []
        self.request: ExceptionRequest | None = None
        self.do(act or File(filing=sample_filing(**filing)), REQUESTER)

    @property
    def now(self) -> ExceptionRequest:
        """The request as it stands."""
        assert self.request is not None
        return self.request

    def do(self, act: Act, by: str = SYSTEM.id, at: datetime | None = None, **seen: Any) -> Walk:
        """Perform the act, which must be done; `seen` is what is otherwise in its scene."""
        self.at = at or self.at + timedelta(minutes=1)
        person = SYSTEM if by == SYSTEM.id else Person(id=by, team="T1", name=by)
        scene = Scene(
            workspace="T1",
            at=self.at,
            policy=self.policy,
            policy_version="3f9a6c01b7d2",
            register=builders.register(self.at),
            number=1042,
            trail=tuple(link.kind for link in self.trail),
        )
        outcome = perform(self.request, act, person, replace(scene, **seen))
        assert isinstance(outcome, Outcome), outcome
        self.request = outcome.request
        for happened in outcome.events:
            self._append(happened, by)
        return self

    def refuse(self, act: str, refusal: Refusal, by: str) -> Walk:
        """Put a refusal into the trail, as the desk does."""
        self._append(
            event(EventKind.REFUSED, act=act, why=refusal.why, who_could=refusal.who_could, by=refusal.by), by
        )
        return self

    def gathered(self, *unavailable: str) -> Walk:
        """The sources were read; those named could not be."""
        at = self.at + timedelta(seconds=2)
        taken = tuple(
            Snapshot.unavailable(
                name, TITLES[name], at, "The file is being written; it is complete in a minute."
            )
            if name in unavailable
            else Snapshot.of(name, TITLES[name], at, payload)
            for name, payload in _PAYLOADS.items()
        )
        return self.do(RecordSnapshots(number=1042, snapshots=taken), at=at)

    def validated(
        self, rationale: str = "The contract and the payment record are as described.", **what: Any
    ) -> Walk:
        """The first approval."""
        act = Approve(number=1042, stage=Stage.VALIDATION, rationale=rationale, **what)
        return self.do(act, VALIDATOR, self.at + timedelta(minutes=40))

    def authorized(self, rationale: str = "Two years of renewal outweigh 15 days. Review in a year.") -> Walk:
        """The second approval."""
        act = Approve(number=1042, stage=Stage.AUTHORIZATION, rationale=rationale)
        return self.do(act, EXECUTIVE, self.at + timedelta(hours=3))

    def rejected(
        self, rationale: str = "We gave the same customer 45 days last year and it did not help."
    ) -> Walk:
        """A rejection at the stage where it stands."""
        stage = self.now.stage
        assert stage is not None
        by = VALIDATOR if stage is Stage.VALIDATION else EXECUTIVE
        return self.do(
            Reject(number=1042, stage=stage, rationale=rationale), by, self.at + timedelta(minutes=30)
        )

    def withdrawn(
        self, why: str = "Nordlicht pays by direct debit from April, so the term can stay."
    ) -> Walk:
        """The requester takes it back."""
        return self.do(Withdraw(number=1042, why=why), REQUESTER, self.at + timedelta(minutes=20))

    def near(self) -> Walk:
        """Two hours are left."""
        deadline = self.now.deadline
        return self.do(WarnOfDeadline(number=1042, deadline=deadline), at=deadline - timedelta(hours=2))

    def breached(self) -> Walk:
        """The deadline has passed."""
        return self.do(MarkBreached(number=1042, deadline=self.now.deadline), at=self.now.deadline)

    def scene(self, recipient: str | None = None, **what: Any) -> Rendering:
        """What a message is rendered from, for the present tier's channel unless somebody else is named."""
        channel = self.policy.tier(self.now.score.tier).channel
        rendering = Rendering(
            request=self.now,
            policy=self.policy,
            names=NAMES,
            recipient=recipient or channel,
            at=self.at + timedelta(seconds=3),
            link=CARD_LINK,
        )
        return replace(rendering, **what)

    def told(self, kind: EventKind, recipient: str | None = None) -> Rendering:
        """The scene of the last event of that kind."""
        link = next(link for link in reversed(self.trail) if link.kind == kind)
        return self.scene(recipient, event=link, detail={"position": link.position})

    def escalated(self, recipient: str) -> Rendering:
        """The scene of the last escalation."""
        raised = self.now.escalations[-1]
        return self.scene(recipient, escalation=raised, detail={"escalation": raised.key})

    def _append(self, happened: Event, by: str) -> None:
        link = append(
            happened,
            workspace="T1",
            number=1042,
            position=len(self.trail) + 1,
            at=self.at,
            actor=by,
            policy_version="3f9a6c01b7d2",
            previous=self.trail[-1].hash if self.trail else GENESIS,
        )
        self.trail.append(link)


def file(number: int, name: str = "") -> Evidence:
    """A file as Slack describes it."""
    return Evidence(
        file_id=f"F{number:08d}",
        name=name or f"Letter of intent {number}.pdf",
        permalink=f"https://sample.slack.example/files/UREQ/F{number:08d}/letter_of_intent_{number}.pdf",
        mimetype="application/pdf",
        size=48_213,
    )
