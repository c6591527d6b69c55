"""Mine: what somebody filed, who decides in whose stead as far as it is theirs, and what they are told."""

from __future__ import annotations

from bot.views import delegations, home_parts
from bot.views.home import HomeTab
from bot.views.preferences import notifications_part
from bot.views.text import Block
from handlers.home_tabs.tab import Tab
from handlers.home_tabs.visit import Visit


async def filed(visit: Visit) -> list[Block]:
    """The newest of theirs."""
    records = visit.services.records
    requests = await records.filed_by(visit.person.id)
    number = await records.count_filed_by(visit.person.id)
    return home_parts.mine(requests, visit.services.desk.policies.of, number)


async def delegated(visit: Visit) -> list[Block]:
    """What they have delegated, and who has delegated to them."""
    return delegations.part(visit.person.id, visit.delegations, visit.policy, visit.at)


async def notifications(visit: Visit) -> list[Block]:
    """What they have chosen to be told."""
    chosen = await visit.services.records.preferences(visit.person.id)
    return notifications_part(chosen, visit.policy, visit.person.time_zone)


TAB = Tab(key=HomeTab.MINE, is_for=lambda visit: True, parts=(filed, delegated, notifications))
