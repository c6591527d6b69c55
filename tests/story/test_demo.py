"""The whole story in headless Chromium: from /exception to closed, a blocked second approval, an escalation."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.story.demo_process import BOUND, demo
from tests.world import BOTH_HATS, MANAGER, OPERATOR, REQUESTER, ROOT, SUPERVISOR

pytestmark = pytest.mark.browser

#: `PICTURES=1` takes the README's pictures anew.
PICTURES = ROOT / "docs" / "pictures" if os.environ.get("PICTURES") else None


class Story:
    """A newcomer at the page."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url

    def act_as(self, user: str, channel: str) -> None:
        """Go on as somebody else, in a channel."""
        self.page.goto(f"{self.url}/?as={user}&channel={channel}")
        expect(self.page.get_by_role("heading", level=1).first).to_be_visible()

    def picture(self, name: str) -> None:
        """Take a picture for the README, where it was asked for."""
        if PICTURES is not None:
            PICTURES.mkdir(parents=True, exist_ok=True)
            self.page.wait_for_timeout(400)
            self.page.screenshot(path=PICTURES / f"{name}.png")

    @property
    def dialog(self) -> Locator:
        """The modal that is open."""
        return self.page.get_by_role("dialog")

    def choose(self, label: str, option: str, *, typed: str | None = None) -> None:
        """Choose in a select of the modal; `typed` is what is typed to find the option."""
        self.dialog.get_by_label(label).click()
        if typed is not None:
            self.page.keyboard.type(typed)
        self.page.get_by_role("option", name=re.compile(re.escape(option))).first.click()

    def file(self) -> None:
        """File a request as whoever is acting, through the slash command."""
        composer = self.page.get_by_role("textbox").last
        composer.fill("/exception ")
        composer.press("Enter")
        expect(self.dialog).to_be_visible()
        self.choose("Standard policy", "Payment term")
        self.choose("Customer", "Café Luminère", typed="cafe")
        self.dialog.get_by_label("Requested value").fill("40")
        self.dialog.get_by_label("Decision value").fill("8000")
        expect(self.dialog).to_contain_text("33.333… %")
        self.choose("Reason code", "Customer retention")
        self.dialog.get_by_label("Rationale").fill(
            "They renew for two years if the term fits their payment runs."
        )
        self.dialog.get_by_label("Impact analysis").fill("Cash comes ten days later on eight orders a year.")
        self.choose("Process criticality", "Medium")
        self.dialog.get_by_label("Standard policy").scroll_into_view_if_needed()
        self.picture("form")
        self.press(self.dialog, "File")
        expect(self.dialog).to_be_hidden()

    def press(self, where: Locator | Page, button: str) -> None:
        """Press a button."""
        where.get_by_role("button", name=button, exact=True).last.click()

    def decide(self, why: str) -> None:
        """Press Approve on the newest card and send the form."""
        self.press(self.page, "Approve")
        expect(self.dialog).to_be_visible()
        self.dialog.get_by_label("Rationale").fill(why)
        self.picture("decision")
        self.press(self.dialog, "Approve")
        expect(self.dialog).to_be_hidden()


def test_whole_story_from_the_command_to_closed(browser_page: Page, tmp_path: Path) -> None:
    page = browser_page
    page.set_viewport_size({"width": 1440, "height": 1080})
    with demo(tmp_path) as (url, _):
        story = Story(page, url)
        story.act_as(REQUESTER, "C0SALES001")
        story.file()
        expect(page.get_by_text("1 of 8 done")).to_be_visible()

        story.act_as(BOTH_HATS, "C0MANAGER1")
        expect(page.get_by_text("waiting on").first).to_be_visible()
        expect(page.get_by_role("button", name="Approve")).to_be_visible()
        story.picture("card")
        story.decide("The figures are right, and the term fits their orders.")
        expect(page.get_by_text("approved by").first).to_be_visible()

        story.press(page, "Approve")
        expect(page.get_by_text("the second must come from somebody else")).to_be_visible()
        story.picture("refused")

        story.act_as(MANAGER, "C0MANAGER1")
        story.decide("Two years of orders are worth ten days.")

        story.act_as(OPERATOR, "C0OPERATNS")
        story.press(page, "Mark as executed")
        story.dialog.get_by_label("What was done").fill("The contract says 40 days from December on.")
        story.press(story.dialog, "Mark as executed")
        expect(page.get_by_text("closed").first).to_be_visible()
        story.picture("closed")

        story.act_as(REQUESTER, "C0SALES001")
        story.file()
        story.act_as(SUPERVISOR, "C0MANAGER1")
        expect(page.get_by_role("button", name="Approve")).to_be_visible()
        story.press(page, "Next deadline")
        page.get_by_role("navigation").get_by_text("Exception Desk").click()
        page.get_by_role("tab", name="Messages").click()
        expect(page.get_by_role("button", name="Acknowledge")).to_be_visible()
        expect(page.get_by_text("7 of 8 done")).to_be_visible()
        story.picture("escalation")
        story.press(page, "Acknowledge")
        expect(page.get_by_text("cknowledged").first).to_be_visible()
        expect(page.get_by_text("All done")).to_be_visible()


def test_second_start_remembers_and_reset_forgets(browser_page: Page, tmp_path: Path) -> None:
    with demo(tmp_path) as (url, _):
        story = Story(browser_page, url)
        story.act_as(REQUESTER, "C0SALES001")
        story.file()
        story.act_as(MANAGER, "C0MANAGER1")
        expect(browser_page.get_by_text("EX-1001").first).to_be_visible()
    with demo(tmp_path) as (url, _):
        Story(browser_page, url).act_as(MANAGER, "C0MANAGER1")
        expect(browser_page.get_by_text("EX-1001").first).to_be_visible()
    with demo(tmp_path, "--reset") as (url, _):
        Story(browser_page, url).act_as(MANAGER, "C0MANAGER1")
        expect(browser_page.get_by_text("very beginning")).to_be_visible()
        expect(browser_page.get_by_text("EX-1001")).to_have_count(0)


def test_taken_port_is_said_and_what_runs_there_keeps_its_state(tmp_path: Path) -> None:
    with demo(tmp_path) as (url, _):
        state = tmp_path / "var" / "demo.sqlite3"
        before = state.stat().st_ino
        port = url.rpartition(":")[2]
        ended = subprocess.run(
            [sys.executable, str(ROOT / "app.py"), "demo", "--port", port, "--no-open", "--reset"],
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=BOUND,
            check=False,
        )
        assert (ended.returncode, ended.stdout) == (1, "")
        assert ended.stderr.startswith(f"Error: Port {port} is taken")
        assert state.stat().st_ino == before


def test_demo_on_another_port_does_not_touch_the_state_of_one_that_runs(tmp_path: Path) -> None:
    with demo(tmp_path):
        state = tmp_path / "var" / "demo.sqlite3"
        before = state.stat().st_ino
        ended = subprocess.run(
            [sys.executable, str(ROOT / "app.py"), "demo", "--port", "0", "--no-open", "--reset"],
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=BOUND,
            check=False,
        )
        assert (ended.returncode, ended.stdout) == (1, "")
        assert ended.stderr.startswith("Error: A demo runs on var/demo.sqlite3 already")
        assert state.stat().st_ino == before
