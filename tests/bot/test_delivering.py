"""A place that takes no messages: few calls, one word to the administrators, and what is current comes after all."""

from __future__ import annotations

from collections import Counter
from functools import partial

from sqlalchemy import insert, select, update

from bot import policy_record
from models.acts import Approve, Reject
from models.message_kinds import MessageKind
from models.notices import Notice
from models.notifying.acts import NoteReachable, NoteUndelivered
from models.outbox_rows import want_messages
from models.oversight.matters import OF_WORKSPACE
from models.policy_history import Recorded
from models.refusals import Why
from models.request import Stage
from models.tables import events, outbox
from tests.bot.office import TEAM, Office
from tests.builders import policy

CHANNEL = "#executive"


async def failed(
    office: Office, place: str = CHANNEL, fault: str = "is_archived", by: str = ""
) -> Why | None:
    performed = await office.perform(NoteUndelivered(place=place, fault=fault), by)
    return performed.refusal.why if performed.refusal else None


def planned(office: Office, kind: MessageKind = MessageKind.CARD) -> Counter[str]:
    """To whom messages of a kind are planned."""
    with office.engine.connect() as connection:
        return Counter(
            connection.execute(select(outbox.c.recipient).where(outbox.c.kind == kind.value)).scalars()
        )


def faults(office: Office) -> Counter[str | None]:
    """The faults of what belongs to the channel."""
    with office.engine.connect() as connection:
        found = select(outbox.c.fault).where(outbox.c.recipient.in_([CHANNEL, ""]))
        return Counter(connection.execute(found).scalars())


def told(office: Office) -> list[str]:
    with office.engine.connect() as connection:
        found = select(events.c.kind).where(events.c.kind.startswith("delivery."))
        return list(connection.execute(found.order_by(events.c.id)).scalars())


def sent_all(office: Office) -> None:
    """Slack has everything that was not kept back."""
    with office.engine.begin() as connection:
        connection.execute(update(outbox).where(outbox.c.fault.is_(None)).values(sent=outbox.c.wanted))


async def test_card_goes_to_those_whose_turn_it_is_and_administrators_are_told_once(office: Office) -> None:
    await office.file()
    assert await failed(office) is None
    assert planned(office) == {CHANNEL: 1, "UVAL1": 1, "UVAL2": 1, "UBOTH": 1}
    assert planned(office, MessageKind.UNDELIVERED) == {"UADMIN": 1}
    assert set(faults(office)) == {"place:is_archived"}
    await office.file()
    assert await failed(office) is None
    assert planned(office, MessageKind.UNDELIVERED) == {"UADMIN": 1}
    assert told(office) == ["delivery.failed", "delivery.failed"]


async def test_nothing_that_waits_is_told_of_twice(office: Office) -> None:
    await office.file()
    await failed(office)
    assert await failed(office) is Why.ALREADY_RECORDED
    assert told(office) == ["delivery.failed"]


async def test_next_ones_to_decide_get_it_when_their_turn_comes(office: Office) -> None:
    request = await office.file()
    await failed(office)
    await office.approve(request.number, "UVAL1")
    await failed(office)
    assert planned(office)["UEXE1"] == 1
    assert planned(office)["UVAL1"] == 1


async def test_five_hundred_messages_behind_one_channel_are_one_act_and_few_copies(office: Office) -> None:
    for _ in range(60):
        await office.file(gathered=False)
    assert await failed(office) is None
    people = planned(office)
    assert people.pop(CHANNEL) == 60
    assert set(people.values()) == {20}
    assert planned(office, MessageKind.UNDELIVERED) == {"UADMIN": 1}
    assert told(office) == ["delivery.failed"]
    assert await failed(office) is Why.ALREADY_RECORDED


async def test_when_it_is_well_what_is_current_is_posted_and_copies_say_so(office: Office) -> None:
    over, current = await office.file(), await office.file()
    await failed(office)
    await office.perform(Reject(number=over.number, stage=Stage.VALIDATION, rationale="No."), "UVAL1")
    await office.tick()
    await failed(office)
    sent_all(office)
    await office.perform(NoteReachable(place=CHANNEL))
    with office.engine.connect() as connection:
        waiting = connection.execute(
            select(outbox.c.number, outbox.c.recipient, outbox.c.kind).where(
                outbox.c.sent < outbox.c.wanted, outbox.c.fault.is_(None)
            )
        ).all()
    assert {row.number for row in waiting if row.recipient == CHANNEL} == {current.number}
    assert {row.recipient for row in waiting if row.kind == "card"} >= {CHANNEL, "UVAL1", "UVAL2"}
    assert ("UADMIN", "undelivered") in {(row.recipient, row.kind) for row in waiting}
    again = await office.perform(NoteReachable(place=CHANNEL))
    assert again.refusal is not None
    # Well in between, it is told again.
    await office.perform(Approve(number=current.number, stage=Stage.VALIDATION, rationale="Yes."), "UVAL1")
    await failed(office)
    assert planned(office, MessageKind.UNDELIVERED) == {"UADMIN": 2}


async def test_what_a_requester_who_has_left_is_told_goes_to_the_record_alone(office: Office) -> None:
    await office.file()
    assert await failed(office, "UREQ", "user_disabled") is None
    assert planned(office, MessageKind.UNDELIVERED) == {}
    assert planned(office) == {CHANNEL: 1}
    assert told(office) == ["delivery.failed"]


