"""Reports: this month's key figures and their pictures, for those who may see them."""

from __future__ import annotations

from bot.reporter import Reporter
from bot.views.home import HomeTab
from bot.views.report import month_part
from bot.views.text import Block
from handlers.home_tabs.tab import Tab
from handlers.home_tabs.visit import Visit
from models.oversight.months import Period, month_of
from models.oversight.reporting import Only


async def figures(visit: Visit) -> list[Block]:
    """The figures of now, and under them the pictures that hang."""
    services = visit.services
    month = month_of(visit.at, visit.policy.calendar.zone)
    reporter = Reporter(records=services.records, policies=services.desk.policies, clock=services.clock)
    reported = await reporter.reported(Period(first=month, last=month), Only())
    return [*month_part(reported), *visit.pictures]


TAB = Tab(key=HomeTab.REPORTS, is_for=lambda visit: visit.reads_reports, parts=(figures,))
