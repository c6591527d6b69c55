"""A draft: what a filing form holds before it is complete, and what would come of it; it performs nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from bot.sources.customer_index import CustomerIndex
from bot.views.amendment_form import consequence
from bot.views.filing_form import Forecast
from handlers.payloads import Entered, OpenForm, message_in
from models.acts import Amend
from models.deadlines import deadline_of
from models.lifecycle import Scene
from models.lifecycle.amending import amend, amended, faults_of_amendment, score_of_amendment
from models.lifecycle.filing import faults_of, obstacle_to, score_filing
from models.lifecycle.outcome import Outcome
from models.money import Money, parse_amount, parse_number
from models.people import Person, Register
from models.policy import Policy, Standard
from models.refusals import Fault, Field, Refusal
from models.request import Criticality, Customer, ExceptionRequest, Filing, Reason


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A filing with stand-ins where nothing that fits was entered; `unread` says in which fields, and why.

    `request` is the one that it would change.
    """

    filing: Filing
    unread: dict[Field, Fault]
    request: ExceptionRequest | None = None

    def faults(self, policy: Policy, at: datetime) -> dict[Field, Fault]:
        """Everything that is wrong with it, field by field, as the desk would judge it."""
        scene = _scene(policy, at)
        if self.request is not None:
            return faults_of_amendment(self.request, self.filing, scene) | self.unread
        return faults_of(self.filing, scene) | self.unread

    def standard(self, policy: Policy) -> Standard | None:
        """The standard that was chosen, if the policy has it."""
        return policy.standard(self.filing.standard)

    def measure(self, policy: Policy) -> Field:
        """The field that leads to the tier."""
        standard = self.standard(policy)
        return Field.DEVIATION if standard is not None and standard.is_scored_by_hand else Field.REQUESTED

    def forecast(
        self, policy: Policy, at: datetime, by: Person | None = None, register: Register | None = None
    ) -> Forecast | None:
        """What would come of it as it stands; None while the measure is not entered.

        With `by`, who would file it, and a register of who decides it is told too whether anybody could.
        """
        standard = self.standard(policy)
        if standard is None:
            return None
        measure = self.measure(policy)
        faults = self.faults(policy, at)
        value_fault = faults.get(Field.VALUE)
        if faults.get(measure) is Fault.MISSING or Field.CURRENCY in faults:
            return None
        fault = faults.get(measure) or (value_fault if value_fault is not Fault.MISSING else None)
        if fault is not None:
            field = measure if measure in faults else Field.VALUE
            return Forecast(fault=fault, field=field, requested=self.filing.requested)
        if self.request is not None:
            return self._change(self.request, _scene(policy, at, register))
        scored = score_filing(self.filing, _scene(policy, at))
        if isinstance(scored, Fault):
            return Forecast(fault=scored, requested=self.filing.requested)
        obstacle = None
        if by is not None and register is not None:
            obstacle = obstacle_to(self.filing, scored, by, _scene(policy, at, register))
        return Forecast(
            score=scored,
            obstacle=obstacle,
            deadline=deadline_of(policy, scored, at),
            requested=self.filing.requested,
            value=self.filing.value if value_fault is None else None,
        )

    def _change(self, request: ExceptionRequest, scene: Scene) -> Forecast:
        """What sending it would do to the request: foretold by doing it, to no effect."""
        filing = amended(request, self.filing)
        whole = replace(
            filing,
            rationale=filing.rationale or request.filing.rationale,
            impact=filing.impact or request.filing.impact,
        )
        act = Amend(number=request.number, filing=whole, why="-")
        done = amend(request, act, Person(id=request.filed_by, team="", name=""), scene)
        after = done.request if isinstance(done, Outcome) else request
        score = score_of_amendment(request, whole, scene)
        if isinstance(score, Fault):
            return Forecast(fault=score, field=Field.VALUE, requested=self.filing.requested)
        obstacle = done if isinstance(done, Refusal) and done.why.is_of_staffing else None
        return Forecast(
            score=score if obstacle is not None else after.score,
            obstacle=obstacle,
            requested=self.filing.requested,
            value=self.filing.value,
            consequence=consequence(request, after, scene.policy),
        )


