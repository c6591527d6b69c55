"""A change of the policy at the desk: in force with its approval, told of once, and kept through all that follows."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy

from bot import policy_record
from bot.policy_messages import Effects
from models import audit_chain, queries
from models.events import EventKind
from models.oversight.policy_care_acts import ReviewPolicy
from models.oversight.policy_cares import CareVerdict
from models.oversight.policy_change_acts import ApprovePolicyChange, ProposePolicyChange, TellOfPolicy
from models.policy import Policy
from models.policy_history import Recorded
from models.policy_versions import version_of
from models.refusals import Why
from tests.bot.office import TEAM, Office, open_office
from tests.builders import MORNING, policy

CARE = {"reviewed_on": "2026-01-05", "contact": "director"}


def own(starts: int = 50) -> Policy:
    """Two administrators, and a band of the executives."""
    tiers = [*policy().model_dump()["tiers"]]
    tiers[1]["below"] = tiers[2]["at_least"] = starts
    return policy(tiers=tiers, administrators=["UADMIN", "USECOND"], policy_review=CARE)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """A desk whose policy is on record and in force."""
    async with open_office(tmp_path / "desk.sqlite3", own=own()) as opened:
        begin = partial(
            policy_record.put_in_force, workspace=TEAM, policy=own(), how=Recorded.FIRST, at=MORNING
        )
        await opened.writer.run(begin)
        await opened.desk.follow()
        await opened.desk.keep_schedule()
        yield opened


def propose(starts: int = 45) -> ProposePolicyChange:
    return ProposePolicyChange(base=version_of(own()), draft=own(starts), reason="It is time.")


async def approved(office: Office) -> None:
    """The first proposal, approved by the second administrator."""
    for act, by in ((propose(), "UADMIN"), (ApprovePolicyChange(change=1, words="Yes."), "USECOND")):
        performed = await office.perform(act, by)
        assert performed.refusal is None, performed


async def kinds(office: Office) -> list[str]:
    """The workspace's own chain, which must hold."""
    trail = await office.records.trail(0)
    ends = await office.reader.run(queries.chain_ends)
    count, head = next((count, head) for _, number, count, head in ends if number == 0)
    assert audit_chain.first_fault(trail, count=count, head=head) is None
    return [link.kind for link in trail]


async def told(office: Office, kind: str) -> list[str]:
    rows = await office.reader.run(lambda c: queries.outbox_behind(c, TEAM, office.clock.now(), 200))
    return sorted(row.recipient for row in rows if row.kind == kind)


async def test_approved_change_is_recorded_with_both_names_and_in_force_at_once(office: Office) -> None:
    await approved(office)
    assert office.policies.current_version == version_of(own(45))
    assert await kinds(office) == [
        EventKind.POLICY_RECORDED,
        EventKind.POLICY_PROPOSED,
        EventKind.POLICY_APPROVED,
        EventKind.POLICY_RECORDED,
    ]
    last = json.loads((await office.records.trail(0))[-1].changed)
    assert (last["how"], last["people"], last["proposal"]) == ("proposal", ["UADMIN", "USECOND"], 1)
    assert [change["key"] for change in last["changes"]] == ["tiers[1].below", "tiers[2].at_least"]


async def test_owner_and_administrators_are_told_once_and_it_is_on_record(office: Office) -> None:
    await approved(office)
    await office.tick()
    assert await told(office, "policy_told") == ["UADMIN", "UOPS1", "UOPS2", "USECOND"]
    assert (await kinds(office)).count(EventKind.POLICY_TOLD) == 1
    position = (await office.records.policy_recordings())[0].position
    by_hand = await office.perform(TellOfPolicy(position=position), "UADMIN")
    assert by_hand.refusal is not None
    assert by_hand.refusal.why is Why.SYSTEM_ONLY


async def test_they_are_told_later_where_slack_cannot_say_who_they_are(office: Office) -> None:
    await approved(office)
    office.people.unknown.add("@operations")
    (timer,) = [t for t in await office.records.due_timers(MORNING, 9) if t.kind == "policy_recorded"]
    assert (await office.fire(timer)).refusal is not None
    assert await told(office, "policy_told") == []
    office.people.unknown.clear()
    office.hands.move(minutes=1)
    await office.tick()
    assert len(await told(office, "policy_told")) == 4


async def test_second_proposal_for_the_same_policy_is_overtaken_by_the_first(office: Office) -> None:
    for _ in range(2):
        await office.perform(propose(), "UADMIN")
    await office.perform(ApprovePolicyChange(change=1, words="Yes."), "USECOND")
    late = await office.perform(ApprovePolicyChange(change=2, words="Yes."), "USECOND")
    assert late.refusal is not None
    assert late.refusal.why is Why.BASE_CHANGED
    assert len(await office.records.policy_recordings()) == 2


