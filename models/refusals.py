"""Refusals: why an act is not done and who could do it; the words for them stand in the views."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Why(StrEnum):
    """The reason of a refusal."""

    BOT = "bot"
    DEACTIVATED = "deactivated"
    STRANGER = "stranger"
    GUEST = "guest"
    SYSTEM_ONLY = "system_only"
    REQUESTER = "requester"
    NOT_REQUESTER = "not_requester"
    BENEFICIARY = "beneficiary"
    #: The other end of a delegation filed it, benefits from it or decided it.
    ONE_PERSON = "one_person"
    NOTHING_TO_DELEGATE = "nothing_to_delegate"
    NO_SUCH_DELEGATION = "no_such_delegation"
    NOT_YOUR_DELEGATION = "not_your_delegation"
    DELEGATION_OVER = "delegation_over"
    SAME_PERSON = "same_person"
    OUT_OF_ORDER = "out_of_order"
    NOT_VALIDATOR = "not_validator"
    NOT_AUTHORIZER = "not_authorizer"
    NOT_OPERATIONS = "not_operations"
    NOT_CONTACT = "not_contact"
    GROUP_UNKNOWN = "group_unknown"
    NO_SUCH_GROUP = "no_such_group"
    FACTS_PENDING = "facts_pending"
    ON_HOLD = "on_hold"
    NO_SUCH_HOLD = "no_such_hold"
    HOLD_CLOSED = "hold_closed"
    NOT_HOLD_OWNER = "not_hold_owner"
    NOT_SUPERVISOR = "not_supervisor"
    NOT_EXPEDITER = "not_expediter"
    ALREADY_ON_HOLD = "already_on_hold"
    ALREADY_ASKED = "already_asked"
    #: The urgent path was not asked for in this round.
    NOT_ASKED = "not_asked"
    ALREADY_ANSWERED = "already_answered"
    #: All who could answer have a part in it, or are not there.
    NOBODY_TO_ASK = "nobody_to_ask"
    ALREADY_ENDED = "already_ended"
    NOTHING_CHANGED = "nothing_changed"
    CHANGED_SINCE = "changed_since"
    STAGE_PASSED = "stage_passed"
    ALREADY_DECIDED = "already_decided"
    NOT_APPROVED = "not_approved"
    ALREADY_EXECUTED = "already_executed"
    ALREADY_ROLLED_BACK = "already_rolled_back"
    GIVEN_UP = "given_up"
    NOTHING_CARRIED_OUT = "nothing_carried_out"
    CARRIED_OUT_IN_PART = "carried_out_in_part"
    ALREADY_WITHDRAWN = "already_withdrawn"
    ALREADY_CLOSED = "already_closed"
    ALREADY_ACKNOWLEDGED = "already_acknowledged"
    ALREADY_RECORDED = "already_recorded"
    #: The reminder went to others.
    NOT_REMINDED = "not_reminded"
    ALREADY_SNOOZED = "already_snoozed"
    TOO_LATE_TO_SNOOZE = "too_late_to_snooze"
    DEADLINE_MOVED = "deadline_moved"
    NO_SUCH_REQUEST = "no_such_request"
    NO_SUCH_ESCALATION = "no_such_escalation"
    NO_SUCH_COMPLAINT = "no_such_complaint"
    NOT_REVIEWER = "not_reviewer"
    NOT_DECIDED = "not_decided"
    ALREADY_REVIEWED = "already_reviewed"
    NO_SUCH_POLICY_REVIEW = "no_such_policy_review"
    NOT_STANDARD_OWNER = "not_standard_owner"
    POLICY_REVIEW_CONCLUDED = "policy_review_concluded"
    NOT_A_VIEWER = "not_a_viewer"
    NOT_EXPORTER = "not_exporter"
    NOT_READINESS_READER = "not_readiness_reader"
    NOT_REPORT_READER = "not_report_reader"
    NOT_AUDITOR = "not_auditor"
    #: What is reviewed is their own doing, or that of somebody who counts as one person with them.
    OWN_DOING = "own_doing"
    NO_SUCH_AUDIT_REVIEW = "no_such_audit_review"
    NO_SUCH_ITEM = "no_such_item"
    ITEMS_UNMARKED = "items_unmarked"
    ALREADY_SIGNED_OFF = "already_signed_off"
    NOT_ADMINISTRATOR = "not_administrator"
    #: A change of the policy takes two people, and there is only one who could.
    NO_SECOND_ADMINISTRATOR = "no_second_administrator"
    #: Another policy is in force than the one that a proposal was written for.
    BASE_CHANGED = "base_changed"
    #: What is stored of it is not what its proposal put on record.
    NOT_AS_PROPOSED = "not_as_proposed"
    NOT_PROPOSABLE = "not_proposable"
    NO_SUCH_POLICY_CHANGE = "no_such_policy_change"
    POLICY_CHANGE_OVER = "policy_change_over"
    OWN_POLICY_CHANGE = "own_policy_change"
    ONE_WITH_PROPOSER = "one_with_proposer"
    NOT_PROPOSER = "not_proposer"
    NO_SUCH_POLICY_CARE = "no_such_policy_care"
    NOT_POLICY_OWNER = "not_policy_owner"
    POLICY_CARE_OVER = "policy_care_over"
    #: Nobody could give the first approval, or the second, or only one and the same person both.
    NOBODY_VALIDATES = "nobody_validates"
    NOBODY_AUTHORIZES = "nobody_authorizes"
    NO_SECOND_PERSON = "no_second_person"
    #: They have not attested to the criteria, or not to those of now.
    NOT_TRAINED = "not_trained"
    #: The policy was changed since they were shown its criteria.
    CRITERIA_CHANGED = "criteria_changed"
    NOT_TRAINER = "not_trainer"
    ALL_TRAINED = "all_trained"
    ASKED_TODAY = "asked_today"
    #: The policy does not let an alert name them.
    NOT_A_SPONSOR = "not_a_sponsor"
    FAULTS = "faults"

    @property
    def is_of_staffing(self) -> bool:
        """Nobody could decide what is asked for, whoever asks."""
        return self in (Why.NOBODY_VALIDATES, Why.NOBODY_AUTHORIZES, Why.NO_SECOND_PERSON)


class Field(StrEnum):
    """A field of a form, by what it holds."""

    STANDARD = "standard"
    CUSTOMER = "customer"
    REQUESTED = "requested"
    REQUESTED_WORDS = "requested_words"
    DEVIATION = "deviation"
    VALUE = "value"
    CURRENCY = "currency"
    REASON = "reason"
    RATIONALE = "rationale"
    IMPACT = "impact"
    CRITICALITY = "criticality"
    DEPENDENCIES = "dependencies"
    NEEDED_BY = "needed_by"
    EVIDENCE = "evidence"
    BENEFICIARY = "beneficiary"
    DONE = "done"
    WHY = "why"
    WORDS = "words"
    CHOSEN = "chosen"
    SIDE = "side"
    CONDITIONS = "conditions"
    ITEMS = "items"
    JUSTIFICATION = "justification"
    RESULT = "result"
    REQUEST = "request"
    COMPLAINT = "complaint"
    REVIEW = "review"
    REVIEW_OUTCOME = "review_outcome"
    REVIEW_WORDS = "review_words"
    DELEGATE = "delegate"
    FIRST_DAY = "first_day"
    LAST_DAY = "last_day"
    FIRST_MONTH = "first_month"
    LAST_MONTH = "last_month"
    TIER = "tier"
    TEAM = "team"
    NOTE = "note"
    SCOPE = "scope"
    FORMAT = "format"
    FINDING = "finding"
    CARE = "care"
    ATTESTED = "attested"


class Fault(StrEnum):
    """What is wrong with a field."""

    MISSING = "missing"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_DATE = "not_a_date"
    NOT_WANTED = "not_wanted"
    NEGATIVE = "negative"
    SAME_AS_STANDARD = "same_as_standard"
    UNKNOWN_STANDARD = "unknown_standard"
    UNKNOWN_CURRENCY = "unknown_currency"
    PAST = "past"
    OVER_ALL_AUTHORITY = "over_all_authority"
    TOO_LONG = "too_long"
    TOO_LARGE = "too_large"
    YOURSELF = "yourself"
    NOT_A_COLLEAGUE = "not_a_colleague"
    MAY_NOT_HOLD = "may_not_hold"
    ENDS_FIRST = "ends_first"
    MONTHS_TURNED = "months_turned"
    MONTH_TO_COME = "month_to_come"
    TOO_MANY_DAYS = "too_many_days"
    TOO_FAR = "too_far"
    OVERLAPS = "overlaps"
    NO_SUCH_REQUEST = "no_such_request"
    OF_ONE_REQUEST = "of_one_request"
    NOTHING_THERE = "nothing_there"
    TOO_MUCH = "too_much"


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """An act that is not done: why, who could do it (groups and people as the policy names them), and facts."""

    why: Why
    who_could: tuple[str, ...] = ()
    by: str | None = None
    groups: tuple[str, ...] = ()
    faults: Mapping[Field, Fault] = field(default_factory=dict)

    @property
    def can_be_tried_again(self) -> bool:
        """The refusal lies in what passes (a source, a group, a hold) or in what was entered, not in the person."""
        passing = (Why.GROUP_UNKNOWN, Why.FACTS_PENDING, Why.ON_HOLD)
        return (
            self.why in (*passing, Why.FAULTS, Why.NOTHING_CHANGED, Why.NOT_TRAINED)
            or self.why.is_of_staffing
        )

    @property
    def lies_in_roles(self) -> bool:
        """Somebody is not who may do this; once Slack has announced that they are, they may, in the same form."""
        return self.why in _ROLES


_ROLES = frozenset(
    {
        Why.DEACTIVATED,
        Why.STRANGER,
        Why.GUEST,
        Why.NOT_VALIDATOR,
        Why.NOT_AUTHORIZER,
        Why.NOT_OPERATIONS,
        Why.NOT_CONTACT,
        Why.NOTHING_TO_DELEGATE,
        Why.NOT_REVIEWER,
        Why.NOT_STANDARD_OWNER,
        Why.NOT_HOLD_OWNER,
        Why.NOT_SUPERVISOR,
        Why.NOT_EXPEDITER,
        Why.NOT_EXPORTER,
        Why.NOT_READINESS_READER,
        Why.NOT_REPORT_READER,
        Why.NOT_AUDITOR,
        Why.NOT_ADMINISTRATOR,
        Why.NOT_POLICY_OWNER,
        Why.NOT_TRAINER,
        Why.NOT_A_SPONSOR,
    }
)
