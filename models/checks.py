"""Checks: what was looked at, what was found and how bad that is; values only, the words for them are the views'."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256


class Level(StrEnum):
    """How it stands."""

    GREEN = "green"
    #: It works, but less well than it should, or it could not be looked at.
    AMBER = "amber"
    #: Something that the policy asks for is not done, or cannot be.
    RED = "red"


class Item(StrEnum):
    """What is looked at: the policy's checklist (blueprint, Policy Checklist), then what the bot itself needs."""

    SOURCES = "sources"
    AUTHORITIES = "authorities"
    TIERS = "tiers"
    CONTACTS = "contacts"
    THRESHOLDS = "thresholds"
    GOVERNANCE = "governance"
    AUDIT = "audit"
    PROCESS = "process"
    TRAINING = "training"
    KPIS = "kpis"
    SCHEDULE = "schedule"
    SETTINGS = "settings"
    SLACK = "slack"
    SCOPES = "scopes"
    CHANNELS = "channels"
    DOORS = "doors"
    CLOCK = "clock"
    POLICY = "policy"
    DATABASE = "database"
    OUTBOX = "outbox"

    @property
    def is_of_policy(self) -> bool:
        """It stands in the policy's checklist."""
        return list(Item).index(self) < list(Item).index(Item.SETTINGS)


class What(StrEnum):
    """What was found."""

    SOURCE_READ = "source_read"
    SOURCE_UNREADABLE = "source_unreadable"
    NO_CUSTOMERS = "no_customers"
    PEOPLE_THERE = "people_there"
    GROUP_MISSING = "group_missing"
    GROUP_DISABLED = "group_disabled"
    GROUP_EMPTY = "group_empty"
    PERSON_UNKNOWN = "person_unknown"
    PERSON_GONE = "person_gone"
    TIER_DECIDED = "tier_decided"
    TIER_ONE_PAIR = "tier_one_pair"
    TIER_ONE_VALIDATOR = "tier_one_validator"
    TIER_BY_HIGHER = "tier_by_higher"
    TIER_AWAY = "tier_away"
    TIER_NO_VALIDATOR = "tier_no_validator"
    TIER_NO_AUTHORIZER = "tier_no_authorizer"
    TIER_ONE_PERSON = "tier_one_person"
    CONTACTS_THERE = "contacts_there"
    CONTACT_NOBODY = "contact_nobody"
    CONTACT_BACKUP = "contact_backup"
    CONTACT_AWAY = "contact_away"
    THRESHOLDS_REVIEWED = "thresholds_reviewed"
    THRESHOLDS_NEAR = "thresholds_near"
    THRESHOLDS_OVERDUE = "thresholds_overdue"
    GOVERNED = "governed"
    SINGLE_APPROVAL = "single_approval"
    HOLD_UNNAMED = "hold_unnamed"
    HOLD_UNSTAFFED = "hold_unstaffed"
    ONE_ADMINISTRATOR = "one_administrator"
    NO_ADMINISTRATOR = "no_administrator"
    AUDIT_HOLDS = "audit_holds"
    AUDIT_BROKEN = "audit_broken"
    AUDIT_NO_REVIEWER = "audit_no_reviewer"
    AUDIT_REVIEW_LATE = "audit_review_late"
    AUDIT_NOT_VERIFIED = "audit_not_verified"
    PROCESS_LINKED = "process_linked"
    PROCESS_UNLINKED = "process_unlinked"
    TRAINED = "trained"
    UNTRAINED = "untrained"
    KPIS_RIGHT = "kpis_right"
    KPIS_DIFFER = "kpis_differ"
    KPIS_NOT_COMPARED = "kpis_not_compared"
    REPORT_NOWHERE = "report_nowhere"
    REPORT_LATE = "report_late"
    REPORT_NOT_TAKEN = "report_not_taken"
    SCHEDULED = "scheduled"
    UNSCHEDULED = "unscheduled"
    SETTINGS_RIGHT = "settings_right"
    SETTING_WRONG = "setting_wrong"
    SLACK_ANSWERS = "slack_answers"
    TOKEN_REFUSED = "token_refused"
    SLACK_SILENT = "slack_silent"
    SCOPES_GRANTED = "scopes_granted"
    SCOPE_MISSING = "scope_missing"
    CHANNELS_OPEN = "channels_open"
    CHANNEL_UNSEEN = "channel_unseen"
    CHANNEL_ARCHIVED = "channel_archived"
    CHANNEL_NOT_IN = "channel_not_in"
    SOCKET_OPEN = "socket_open"
    APP_TOKEN_REFUSED = "app_token_refused"
    HTTP_LISTENS = "http_listens"
    HTTP_SILENT = "http_silent"
    HTTP_REFUSES_SECRET = "http_refuses_secret"
    HTTP_REFUSES_TIME = "http_refuses_time"
    CLOCK_RIGHT = "clock_right"
    CLOCK_OFF = "clock_off"
    POLICY_IN_FORCE = "policy_in_force"
    POLICY_UNREADABLE = "policy_unreadable"
    POLICY_DIFFERS = "policy_differs"
    POLICY_UNRECORDED = "policy_unrecorded"
    SAMPLE_CHANGED = "sample_changed"
    SAMPLE_RENEWED = "sample_renewed"
    DATABASE_READY = "database_ready"
    DATABASE_EMPTY = "database_empty"
    DATABASE_OLDER = "database_older"
    DATABASE_NEWER = "database_newer"
    DATABASE_SILENT = "database_silent"
    DATABASE_UNWRITABLE = "database_unwritable"
    DATABASE_DAMAGED = "database_damaged"
    OUTBOX_CLEAR = "outbox_clear"
    OUTBOX_REFUSED = "outbox_refused"
    OUTBOX_BEHIND = "outbox_behind"
    NOT_LOOKED_AT = "not_looked_at"


class Can(StrEnum):
    """Who can mend it."""

    #: Those who run the bot and its database.
    OPERATORS = "operators"
    #: Those who manage the Slack workspace, its groups, channels and apps.
    WORKSPACE = "workspace"
    #: Whoever is in a channel.
    CHANNEL = "channel"
    #: The policy's administrators.
    ADMINISTRATORS = "administrators"
    #: The policy's owner.
    OWNER = "owner"
    #: Those who have to do it themselves.
    THEMSELVES = "themselves"
    #: Who makes the audit review.
    AUDITORS = "auditors"
    NOBODY = "nobody"


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A time (aware UTC) that each reader is told in their own zone; `is_day` for a whole day of the policy's zone."""

    at: datetime
    is_day: bool = False


#: A fact of a check: plain text, a time, or groups and people as the policy names them.
Fact = str | Moment | tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing that was looked at. `subject` tells it from others of its kind: a group, a channel, a tier's name.

    `facts` are what its sentence is filled with.
    """

    item: Item
    what: What
    level: Level
    can: Can = Can.NOBODY
    subject: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)


def worst(checks: Iterable[Check]) -> Level:
    """The worst level among the checks; green where there are none."""
    found = {check.level for check in checks}
    return next((level for level in (Level.RED, Level.AMBER) if level in found), Level.GREEN)


def fingerprint(checks: Iterable[Check]) -> str:
    """What tells one set of findings from another (16 digits), whatever their figures; empty for none."""
    named = sorted({f"{check.what}|{check.subject}" for check in checks})
    return sha256("\n".join(named).encode()).hexdigest()[:16] if named else ""