def read_draft(
    form: OpenForm, policy: Policy, customers: CustomerIndex, request: ExceptionRequest | None = None
) -> Draft:
    """What the form holds; UnreadablePayloadError where it is not a form of ours."""
    entered = form.entered
    unread: dict[Field, Fault] = {}
    standard = policy.standard(entered.choice(Field.STANDARD))
    unit = standard.unit if standard is not None else ""
    takes_number = standard is None or standard.value is not None
    currency = entered.choice(Field.CURRENCY)
    requested = read_number(entered, Field.REQUESTED, unread, unit) if takes_number else None
    amount = read_number(entered, Field.VALUE, unread, currency, parse_amount)
    if amount is None:
        unread.setdefault(Field.VALUE, Fault.MISSING)
    deviation = None
    if standard is not None and standard.is_scored_by_hand:
        deviation = read_number(entered, Field.DEVIATION, unread, "%")
    reason, criticality = entered.choice(Field.REASON), entered.choice(Field.CRITICALITY)
    if reason not in list(Reason):
        unread[Field.REASON] = Fault.MISSING
    if criticality not in list(Criticality):
        unread[Field.CRITICALITY] = Fault.MISSING
    if not currency:
        unread[Field.CURRENCY] = Fault.MISSING
    filing = Filing(
        standard=entered.choice(Field.STANDARD),
        customer=_customer(entered.choice(Field.CUSTOMER), customers, request),
        reason=Reason(reason) if Field.REASON not in unread else Reason.UNIQUE,
        rationale=entered.text(Field.RATIONALE),
        impact=entered.text(Field.IMPACT),
        criticality=Criticality(criticality) if Field.CRITICALITY not in unread else Criticality.LOW,
        value=Money(
            amount=amount if amount is not None else Decimal(0), currency=currency or policy.currency
        ),
        requested=requested,
        requested_words="" if takes_number else entered.text(Field.REQUESTED_WORDS),
        deviation=deviation,
        dependencies=entered.text(Field.DEPENDENCIES),
        needed_by=entered.day(Field.NEEDED_BY),
        beneficiary=entered.colleague(Field.BENEFICIARY),
        evidence=entered.files(Field.EVIDENCE),
        message=message_in(form.metadata) if request is None else request.filing.message,
    )
    return Draft(filing=filing, unread=unread, request=request)


def read_number(
    entered: Entered,
    field: Field,
    unread: dict[Field, Fault],
    unit: str = "",
    parse: Callable[[str], Decimal | None] = parse_number,
) -> Decimal | None:
    """The number that was typed, with or without its unit; what is no number is noted in `unread`."""
    text = entered.text(field)
    if not text:
        return None
    bare = text
    if unit:
        # People write "45 days", "EUR 1,200" and "50 %" where the field's unit is plain.
        folded, ending = text.casefold(), unit.casefold()
        if folded.endswith(ending):
            bare = text[: -len(unit)]
        elif folded.startswith(ending):
            bare = text[len(unit) :]
    number = parse(bare)
    if number is None:
        unread[field] = Fault.NOT_A_NUMBER
    return number


def _customer(customer_id: str, customers: CustomerIndex, request: ExceptionRequest | None) -> Customer:
    """The customer as its source names it, or as the request has it; nobody where there is none any more."""
    if request is not None and request.filing.customer.id == customer_id:
        return request.filing.customer
    found = customers.get(customer_id) if customer_id else None
    return Customer(id=found.id, name=found.name) if found is not None else Customer(id="", name="")


def _scene(policy: Policy, at: datetime, register: Register | None = None) -> Scene:
    return Scene(workspace="", at=at, policy=policy, policy_version="", register=register or Register())
