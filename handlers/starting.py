"""Starting: soon after its start the bot looks whether it can do everything, and says what it cannot.

In the log, and to the administrators; with all else it goes on.
"""

from __future__ import annotations

import asyncio

import structlog

from bot.inspector import Inspection
from bot.services import Services
from bot.views.readiness_told import on_terminal
from bot.views.readiness_words import ITEMS
from models.checks import Item, What, fingerprint
from models.oversight.readiness_acts import ReportReadiness
from models.people import SYSTEM
from models.readiness.telling import worth_telling

#: Seconds after which a bot that has just started looks at everything: what people wait for comes first.
LOOKS_AFTER = 5.0

log = structlog.get_logger(__name__)


async def look_soon(services: Services, stopping: asyncio.Event, after: float) -> None:
    """Look once, after so many seconds, unless the bot is told to stop before."""
    try:
        async with asyncio.timeout(after):
            await stopping.wait()
    except TimeoutError:
        services.inspector.ask(lambda found: _tell(services, found))


async def _tell(services: Services, found: Inspection | None) -> None:
    """Say what the bot cannot do: in the log each time, to the administrators once for each set of findings."""
    if found is None:
        return
    policy, told = services.desk.policies.current, worth_telling(found.checks)
    teller = on_terminal(policy, {}, found.checks)
    for check in told:
        said = teller.tell(check)
        log.warning(said.says, about=ITEMS[check.item], remedy=f"{said.do} {said.can}".strip())
    # Whoever could be told by Slack that Slack does not answer sees that it does.
    sent = tuple(check for check in told if check.item is not Item.SLACK)
    unseen = tuple(check.item for check in found.checks if check.what is What.NOT_LOOKED_AT)
    key = f"readiness:{found.at.isoformat()}:{fingerprint(sent)}"
    await services.desk.perform(ReportReadiness(found=sent, unseen=unseen), by=SYSTEM, key=key)
