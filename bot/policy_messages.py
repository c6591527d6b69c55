"""The messages about the policy itself, rendered from committed state as they are sent; it sends nothing."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime, timedelta

from bot.gateway import SlackError
from bot.policies import Policies
from bot.records import Records
from bot.views.policy_care_card import policy_care_card
from bot.views.policy_change_card import policy_change_card
from bot.views.policy_effect import policy_effect, unknown_effect
from bot.views.policy_told import policy_told
from bot.views.readiness_message import readiness_message
from bot.views.text import Block, Message, Names
from bot.views.training_told import training_message
from models.notices import MessageKind
from models.oversight.matters import OF_WORKSPACE
from models.oversight.policy_changes import PolicyChange
from models.policy_versions import policy_from_json
from models.queries import OutboxRow
from models.readiness.telling import found_in

#: The kinds that are composed here.
KINDS = (
    MessageKind.POLICY_CHANGE,
    MessageKind.POLICY_TOLD,
    MessageKind.POLICY_CARE,
    MessageKind.TRAINING,
    MessageKind.READINESS,
)
#: A proposal is tried on the requests that were filed within this time.
TRIED_ON = timedelta(days=365)
#: How long what came of that is shown.
TRIED_FOR = timedelta(minutes=10)


class Effects:
    """What proposals would have changed about the past: tried once in a while, for every card that shows it.

    Trying takes seconds where there is much on record, and each administrator has a card of their own.
    """

    def __init__(self, records: Records) -> None:
        self._records = records
        self._trying = asyncio.Lock()
        self._known: tuple[int, datetime, list[Block]] | None = None

    async def of(self, change: PolicyChange, at: datetime) -> list[Block]:
        """The effect as blocks; where the record was tampered with, that it cannot be told."""
        async with self._trying:
            if self._known is None or self._known[0] != change.number or at - self._known[1] > TRIED_FOR:
                self._known = (change.number, at, await self._tried(change, at))
            return self._known[2]

    async def _tried(self, change: PolicyChange, at: datetime) -> list[Block]:
        draft = policy_from_json(change.content)
        try:
            return policy_effect(await self._records.simulated(draft, change.version, at - TRIED_ON, at))
        except (ValueError, LookupError):
            return unknown_effect()


async def policy_message(
    row: OutboxRow, records: Records, policies: Policies, names: Names, effects: Effects, at: datetime
) -> Message:
    """A proposal, the word of a change, or the yearly review; SlackError where what it tells of is not there."""
    detail: dict[str, int] = json.loads(row.detail)
    match row.kind:
        case MessageKind.TRAINING:
            return training_message(policies.current, names)
        case MessageKind.READINESS:
            link = await records.event(OF_WORKSPACE, detail["position"])
            if link is None:
                raise _missing(f"event {detail['position']}")
            return readiness_message(found_in(link.changed), policies.current, names)
        case MessageKind.POLICY_CHANGE:
            return await _change(detail["change"], row.recipient, records, policies, names, effects, at)
        case MessageKind.POLICY_TOLD:
            recording = await records.policy_recording(detail["position"])
            if recording is None:
                raise _missing(f"recording {detail['position']}")
            return policy_told(recording, policies.version(recording.version), names)
        case _:
            return await _care(detail["care"], records, policies, names)


async def _change(
    number: int,
    reader: str,
    records: Records,
    policies: Policies,
    names: Names,
    effects: Effects,
    at: datetime,
) -> Message:
    change = await records.policy_change(number)
    if change is None:
        raise _missing(f"proposal {number}")
    base, in_force = policies.version(change.base), policies.current_version
    effect: list[Block] = []
    if change.is_open and change.base == in_force:
        effect = await effects.of(change, at)
    return policy_change_card(change, base, in_force, reader, names, effect)


async def _care(number: int, records: Records, policies: Policies, names: Names) -> Message:
    care = await records.policy_care(number)
    if care is None:
        raise _missing(f"review {number} of the policy")
    end = care.reviewed.at if care.reviewed is not None else None
    policy = policies.current
    since: datetime = care.opened_at - policy.policy_review.every
    changes = [one for one in await records.policy_recordings(since) if end is None or one.at <= end]
    version = care.reviewed.version if care.reviewed is not None else policies.current_version
    return policy_care_card(care, policies.version(version), version, changes, names)


def _missing(what: str) -> SlackError:
    return SlackError("no_text", "render", f"there is no {what}")
