"""Acts: what people and the system can do, as small frozen values; what they cause is the lifecycle's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from models.delegation import Told
from models.holds import MissingItem
from models.reminder_acts import Remind as Remind
from models.reminder_acts import RemindAgain as RemindAgain
from models.reminder_acts import SnoozeReminder as SnoozeReminder
from models.request import CarriedMessage, Evidence, Filing, Result, Stage
from models.timed_acts import ClimbLadder as ClimbLadder
from models.timed_acts import Expire as Expire
from models.timed_acts import Lapse as Lapse
from models.timed_acts import MarkBreached as MarkBreached
from models.timed_acts import MarkHoldOverdue as MarkHoldOverdue
from models.timed_acts import RecordSnapshots as RecordSnapshots
from models.timed_acts import WarnOfDeadline as WarnOfDeadline
from models.timed_acts import WarnOfExpiry as WarnOfExpiry
from models.timed_acts import WarnOfLapse as WarnOfLapse
from models.trigger import Trigger


@dataclass(frozen=True, kw_only=True)
class File:
    """Ask to deviate from a standard (SOP step 1).

    `trigger` is what does so in somebody's name, and `unread` what it said that is in no field of the form.
    """

    filing: Filing
    trigger: Trigger | None = None
    unread: tuple[MissingItem, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Approve:
    """Validate, or authorise: the stage is the one that the approver was shown (SOP step 5).

    `second_follows`: the form said that a second approval follows this one, so it does, whatever has become
    of the score since. `seen` is `changes` of the request when the form was opened: a later one nobody has read.
    """

    number: int
    stage: Stage
    rationale: str
    evidence: tuple[Evidence, ...] = ()
    deviation: Decimal | None = None
    second_follows: bool = False
    seen: int | None = None


@dataclass(frozen=True, kw_only=True)
class Reject:
    """Say no, at either stage; it is final. `seen` as in an approval."""

    number: int
    stage: Stage
    rationale: str
    evidence: tuple[Evidence, ...] = ()
    seen: int | None = None


@dataclass(frozen=True, kw_only=True)
class Acknowledge:
    """A contact says that they know of an escalation."""

    number: int
    escalation: str


@dataclass(frozen=True, kw_only=True)
class MarkExecuted:
    """Operations says how carrying it out went (SOP step 6)."""

    number: int
    done: str
    result: Result = Result.DONE
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RollBack:
    """Operations takes back what was carried out, in full or in part, and says what and why; it is final."""

    number: int
    done: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Withdraw:
    """The requester takes it back, before it is carried out."""

    number: int
    why: str


@dataclass(frozen=True, kw_only=True)
class Close:
    """Verify that all audit fields are there, and close the record (SOP step 7)."""

    number: int


@dataclass(frozen=True, kw_only=True)
class DocumentSource:
    """The requester gives what stands in for a source that cannot be read (Exception Handling: data unavailable)."""

    number: int
    hold: str
    words: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ResolveHold:
    """A hold's owner closes it with the reason: data that are there or do without, a value chosen, released.

    `chosen` is the value that a conflict is settled on; with `side` it is what a source says, by its place among the
    hold's values. `seen` as in an approval, where a value above all authority is released.
    """

    number: int
    hold: str
    words: str
    chosen: str = ""
    side: int | None = None
    evidence: tuple[Evidence, ...] = ()
    seen: int | None = None


@dataclass(frozen=True, kw_only=True)
class ExtendDeadline:
    """The supervisor lengthens the time to decide once more for a source that stays away."""

    number: int
    hold: str
    why: str


@dataclass(frozen=True, kw_only=True)
class RouteToCompliance:
    """Somebody who may see the request says that a regulatory constraint may apply."""

    number: int
    why: str


@dataclass(frozen=True, kw_only=True)
class ClearCompliance:
    """Compliance clears the request; with conditions, earlier decisions are void. None: it sets no conditions.

    `seen` as in an approval.
    """

    number: int
    hold: str
    words: str
    conditions: str | None = None
    seen: int | None = None


@dataclass(frozen=True, kw_only=True)
class Prohibit:
    """Compliance, or whoever is above all authority, says that it may not be done; it is final."""

    number: int
    hold: str
    why: str


@dataclass(frozen=True, kw_only=True)
class ReturnForCompletion:
    """The validator sends an incomplete request back with what is missing (SOP step 2)."""

    number: int
    items: tuple[MissingItem, ...]


@dataclass(frozen=True, kw_only=True)
class Amend:
    """The requester changes the form: it answers a return where one is open; a material change is a new round.

    `seen` is how many amendments there were when the form was opened: it holds nothing of a later one.
    """

    number: int
    filing: Filing
    why: str = ""
    seen: int | None = None


@dataclass(frozen=True, kw_only=True)
class AskToExpedite:
    """The requester asks for the urgent path (Exception Handling: urgent processing)."""

    number: int
    justification: str


@dataclass(frozen=True, kw_only=True)
class AnswerExpedite:
    """The department manager authorises the urgent path, or does not, with their own justification.

    `round` is the round whose asking they were shown: a later one they have not read.
    """

    number: int
    round: int
    is_granted: bool
    words: str


@dataclass(frozen=True, kw_only=True)
class Complain:
    """A customer's complaint about it (Escalation Rules: customer complaint received during processing)."""

    number: int
    words: str
    message: CarriedMessage | None = None
    trigger: Trigger | None = None


@dataclass(frozen=True, kw_only=True)
class ReviewComplaint:
    """What the customer success manager found of a complaint that came after the decision."""

    number: int
    complaint: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Delegate:
    """Let somebody else decide in one's stead, from the first day to the end of the last, in the policy's time zone."""

    to: str
    first: date | None
    last: date | None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class EndDelegation:
    """One of its two ends puts an end to a delegation before its time, or before it has begun."""

    delegation: int


@dataclass(frozen=True, kw_only=True)
class TellOfDelegation:
    """Its time has come: a delegation begins, or has ended."""

    delegation: int
    what: Told


#: They belong to no request.
OnDelegation = Delegate | EndDelegation | TellOfDelegation
Decide = Approve | Reject
OnRequest = (
    RecordSnapshots
    | Approve
    | Reject
    | WarnOfDeadline
    | MarkBreached
    | Acknowledge
    | MarkExecuted
    | RollBack
    | WarnOfExpiry
    | Expire
    | Withdraw
    | Close
    | ResolveHold
    | ReturnForCompletion
    | Amend
    | WarnOfLapse
    | Lapse
    | RouteToCompliance
    | ClearCompliance
    | Prohibit
    | Complain
    | ReviewComplaint
    | ClimbLadder
    | Remind
    | RemindAgain
    | SnoozeReminder
    | MarkHoldOverdue
    | AskToExpedite
    | AnswerExpedite
    | DocumentSource
    | ExtendDeadline
)
Act = File | OnRequest
