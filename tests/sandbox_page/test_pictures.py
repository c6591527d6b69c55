"""Pictures and files as the page shows them, in a real browser."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import LocalSlack
from tests.sandbox.echo_app import Echo
from tests.sandbox.test_pictures import showing, uploaded
from tests.sandbox_page.aside import Aside

pytestmark = pytest.mark.browser

VERA, OPERATIONS = "U0VALIDAT1", "C0OPERATNS"


def is_drawn(picture: Locator) -> bool:
    """The browser has the picture and could read it."""
    expect(picture).to_be_visible()
    return bool(picture.evaluate("picture => picture.decode().then(() => picture.naturalWidth > 0)"))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_picture_of_a_message_is_drawn_described_and_opens_in_its_own_size(
    browser_page: Page, aside: Aside, theme: Any
) -> None:
    async def show(slack: LocalSlack, echo: Echo) -> None:
        file_id = await uploaded(echo.client)
        await echo.client.chat_postMessage(channel=OPERATIONS, text="The dot", blocks=showing(file_id))

    aside.run(show)
    browser_page.emulate_media(color_scheme=theme)
    browser_page.goto(aside.address(VERA, OPERATIONS))
    picture = browser_page.get_by_role("img", name="A dot")
    assert is_drawn(picture)
    opens = browser_page.get_by_role("link").filter(has=picture)
    expect(opens).to_have_attribute("href", str(picture.get_attribute("src")))


def test_home_shows_a_picture(browser_page: Page, aside: Aside) -> None:
    async def show(slack: LocalSlack, echo: Echo) -> None:
        file_id = await uploaded(echo.client)
        await echo.client.views_publish(user_id=VERA, view={"type": "home", "blocks": showing(file_id)})

    browser_page.goto(aside.address(VERA, OPERATIONS))
    browser_page.get_by_role("navigation", name="Conversations").get_by_role("button", name="Echo").click()
    expect(browser_page.get_by_role("main")).to_contain_text("Home of @Vera Lind")
    aside.run(show)
    assert is_drawn(browser_page.get_by_role("img", name="A dot"))


def test_document_that_was_shared_can_be_taken_down(browser_page: Page, aside: Aside) -> None:
    async def share(slack: LocalSlack, echo: Echo) -> None:
        client: AsyncWebClient = echo.client
        await client.files_upload_v2(
            channel=OPERATIONS,
            content="a,b\n",
            filename="facts.csv",
            title="The facts",
            initial_comment="Here",
        )

    aside.run(share)
    browser_page.goto(aside.address(VERA, OPERATIONS))
    row = browser_page.get_by_role("article").filter(has_text="The facts")
    expect(row).to_contain_text("CSV")
    with browser_page.expect_download() as taken:
        row.get_by_role("link", name="Download facts.csv").click()
    assert taken.value.path().read_text() == "a,b\n"
