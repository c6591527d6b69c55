"""The page in a narrow window, and its top bar in a usual one."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from sandbox import LocalSlack
from tests.sandbox.echo_app import Echo
from tests.sandbox_page.aside import Aside

pytestmark = pytest.mark.browser

VERA, ADMIN, OPERATIONS = "U0VALIDAT1", "U0ADMIN001", "C0OPERATNS"


def is_within(page: Page, inside: Locator, *, left: float = 0) -> bool:
    """Whether the whole width of it is seen, right of `left`."""
    box = inside.bounding_box()
    width = page.evaluate("innerWidth")
    return box is not None and box["x"] >= left and box["x"] + box["width"] <= width


@pytest.fixture
def narrow(browser_page: Page) -> Page:
    """A page of 420 by 800."""
    browser_page.set_viewport_size({"width": 420, "height": 800})
    return browser_page


def test_sidebar_of_a_narrow_window_is_opened_by_home_and_shut_by_going_somewhere(
    narrow: Page, aside: Aside
) -> None:
    page = narrow
    page.goto(aside.address(VERA, OPERATIONS))
    box = page.get_by_role("textbox", name="Message #operations")
    expect(box).to_be_visible()
    conversations = page.get_by_role("navigation", name="Conversations")
    expect(conversations).to_have_count(0)
    main = page.get_by_role("main").bounding_box()
    assert main is not None
    assert main["width"] > 350

    home = page.get_by_role("button", name="Home", exact=True)
    home.click()
    expect(conversations).to_be_visible()
    page.keyboard.press("Escape")
    expect(conversations).to_have_count(0)
    home.click()
    expect(conversations).to_be_visible()
    page.mouse.click(410, 400)
    expect(conversations).to_have_count(0)
    home.click()
    conversations.get_by_role("button", name="general").click()
    expect(conversations).to_have_count(0)
    expect(page.get_by_role("heading", level=1, name="general")).to_be_visible()


def test_narrow_window_cuts_neither_the_clock_nor_a_dialog(narrow: Page, aside: Aside) -> None:
    page = narrow
    page.goto(aside.address(ADMIN, OPERATIONS))
    clock = page.get_by_role("group", name="Clock")
    clock.get_by_role("button", name="+1 day").click()
    back = clock.get_by_role("button", name="Back to now")
    expect(back).to_be_visible()
    for part in (clock, back, clock.get_by_role("button", name="Next deadline")):
        assert is_within(page, part)
    assert is_within(page, page.get_by_role("button", name="Acting as Ada Wynn"))
    assert page.evaluate("document.querySelector('.topbar').scrollWidth") <= 420

    page.get_by_role("button", name="Admin", exact=True).click()
    dialog = page.get_by_role("dialog", name="Workspace administration")
    dialog.get_by_role("tab", name="Channels").click()
    for button in dialog.get_by_role("button").all():
        assert is_within(page, button)
    width = dialog.bounding_box()
    assert width is not None
    assert width["width"] > 390


def test_thread_of_a_narrow_window_covers_the_conversation(narrow: Page, aside: Aside) -> None:
    page = narrow

    async def answered(slack: LocalSlack, echo: Echo) -> None:
        said = await echo.client.chat_postMessage(channel=OPERATIONS, text="Who does it?")
        await echo.client.chat_postMessage(channel=OPERATIONS, text="I do", thread_ts=str(said["ts"]))

    aside.run(answered)
    page.goto(aside.address(VERA, OPERATIONS))
    page.get_by_role("button", name="1 reply").click()
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread.get_by_text("I do")).to_be_visible()
    assert is_within(page, thread, left=40)
    thread.get_by_role("button", name="Close thread").click()
    expect(page.get_by_role("textbox", name="Message #operations")).to_be_visible()


def test_workspace_name_is_whole_beside_a_clock_that_was_moved(browser_page: Page, aside: Aside) -> None:
    page = browser_page
    page.goto(aside.address(VERA, OPERATIONS))
    page.get_by_role("group", name="Clock").get_by_role("button", name="+1 day").click()
    expect(page.get_by_role("timer", name="Workspace time")).to_contain_text("1 day ahead")
    name = page.get_by_text("Harbor Sample Co", exact=True)
    assert name.evaluate("node => node.scrollWidth <= node.clientWidth")