@pytest.mark.parametrize(
    ("stored", "instead"),
    [
        ('\\"at_least\\":\\"45\\"', '\\"at_least\\":\\"44\\"'),
        ('"proposed_by":"UADMIN"', '"proposed_by":"UOPS1"'),
    ],
)
async def test_proposal_that_was_changed_behind_the_log_is_not_approved(
    office: Office, stored: str, instead: str
) -> None:
    await office.perform(propose(), "UADMIN")
    with office.engine.begin() as connection:
        body = connection.execute(sqlalchemy.text("SELECT body FROM matters")).scalar_one()
        assert stored in body
        connection.execute(
            sqlalchemy.text("UPDATE matters SET body = :body"), {"body": body.replace(stored, instead)}
        )
    performed = await office.perform(ApprovePolicyChange(change=1, words="Yes."), "USECOND")
    assert performed.refusal is not None
    assert performed.refusal.why is Why.NOT_AS_PROPOSED
    assert office.policies.current_version == version_of(own())


async def test_refused_approval_of_ones_own_change_is_on_record(office: Office) -> None:
    await office.perform(propose(), "UADMIN")
    refused = await office.perform(ApprovePolicyChange(change=1, words="Yes."), "UADMIN")
    assert refused.refusal is not None
    assert (await kinds(office))[-1] == EventKind.REFUSED
    assert office.policies.current_version == version_of(own())


async def test_review_comes_once_a_year_also_after_downtime_and_the_next_counts_from_it(
    office: Office,
) -> None:
    assert str(await office.records.next_policy_care()) == "2027-01-04 23:00:00+00:00", (
        "midnight of the day in the policy's zone"
    )
    office.hands.move(days=800)
    await office.tick()
    assert (await kinds(office)).count(EventKind.POLICY_CARE_OPENED) == 1
    # Nobody has made it in time, either.
    office.hands.move(days=60)
    await office.tick()
    assert (await kinds(office)).count(EventKind.POLICY_CARE_OVERDUE) == 1
    assert "UDIRECTOR" in await told(office, "policy_care")
    made = await office.perform(ReviewPolicy(care=1, verdict=CareVerdict.RIGHT, words="It fits."), "UOPS1")
    assert made.refusal is None
    due = await office.records.next_policy_care()
    assert due is not None
    assert due - office.clock.now() == timedelta(days=365)


async def test_review_in_time_is_told_to_no_contact(office: Office) -> None:
    office.hands.move(days=320)
    await office.tick()
    await office.perform(ReviewPolicy(care=1, verdict=CareVerdict.NEEDS_CHANGE, words="See above."), "UOPS1")
    waiting = await office.records.due_timers(office.clock.now() + timedelta(days=90), 50)
    assert "policy_care_overdue" not in [timer.kind for timer in waiting]
    office.hands.move(days=60)
    await office.tick()
    assert EventKind.POLICY_CARE_OVERDUE not in await kinds(office)
    assert await told(office, "policy_care") == ["UOPS1", "UOPS2"]


async def test_change_of_when_it_is_reviewed_moves_the_review(office: Office) -> None:
    other = own(45).model_copy(
        update={"policy_review": own().policy_review.model_copy(update={"every": timedelta(days=90)})}
    )
    adopt = partial(policy_record.put_in_force, workspace=TEAM, policy=other, how=Recorded.FILE, at=MORNING)
    await office.writer.run(adopt)
    await office.tick()
    assert str(await office.records.next_policy_care()) == "2026-04-04 22:00:00+00:00"


async def test_act_for_the_workspace_locks_it_before_it_looks_at_the_policy_or_at_a_timer(
    office: Office,
) -> None:
    """Or, on PostgreSQL, two proposals approved at once would both be put in place of the same version."""
    await office.perform(propose(), "UADMIN")
    said: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        if threading.current_thread().name == "writer":
            said.append(" ".join(statement.split()))

    sqlalchemy.event.listen(office.engine, "before_cursor_execute", note)
    await office.perform(ApprovePolicyChange(change=1, words="Yes."), "USECOND")
    await office.tick()
    first = [one for one in said if one.startswith(("SELECT", "UPDATE"))]
    assert first[0].startswith("SELECT workspaces.next_number")
    fired = next(n for n, one in enumerate(said) if one.startswith("UPDATE timers") and "ended_how" in one)
    before = said[: fired + 1][::-1]
    began = next(n for n, one in enumerate(before) if one.startswith("SAVEPOINT"))
    assert any(one.startswith("SELECT workspaces.next_number") for one in before[:began])


async def test_proposal_is_tried_once_for_all_who_see_it_and_shown_where_it_cannot_be_tried(
    office: Office,
) -> None:
    number = (await office.file()).number
    await office.perform(propose(), "UADMIN")
    change = await office.records.policy_change(1)
    assert change is not None
    effects, asked = Effects(office.records), list[str]()
    sqlalchemy.event.listen(
        office.engine, "before_cursor_execute", lambda *said: asked.append(" ".join(said[2].split()))
    )
    shown = await asyncio.gather(*(effects.of(change, office.hands.at) for _ in range(3)))
    assert "Tried on the past" in json.dumps(shown)
    assert len([one for one in asked if "requests.filed_at >=" in one]) == 1
    office.is_tampered_with = True
    with office.engine.begin() as connection:
        connection.execute(sqlalchemy.text(f"UPDATE requests SET body = '{{' WHERE number = {number}"))
    later = await effects.of(change, office.hands.at + timedelta(hours=1))
    assert "audit verify" in json.dumps(later)
