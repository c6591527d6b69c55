"""The parts of the policy that say how it bends: holds, returns, the urgent path, and who may stand in for whom."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from models.business_time import BusinessTime, BusinessUnit, DecisionTime
from models.notation import Channel, Duration, Exact, Key, People, Title
from models.policy_part import Part

#: A field of a source as the policy names it: `contracts.payment_term_days`.
SOURCE_FIELD_PATTERN = r"^[a-z][a-z0-9_]*\.[^\s.].*$"
SourceField = Annotated[str, Field(pattern=SOURCE_FIELD_PATTERN, examples=["crm.segment"])]


def _business_days(count: int) -> BusinessTime:
    return BusinessTime(count=count, unit=BusinessUnit.DAY)


class Hold(Part):
    """What stops a request, and whose it is (blueprint, Exception Handling)."""

    title: Title
    owner: People
    action: str = Field(
        "", max_length=300, description="What the owner is asked to do, in the policy's words."
    )
    channel: Channel | None = None
    extends: Duration | None = Field(None, description="How much later the deadline is for it.")
    within: DecisionTime | None = Field(
        None, description="The hold's own deadline; when it passes, `contact` is told. None: it has none."
    )
    contact: Key | None = Field(None, description="Who is told when the hold's own deadline has passed.")


class RegulatoryRule(Part):
    """When a request goes to compliance before anybody decides: each thing that is named must be so."""

    title: Title = Field(description="What applies, as the people concerned read it.")
    standard: str | None = Field(None, description="A standard's reference.", examples=["OPS-055"])
    reason: str | None = Field(None, description="A reason code.", examples=["possible_precedent"])
    field: SourceField | None = Field(None, description="A field of a source, read with the request.")
    values: tuple[str, ...] = Field((), description="What the field says, where it applies.")

    @model_validator(mode="after")
    def _says_when(self) -> Self:
        if self.standard is None and self.reason is None and self.field is None:
            raise ValueError("name a standard, a reason or a field of a source")
        if (self.field is None) != (not self.values):
            raise ValueError("a field needs values, and values need a field")
        return self


class AgreementKind(StrEnum):
    """How two sources' fields are compared."""

    NUMBER = "number"
    TEXT = "text"
    DATE = "date"


class Correction(StrEnum):
    """What the score is computed from once a conflict was settled on a number."""

    #: The standard's value for this customer, such as the payment term of their own contract.
    STANDARD = "standard"
    #: The decision value, in the policy's currency.
    VALUE = "value"


class Agreement(Part):
    """Fields of different sources that must say the same (blueprint, Conflicting information across data sources)."""

    name: Key
    title: Title
    kind: AgreementKind = AgreementKind.TEXT
    fields: tuple[SourceField, ...] = Field(min_length=2)
    tolerance: Exact = Field(Decimal(0), ge=0, description="By how much numbers may differ.")
    corrects: Correction | None = Field(
        None,
        description="What the settled number is, where the request is scored again with it. None: nothing.",
    )
    standard: str | None = Field(
        None,
        description="The reference of the standard whose requests it corrects; none: those of every standard.",
        examples=["OPS-017"],
    )


class Returns(Part):
    """A request that is incomplete goes back to who filed it (blueprint, SOP step 2)."""

    within: DecisionTime = Field(default=_business_days(5), description="After that it is closed.")
    notice: DecisionTime = Field(
        default=_business_days(1), description="How long before that a notice is given."
    )


class Validity(Part):
    """How long an approval holds: it is carried out by then, or it ends."""

    within: DecisionTime = Field(default=_business_days(20))
    notice: DecisionTime = Field(
        default=_business_days(2), description="How long before that a notice is given."
    )


class SingleApproval(Part):
    """Low-impact exceptions may need a single approval (blueprint, FAQ); the approval logic's dual is the rule."""

    enabled: bool = False
    max_deviation: Exact = Field(
        Decimal(5), ge=0, description="In percent; above it both approvals are needed."
    )
    max_value: Exact = Field(Decimal(1000), ge=0, description="In the policy's currency; the same.")


class Delegates(Part):
    """Who may hold a role's authority in somebody's stead, where they are not in the role themselves."""

    role: Literal["validators"] | Key = Field(description='"validators", or the name of a tier.')
    who: People
