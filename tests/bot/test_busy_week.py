"""A busy week, and how many messages each role gets in it: whoever adds one has to say so here and in the docs.

Thirty-six requests of all tiers from Monday to Friday: approved at once or slowly, rejected, returned, withdrawn,
routed to compliance, complained of, hurried, late. Everybody works in Berlin. Direct messages are counted by their
posting; a card that is brought up to date in its place makes no sound, and is not counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

from sqlalchemy import select

from models.acts import (
    Acknowledge,
    Act,
    AnswerExpedite,
    Approve,
    AskToExpedite,
    ClearCompliance,
    Complain,
    MarkExecuted,
    Reject,
    ReturnForCompletion,
    RouteToCompliance,
    Withdraw,
)
from models.holds import MissingItem
from models.message_kinds import MessageKind
from models.refusals import Field
from models.request import ExceptionRequest, Stage, Status
from models.tables import outbox
from tests.bot.office import Hands, Office, open_office
from tests.builders import policy
from tests.world import ROOT

#: Monday, 2 March 2026, 07:30 in Berlin.
START = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
ROLES = {
    "UREQ": "requester",
    "UVAL1": "validator",
    "UVAL2": "validator who decides nothing",
    "UBOTH": "validator and manager",
    "ULEAD1": "team lead",
    "ULEAD2": "team lead who decides nothing",
    "UMAN1": "manager",
    "UMAN2": "manager who decides nothing",
    "UEXE1": "executive",
    "UOPS1": "operations",
    "UOPS2": "operations, who carries out nothing",
    "UCOM1": "compliance",
    "USUPER": "supervisor",
    "UDIRECTOR": "director",
    "USUCCESS": "customer success",
    "UADMIN": "administrator",
}
#: The direct messages of the week, by who gets them and of which kind. Channels get cards, and are not here.
EXPECTED: dict[str, dict[str, int]] = {
    "requester": {"requester_card": 36, "told": 55, "digest": 4},
    "validator": {"told": 20, "reminder": 3, "digest": 5},
    "validator who decides nothing": {"reminder": 3, "digest": 5},
    "validator and manager": {"expedite_card": 4, "reminder": 3, "digest": 5},
    "team lead": {"told": 9, "reminder": 2, "digest": 4},
    "team lead who decides nothing": {"reminder": 2, "digest": 4},
    "manager": {"expedite_card": 4, "told": 9, "digest": 5},
    "manager who decides nothing": {"expedite_card": 4, "digest": 5},
    "executive": {"told": 5, "digest": 3},
    "operations": {"policy_review": 1, "digest": 5},
    "operations, who carries out nothing": {"policy_review": 1, "digest": 5},
    "compliance": {"told": 4, "digest": 5},
    "supervisor": {"escalation": 3, "told": 2},
    "director": {"escalation": 2, "told": 1},
    "customer success": {"escalation": 4, "told": 8, "digest": 4},
}
AUTHORIZERS = {"team_lead": "ULEAD1", "manager": "UMAN1", "executive": "UEXE1"}
#: The requested days for a deviation of each tier.
ASKED = (33, 40, 45)


def at(day: int, hour: float) -> datetime:
    """A time of the week in Berlin; day 0 is Monday."""
    return datetime(2026, 3, 2, tzinfo=UTC) + timedelta(days=day, hours=hour - 1)


class Week:
    """What people do, each at its time."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.planned = 0
        self.to_do: list[tuple[datetime, int, Callable[[], Awaitable[None]]]] = []

    def plan(self, when: datetime, what: Callable[[], Awaitable[None]]) -> None:
        self.planned += 1
        self.to_do.append((when, self.planned, what))

    async def live(self, until: datetime) -> None:
        """Let the clock go on by half an hour at a time, with all that falls due and all that people do."""
        while self.office.hands.at < until:
            self.office.hands.move(minutes=30)
            await self.office.tick()
            due = sorted(one for one in self.to_do if one[0] <= self.office.hands.at)
            self.to_do = [one for one in self.to_do if one[0] > self.office.hands.at]
            for _, _, what in due:
                await what()
            await self.office.tick()

    async def file(self, day: int, nth: int) -> None:
        request = await self.office.file(requested=Decimal(ASKED[nth % len(ASKED)]))
        kind = (day * 7 + nth) % 9
        for hours, act, by in _course(kind, request):
            self.plan(self.office.hands.at + timedelta(hours=hours), self._doing(request.number, act, by))

    def _doing(self, number: int, act: str, by: str) -> Callable[[], Awaitable[None]]:
        async def do() -> None:
            request = await self.office.request(number)
            made, who = _act(act, request, by)
            performed = await self.office.perform(made, who)
            assert performed.refusal is None, (act, request.id, request.status, performed.refusal)

        return do


