"""A newcomer at the demo's page: what they read, choose, type and press, in Chromium."""

from __future__ import annotations

import os
import re

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.world import ROOT

#: `PICTURES=1` takes the README's pictures anew.
PICTURES = ROOT / "docs" / "pictures" if os.environ.get("PICTURES") else None


class Newcomer:
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
            file = PICTURES / f"{name}.png"
            self.page.screenshot(path=file)
            # As many colours as a page has: a picture of the README loads at once.
            with Image.open(file) as taken:
                made = taken.convert("RGB").quantize(256, dither=Image.Dither.NONE)
            made.save(file, optimize=True)

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

    def messages(self, user: str) -> None:
        """Go on as somebody else, in what Exception Desk has written to them."""
        self.act_as(user, "")
        self.page.get_by_role("navigation").get_by_text("Exception Desk").click()
        self.page.get_by_role("tab", name="Messages").click()

    def run(self, command: str) -> None:
        """Run a command in the conversation that is open; it opens a form."""
        composer = self.page.get_by_role("textbox").last
        composer.fill(command)
        composer.press("Enter")
        expect(self.dialog).to_be_visible()

    def say(self, command: str) -> None:
        """Run a command in the conversation that is open; it answers there."""
        composer = self.page.get_by_role("textbox").last
        composer.fill(command)
        composer.press("Enter")
        expect(composer).to_have_text("")

    def answer(self, button: str, typed: list[str]) -> None:
        """Press the newest button of that name, fill in the texts of its form in their order, and send it."""
        self.press(self.page, button)
        expect(self.dialog).to_be_visible()
        for place, text in enumerate(typed):
            self.dialog.get_by_role("textbox").nth(place).fill(text)
        self.dialog.get_by_role("button").last.click()
        expect(self.dialog).to_be_hidden()

    def file(self, customer: str = "Café Luminère", typed: str = "cafe", requested: str = "40") -> None:
        """File a request as whoever is acting, through the slash command."""
        self.run("/exception ")
        self.choose("Standard policy", "Payment term")
        self.choose("Customer", customer, typed=typed)
        self.dialog.get_by_label("Requested value").fill(requested)
        self.dialog.get_by_label("Decision value").fill("8000")
        expect(self.dialog).to_contain_text("33.333… %" if requested == "40" else "100 %")
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
