"""The command: which conversation each word of `/exception` begins; it answers none of them itself but `help`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.services import Services
from bot.views import actions
from bot.views.help import help_message
from handlers import (
    complaining,
    delegating,
    exporting,
    filing,
    finding,
    looking_up,
    open_reviews,
    payloads,
    policy_changing,
    readiness,
    reporting,
    training,
)
from handlers.payloads import Payload
from handlers.tokens import readable
from models.people import Person
from models.request import number_of

Listener = Callable[[AsyncAck, Payload, Person, Services], Awaitable[None]]
#: What was typed after the word comes last.
ListenerToMore = Callable[[AsyncAck, Payload, Person, Services, str], Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class Word:
    """A word of the command: `alone` answers it with nothing after it, `more` with whatever is typed after it."""

    alone: Listener | None = None
    more: ListenerToMore | None = None


#: Every word but `help`, and a request's number, which needs none.
WORDS = {
    policy_changing.WORD: Word(alone=policy_changing.show_policy),
    training.WORD: Word(alone=training.open_training),
    delegating.WORD: Word(alone=delegating.open_delegating),
    complaining.WORD: Word(more=complaining.open_form),
    open_reviews.WORD: Word(alone=open_reviews.list_reviews),
    exporting.WORD: Word(more=exporting.open_exporting),
    readiness.WORD: Word(alone=readiness.show),
    reporting.WORD: Word(more=reporting.command),
    finding.LIST: Word(more=finding.list_typed),
    finding.SEARCH: Word(more=finding.search),
}
HELP = "help"


def register(app: AsyncApp) -> None:
    """Listen for the command."""
    app.command(actions.COMMAND)(command)


async def command(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """`/exception` files, a request's number shows it, a word begins its conversation; anything else gets help."""
    typed = payloads.words_of_command(body)
    number = number_of(typed)
    if not typed:
        await filing.open_form(ack, body, person, services)
        return
    if number is not None:
        await looking_up.show(ack, body, person, services, number)
        return
    first, _, rest = typed.partition(" ")
    word = WORDS.get(first.casefold(), Word())
    if word.more is not None:
        await word.more(ack, body, person, services, rest.strip())
    elif word.alone is not None and not rest.strip():
        await word.alone(ack, body, person, services)
    else:
        await _help(ack, services, "" if typed.casefold() == HELP else readable(typed))


async def _help(ack: AsyncAck, services: Services, unknown: str) -> None:
    said = help_message(services.desk.policies.current, services.directory.names(), unknown)
    await ack(text=said.text, blocks=said.blocks, response_type="ephemeral")
