"""The card of a hold in its owners' channel: current in its place, and there while its buttons are needed."""

from __future__ import annotations

from pathlib import Path

from bot.directory import Directory
from bot.gateway import Gateway
from bot.relay import Relay
from models.acts import RecordSnapshots, Withdraw
from tests.bot.answering import AnsweringSlack, refused
from tests.bot.office import TEAM, open_office
from tests.bot.test_relay import OPERATIONS, UPDATE, Post
from tests.models.reconciled import HOLD, own_policy, said


async def test_card_of_a_hold_that_somebody_deleted_is_posted_again_while_it_is_open(
    tmp_path: Path, slack: AnsweringSlack, gateway: Gateway
) -> None:
    own = own_policy(holds={"conflicting_data": HOLD | {"channel": "#operations", "within": "3h"}})
    async with open_office(tmp_path / "desk.sqlite3", own) as office:
        directory = Directory(gateway=gateway, clock=office.clock, team=TEAM)
        relay = Relay(
            outbox=office.outbox,
            records=office.records,
            policies=office.policies,
            directory=directory,
            gateway=gateway,
            clock=office.clock,
            waits=office.waits,
        )
        post = Post(office, relay, slack)
        await office.file(gathered=False)
        rows = said(office.clock.now(), crm={"term": "30"}, contracts={"term": "45"}, history={})
        await office.perform(RecordSnapshots(number=1001, snapshots=rows))
        await post.send()
        assert len(slack.posted(OPERATIONS)) == 1
        office.hands.move(hours=3)
        slack.answers(UPDATE, lambda: refused("message_not_found"), times=3)
        await office.tick()
        await post.send()
        assert len(slack.posted(OPERATIONS)) == 2
        assert "overdue since" in str(slack.posted(OPERATIONS)[-1]["blocks"])
        slack.instead.clear()
        slack.answers(UPDATE, lambda: refused("message_not_found"), times=9)
        await office.perform(Withdraw(number=1001, why="It is not needed."), "UREQ")
        await post.send()
        assert len(slack.posted(OPERATIONS)) == 2, "nothing can be done for it any more"