async def test_administrators_hear_of_who_has_left_once_there_is_something_for_them_to_do(
    office: Office,
) -> None:
    await office.file()
    await failed(office, "UREQ", "user_disabled")
    expected = planned(office, MessageKind.UNDELIVERED)
    assert expected == {}
    with office.engine.begin() as connection:
        card = select(outbox).where(outbox.c.recipient == CHANNEL)
        row = dict(connection.execute(card).mappings().first() or {})
        raised = {
            "id": None,
            "kind": MessageKind.ESCALATION.value,
            "recipient": "UREQ",
            "key": "escalation:1",
        }
        detail = '{"escalation": "none"}'
        connection.execute(insert(outbox).values(row | raised | {"detail": detail}))
    for _ in range(2):
        await failed(office, "UREQ", "user_disabled")
    assert planned(office, MessageKind.UNDELIVERED) == {"UADMIN": 1}


async def test_card_that_is_there_is_brought_up_to_date_though_its_record_was_closed(office: Office) -> None:
    request = await office.file()
    with office.engine.begin() as connection:
        there = update(outbox).values(sent=outbox.c.wanted, channel="C3", ts="1.1")
        connection.execute(there.where(outbox.c.fault.is_(None)))
    await office.perform(Reject(number=request.number, stage=Stage.VALIDATION, rationale="No."), "UVAL1")
    await office.tick()
    await failed(office)
    await office.perform(NoteReachable(place=CHANNEL, channel="C3"))
    with office.engine.connect() as connection:
        waiting = select(outbox.c.kind, outbox.c.ts).where(
            outbox.c.sent < outbox.c.wanted, outbox.c.fault.is_(None), outbox.c.recipient.in_([CHANNEL, ""])
        )
        assert connection.execute(waiting).all() == [("card", "1.1")]


async def test_what_may_have_arrived_is_looked_for_before_it_is_sent_again(office: Office) -> None:
    await office.file()
    rows = await office.outbox.behind()
    await office.outbox.begin(rows[:1])
    await failed(office)
    await office.perform(NoteReachable(place=CHANNEL, channel="C3"))
    known = {row.id: row.is_uncertain for row in await office.outbox.behind()}
    assert known[rows[0].id] is True
    assert sum(known.values()) == 1


async def test_channel_of_the_same_name_gets_the_cards_anew(office: Office) -> None:
    request = await office.file()
    with office.engine.begin() as connection:
        connection.execute(update(outbox).values(sent=outbox.c.wanted, channel="COLD", ts="1.1"))
    await office.approve(request.number, "UVAL1")
    await failed(office)
    await office.perform(NoteReachable(place=CHANNEL, channel="CNEW"))
    (card,) = [row for row in await office.outbox.behind() if row.key == f"card:{request.number}:{CHANNEL}"]
    assert (card.channel, card.ts) == (None, None)


async def test_monthly_report_is_posted_when_its_channel_is_well(office: Office) -> None:
    notice = Notice(kind=MessageKind.REPORT, recipient=CHANNEL, key="report:2026-02")
    with office.engine.begin() as connection:
        want_messages(connection, TEAM, OF_WORKSPACE, [notice], office.clock.now())
    await failed(office)
    await office.perform(NoteReachable(place=CHANNEL, channel="C3"))
    assert [row.key for row in await office.outbox.behind() if row.recipient == CHANNEL] == [notice.key]


async def test_neither_requester_nor_guest_gets_a_card_to_decide_on(office: Office) -> None:
    office.people.described["UVAL2"] = {"is_guest": True}
    await office.file(by="UVAL1")
    await failed(office)
    assert planned(office) == {CHANNEL: 1, "UBOTH": 1}


async def test_copies_say_that_it_is_well_also_where_the_card_has_changed_since(office: Office) -> None:
    request = await office.file()
    await failed(office)
    sent_all(office)
    # The card is wanted anew, and it is not noticed again that its channel fails before it is well.
    await office.approve(request.number, "UVAL1")
    await office.perform(NoteReachable(place=CHANNEL, channel="C3"))
    waiting = {row.recipient for row in await office.outbox.behind() if row.kind is MessageKind.CARD}
    assert waiting == {CHANNEL, "UVAL1", "UVAL2", "UBOTH"}


async def test_groups_that_nothing_waits_on_need_not_be_known(office: Office) -> None:
    await office.file()
    office.people.unknown = {"@leads", "@operations"}
    assert await failed(office) is None


async def test_request_under_an_older_policy_goes_to_those_whom_that_one_names(office: Office) -> None:
    for own in (policy(), policy(validators={"who": ["@leads"]})):
        record = partial(
            policy_record.put_in_force, workspace=TEAM, policy=own, how=Recorded.FILE, at=office.clock.now()
        )
        await office.writer.run(record)
        if not await office.records.open_numbers():
            await office.file()
    await office.file()
    assert office.policies.current.validators.who == ("@leads",)
    with office.engine.begin() as connection:
        connection.execute(update(outbox).where(outbox.c.number == 1002).values(sent=outbox.c.wanted))
    await failed(office)
    assert planned(office) == {CHANNEL: 2, "UVAL1": 1, "UVAL2": 1, "UBOTH": 1}


async def test_nobody_says_by_hand_that_a_place_is_gone(office: Office) -> None:
    await office.file()
    assert await failed(office, by="UADMIN") is Why.SYSTEM_ONLY
    assert set(faults(office)) == {None}


async def test_while_slack_cannot_say_who_is_whom_it_is_put_off(office: Office) -> None:
    await office.file()
    office.people.unknown = {"@validators"}
    assert await failed(office) is Why.GROUP_UNKNOWN
    assert set(faults(office)) == {None}
