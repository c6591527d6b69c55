"""App Home: its tabs, and the one that somebody has chosen, as it stands when it is opened."""

from __future__ import annotations

import re
from collections.abc import Sequence

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.services import Services
from bot.views import actions
from bot.views.home import HomeTab, Label, chosen_tab, home, tab_of
from bot.views.text import Block
from handlers import payloads
from handlers.home_tabs import admin, mine, reports, team, waiting
from handlers.home_tabs.tab import Tab
from handlers.home_tabs.visit import Visit, visited
from handlers.payloads import Payload
from models.people import Person

TABS: tuple[Tab, ...] = (mine.TAB, waiting.TAB, team.TAB, reports.TAB, admin.TAB)


def register(app: AsyncApp) -> None:
    """Listen for people who open the app's Home, and for its tabs."""
    app.event("app_home_opened")(show_home)
    app.action(re.compile(f"^{actions.HOME_TABS}_"))(choose_tab)


async def show_home(event: Payload, person: Person, services: Services) -> None:
    """Show the tab that they chose last; else what waits on them, or what is theirs where nothing does."""
    if event.get("tab", "home") == "home":
        await publish(person, services, chosen_tab(payloads.home_metadata(event)))


async def choose_tab(ack: AsyncAck, body: Payload, person: Person, services: Services) -> None:
    """Show another tab."""
    await publish(person, services, tab_of(payloads.pressed(body)))
    await ack()


async def show_again(body: Payload, person: Person, services: Services) -> None:
    """Show the page anew after something was done in it, with the tab that it was done in."""
    metadata = payloads.home_metadata(body)
    is_chosen = chosen_tab(metadata) is not None
    await publish(person, services, tab_of(metadata), is_chosen=is_chosen)


async def show_pictures(person: Person, services: Services, pictures: Sequence[Block]) -> None:
    """Show the reports with newer pictures, to somebody who is still looking at them."""
    if services.home.chosen(person.id) is HomeTab.REPORTS:
        await publish(person, services, HomeTab.REPORTS, pictures)


async def publish(
    person: Person,
    services: Services,
    tab: HomeTab | None = None,
    pictures: Sequence[Block] | None = None,
    *,
    is_chosen: bool = True,
) -> None:
    """Publish somebody's page: the tab, or the one that they chose last; pictures that are old are drawn beside it.

    `is_chosen` is whether the tab that is named is of their choice.
    """
    hung = services.gallery.blocks() if pictures is None else pictures
    visit = await visited(person, services, hung)
    tabs = {one.key: one for one in TABS if one.is_for(visit)}
    wanted = tab or services.home.chosen(person.id)
    is_chosen = wanted in tabs and is_chosen
    shown = wanted if wanted in tabs and wanted is not None else await _first(visit)
    if is_chosen:
        services.home.choose(person.id, shown)
    view = home(
        policy=visit.policy,
        labels=[Label(tab=one.key, count=await one.count(visit)) for one in tabs.values()],
        tab=shown,
        parts=[await part(visit) for part in tabs[shown].parts],
        is_chosen=is_chosen,
    )
    await services.gateway.publish_home(person.id, view)
    if shown is HomeTab.REPORTS and pictures is None:
        services.gallery.ask(person)


async def _first(visit: Visit) -> HomeTab:
    """What comes first for somebody who has chosen nothing: what waits on them, if anything does or may."""
    waits = await waiting.count(visit) or not visit.is_whole
    return HomeTab.WAITING if waits else HomeTab.MINE