def _course(kind: int, request: ExceptionRequest) -> list[tuple[float, str, str]]:
    """What becomes of a request of a kind: so many hours after the filing, what, and by whom."""
    done = [("validate", "UVAL1"), ("authorize", ""), ("execute", "UOPS1")]
    match kind:
        case 0 | 1:
            return [(n + 1, *one) for n, one in enumerate(done)]
        case 2:
            return [(20, *done[0]), (22, *done[1]), (24, *done[2])]
        case 3:
            return [(2, "reject", "UVAL1")]
        case 4:
            return [(1, *done[0]), (19, "reject second", "")]
        case 5:
            return [(1, "return", "UVAL1"), (20, "withdraw", "UREQ")]
        case 6:
            return [(1, "route", "UVAL1"), (3, "clear", "UCOM1"), (4, *done[0]), (5, *done[1]), (6, *done[2])]
        case 7:
            return [
                (1, "complain", "UVAL1"),
                (2, "acknowledge", "USUCCESS"),
                (3, *done[0]),
                (4, "ask", "UREQ"),
                (5, "hurry", "UMAN1"),
                (6, *done[1]),
                (7, *done[2]),
            ]
        case _:
            # Nobody decides it in time.
            return [(74, *done[0]), (75, *done[1]), (76, *done[2])]


def _act(name: str, request: ExceptionRequest, by: str) -> tuple[Act, str]:
    number, who = request.number, by or AUTHORIZERS[request.score.tier]
    match name:
        case "validate":
            return Approve(number=number, stage=Stage.VALIDATION, rationale="Fine."), who
        case "authorize":
            return Approve(number=number, stage=Stage.AUTHORIZATION, rationale="Fine."), who
        case "execute":
            return MarkExecuted(number=number, done="Changed."), who
        case "reject":
            return Reject(number=number, stage=Stage.VALIDATION, rationale="No."), who
        case "reject second":
            return Reject(number=number, stage=Stage.AUTHORIZATION, rationale="No."), who
        case "return":
            item = MissingItem(field=Field.RATIONALE.value, words="For how long?")
            return ReturnForCompletion(number=number, items=(item,)), who
        case "withdraw":
            return Withdraw(number=number, why="They pay on time now."), who
        case "route":
            return RouteToCompliance(number=number, why="A sanctioned country?"), who
        case "clear":
            return ClearCompliance(number=number, hold=request.open_holds[0].key, words="None."), who
        case "complain":
            return Complain(number=number, words="They wait too long."), who
        case "acknowledge":
            return Acknowledge(number=number, escalation=request.escalations[0].key), who
        case "ask":
            return AskToExpedite(number=number, justification="They sign today."), who
        case _:
            return AnswerExpedite(number=number, round=request.round, is_granted=True, words="Yes."), who


async def week(folder: Path) -> dict[str, dict[str, int]]:
    """The direct messages of the week, by person and kind."""
    hold = {"title": "Regulatory", "owner": ["@compliance"], "channel": "#compliance", "within": "1d"}
    own = policy(holds={"regulatory": hold})
    async with open_office(folder / "desk.sqlite3", own, Hands(START)) as office:
        office.people.members["@compliance"] = {"UCOM1"}
        for one in ROLES:
            office.people.described[one] = {"time_zone": "Europe/Berlin"}
        await office.desk.keep_schedule()
        lived = Week(office)
        for day in range(5):
            for nth in range(7 if day < 4 else 8):
                lived.plan(at(day, 9 + nth / 2), partial(lived.file, day, nth))
        await lived.live(at(5, 0))
        assert {request.status for request in await office.records.newest()} >= {Status.CLOSED}
        with office.engine.connect() as connection:
            rows = connection.execute(select(outbox.c.recipient, outbox.c.kind)).all()
    counted = Counter((row.recipient, row.kind) for row in rows if row.recipient.startswith("U"))
    found: dict[str, dict[str, int]] = {}
    for (person, kind), count in sorted(counted.items()):
        found.setdefault(ROLES.get(person, person), {})[kind] = count
    return found


async def test_each_role_gets_so_many_direct_messages_in_a_busy_week(tmp_path: Path) -> None:
    assert await week(tmp_path) == EXPECTED


def test_docs_have_the_table() -> None:
    page = (ROOT / "docs" / "notifications.md").read_text(encoding="utf-8")
    assert table(EXPECTED) in page


def table(counted: dict[str, dict[str, int]]) -> str:
    """The numbers as a table of the docs: a row for each role, a column for each kind, and how many in all."""
    kinds = [kind.value for kind in MessageKind if any(kind.value in of for of in counted.values())]
    head = ["role", *(kind.replace("_", " ") for kind in kinds), "in all"]
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    for role in (*ROLES.values(), *sorted(set(counted) - {*ROLES.values()})):
        of = counted.get(role, {})
        cells = [str(of.get(kind, "")) for kind in kinds]
        lines.append(f"| {' | '.join([role, *cells, str(sum(of.values()))])} |")
    return "\n".join(lines)
