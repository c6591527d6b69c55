"""A draft: what a filing form holds before it is complete, and what would come of it; it performs nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bot.sources.customer_index import CustomerIndex
from bot.views.filing_form import Forecast
from handlers.payloads import Entered, OpenForm, message_in
from models.deadlines import deadline_of
from models.lifecycle import Scene
from models.lifecycle.filing import faults_of, score_filing
from models.money import Money, parse_number
from models.policy import Policy, Standard
from models.refusals import Fault, Field
from models.request import Criticality, Customer, Filing, Reason


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A filing with stand-ins where nothing that fits was entered; `unread` says in which fields, and why."""

    filing: Filing
    unread: dict[Field, Fault]

    def faults(self, policy: Policy, at: datetime) -> dict[Field, Fault]:
        """Everything that is wrong with it, field by field, as the desk would judge it."""
        return faults_of(self.filing, _scene(policy, at)) | self.unread

    def standard(self, policy: Policy) -> Standard | None:
        """The standard that was chosen, if the policy has it."""
        return policy.standard(self.filing.standard)

    def forecast(self, policy: Policy, at: datetime) -> Forecast | None:
        """What would come of it as it stands; None while the measure is not entered."""
        standard = self.standard(policy)
        if standard is None:
            return None
        measure = Field.DEVIATION if standard.is_scored_by_hand else Field.REQUESTED
        faults = self.faults(policy, at)
        value_fault = faults.get(Field.VALUE)
        if faults.get(measure) is Fault.MISSING or Field.CURRENCY in faults:
            return None
        fault = faults.get(measure) or (value_fault if value_fault is not Fault.MISSING else None)
        if fault is not None:
            return Forecast(fault=fault, requested=self.filing.requested)
        scored = score_filing(self.filing, _scene(policy, at))
        if isinstance(scored, Fault):
            return Forecast(fault=scored, requested=self.filing.requested)
        return Forecast(
            score=scored,
            deadline=deadline_of(policy, scored, at),
            requested=self.filing.requested,
            has_value=value_fault is None,
        )


def read_draft(form: OpenForm, policy: Policy, customers: CustomerIndex) -> Draft:
    """What the form holds; UnreadablePayloadError where it is not a form of ours."""
    entered = form.entered
    unread: dict[Field, Fault] = {}
    standard = policy.standard(entered.choice(Field.STANDARD))
    unit = standard.unit if standard is not None else ""
    takes_number = standard is None or standard.value is not None
    currency = entered.choice(Field.CURRENCY)
    requested = read_number(entered, Field.REQUESTED, unread, unit) if takes_number else None
    amount = read_number(entered, Field.VALUE, unread, currency)
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
        customer=_customer(entered.choice(Field.CUSTOMER), customers),
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
        message=message_in(form.metadata),
    )
    return Draft(filing=filing, unread=unread)


def read_number(entered: Entered, field: Field, unread: dict[Field, Fault], unit: str = "") -> Decimal | None:
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
    number = parse_number(bare)
    if number is None:
        unread[field] = Fault.NOT_A_NUMBER
    return number


def _customer(customer_id: str, customers: CustomerIndex) -> Customer:
    """The customer as its source names it; nobody where the source has no such customer any more."""
    found = customers.get(customer_id) if customer_id else None
    return Customer(id=found.id, name=found.name) if found is not None else Customer(id="", name="")


def _scene(policy: Policy, at: datetime) -> Scene:
    return Scene(workspace="", at=at, policy=policy, policy_version="")
