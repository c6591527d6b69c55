"""People in a local Slack whose bot is another process: they see only what Slack shows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandbox import LocalSlack
from sandbox.blockkit import visible_text
from sandbox.person import ActingPerson, Submission
from tests.processes.stored import Stored
from tests.world import FORM, REQUESTER, ROOT, VALIDATOR, complaints

#: Seconds that a message may take, a restart of the bot and a pause of the relay included.
BOUND = 25


@dataclass(frozen=True, kw_only=True)
class Outside:
    """A local Slack, and the folder in which the bot keeps its database."""

    slack: LocalSlack
    folder: Path
    stored: Stored

    def person(self, user: str) -> ActingPerson:
        """Somebody to act as."""
        return self.slack.person(user)

    async def form(self, by: str = REQUESTER) -> ActingPerson:
        """Somebody before a filing form that is filled in."""
        who = self.person(by)
        await who.command("/exception")
        await self.slack.wait_for(who.view)
        await who.fill(FORM)
        return who

    async def file(self) -> int:
        """The number of a request that was filed."""
        before = self.stored.numbers()
        sent = await (await self.form()).submit()
        assert sent.result == "closed", sent
        (number,) = set(self.stored.numbers()) - set(before)
        return number

    async def card(self, number: int, says: str = "Read ") -> dict[str, Any]:
        """A request's card in the managers' channel, once it says something."""
        return await self.slack.wait_for(
            lambda: next((c for c in self.cards(number) if says in visible_text(c)), None), timeout=BOUND
        )

    def cards(self, number: int) -> list[dict[str, Any]]:
        """Every message of the managers' channel that is about a request."""
        messages = self.person(VALIDATOR).messages("exceptions-manager")
        return [message for message in messages if _is_about(message, number)]

    def direct(self, reader: str, number: int) -> list[dict[str, Any]]:
        """What the app said to somebody about a request."""
        return [m for m in self.person(reader).dm() if _is_about(m, number)]

    async def shows(self, condition: Callable[[], object]) -> None:
        """Wait until Slack shows something."""
        await self.slack.wait_for(lambda: bool(condition()) or None, timeout=BOUND)

    async def modal(self, by: str, button: str, card: dict[str, Any]) -> ActingPerson:
        """Somebody before the modal of a decision that is filled in."""
        who = self.person(by)
        await who.click(card, button)
        await self.slack.wait_for(who.view)
        await who.fill({"Rationale": f"{button} is right here."})
        return who

    async def decide(self, by: str, button: str, card: dict[str, Any]) -> Submission:
        """Press Approve or Reject on a card, fill in the form and send it."""
        return await (await self.modal(by, button, card)).submit()

    def posts(self) -> Counter[str]:
        """How many messages Slack has taken for each outbox id."""
        taken = [c["args"] for c in self.slack.calls if c["method"] == "chat.postMessage" and c["ok"]]
        return Counter(
            args["metadata"]["event_payload"]["outbox_id"] for args in taken if args.get("metadata")
        )

    async def insist_on_sent_once(self) -> None:
        """Every message that the bot planned is in Slack, and none of them twice."""
        await self.stored.until_sent()
        planned = [str(row) for (row,) in self.stored.rows("SELECT id FROM outbox")]
        assert self.posts() == Counter(planned)


def _is_about(message: dict[str, Any], number: int) -> bool:
    """The request that a message names first is the one that it is about; it may name like cases after that."""
    named = re.search(r"EX-\d+", visible_text(message))
    return named is not None and named[0] == f"EX-{number}"


@asynccontextmanager
async def outside(folder: Path, **options: Any) -> AsyncIterator[Outside]:
    """A local Slack without a bot; afterwards every call that one made is judged."""
    slack = LocalSlack(
        manifest=ROOT / "manifest.yml",
        workspace=ROOT / "sample" / "workspace.toml",
        record_calls=True,
        rate_limits=False,
        **options,
    )
    await slack.start()
    try:
        yield Outside(slack=slack, folder=folder, stored=Stored(folder))
    finally:
        await slack.stop()
    assert complaints(slack.calls) == []
