"""Modals, the Home tab and administration, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sandbox import LocalSlack
from tests.sandbox.echo_app import Echo
from tests.sandbox_page.aside import Aside
from tests.sandbox_page.every_input import every_input

pytestmark = pytest.mark.browser

VERA, ADMIN, OPERATIONS = "U0VALIDAT1", "U0ADMIN001", "C0OPERATNS"


def command(page: Page, words: str) -> None:
    box = page.get_by_role("textbox", name="Message #operations")
    box.fill(words)
    box.press("Enter")


def heard(aside: Aside, kind: str) -> dict[str, Any]:
    async def last(slack: LocalSlack, echo: Echo) -> dict[str, Any]:
        await echo.until(lambda: echo.bodies(kind))
        return echo.bodies(kind)[-1]

    return aside.run(last)


def test_a_form_is_refused_beside_its_fields_then_sent(browser_page: Page, aside: Aside) -> None:
    page = browser_page
    page.goto(aside.address(VERA, OPERATIONS))
    command(page, "/echo form")
    form = page.get_by_role("dialog", name="Echo")
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_role("alert")).to_have_text("Please complete this required field.")
    form.get_by_label("Words").fill("wrong")
    expect(form.get_by_role("alert")).to_have_count(0)
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_role("alert")).to_have_text("Not that word.")
    form.get_by_label("Words").fill("right")
    form.get_by_role("combobox", name="Customer").fill("acme")
    page.get_by_role("option", name="Acme South").click()
    form.get_by_label("Files").set_input_files(
        {"name": "proof.txt", "mimeType": "text/plain", "buffer": b"proof"}
    )
    expect(form.get_by_role("button", name="Remove proof.txt")).to_be_visible()
    form.get_by_role("button", name="Send").click()
    expect(form).to_have_count(0)
    values = heard(aside, "view_submission")["view"]["state"]["values"]
    assert values["words"]["entry"]["value"] == "right"
    assert values["customer"]["customer"]["selected_option"]["value"] == "c2"
    assert [file["name"] for file in values["files"]["files"]["files"]] == ["proof.txt"]


def test_a_form_is_no_wider_than_a_narrow_window(browser_page: Page, aside: Aside) -> None:
    page = browser_page
    page.goto(aside.address(VERA, OPERATIONS))
    command(page, "/echo form")
    page.set_viewport_size({"width": 420, "height": 800})
    box = page.get_by_role("dialog", name="Echo").bounding_box()
    assert box is not None
    assert (box["x"] >= 0, box["x"] + box["width"] <= 420) == (True, True)


def test_an_update_keeps_what_was_typed_and_a_push_comes_back(browser_page: Page, aside: Aside) -> None:
    page = browser_page
    page.goto(aside.address(VERA, OPERATIONS))
    command(page, "/echo form")
    form = page.get_by_role("dialog", name="Echo")
    form.get_by_label("Words").fill("kept")
    form.get_by_role("combobox", name="Tone").click()
    page.get_by_role("option", name="Loud").click()
    toned = page.get_by_role("dialog", name="Echo, toned")
    expect(toned.get_by_label("Words")).to_have_value("kept")
    expect(toned.get_by_role("combobox", name="Tone")).to_have_value("Loud")
    toned.get_by_role("button", name="More").click()
    pushed = page.get_by_role("dialog", name="More")
    expect(pushed.get_by_label("Words")).to_have_value("")
    pushed.get_by_role("button", name="Back").click()
    expect(toned.get_by_label("Words")).to_have_value("kept")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert heard(aside, "view_closed")["is_cleared"] is True


def test_every_input_sends_what_slack_sends(browser_page: Page, aside: Aside) -> None:
    page = browser_page

    async def show(slack: LocalSlack, echo: Echo) -> None:
        async def on_shortcut(ack: Callable[[], Any], body: dict[str, Any]) -> None:
            await echo.client.views_open(trigger_id=body["trigger_id"], view=every_input())
            await ack()

        async def on_sent(ack: Callable[[], Any], body: dict[str, Any]) -> None:
            echo.note("every_input", body)
            await ack()

        echo.app.command("/nobody")(on_shortcut)
        echo.app.view("every_input")(on_sent)

    aside.run(show)
    page.goto(aside.address(VERA, OPERATIONS))
    command(page, "/nobody")
    form = page.get_by_role("dialog", name="Every input")
    form.get_by_label("Number").fill("34.5")
    form.get_by_label("E-mail").fill("rosa@harbor.example")
    form.get_by_label("Address").fill("https://harbor.example/x")
    form.get_by_label("Day", exact=True).fill("2026-12-24")
    form.get_by_label("Hour").fill("2:05 pm")
    form.get_by_label("Hour").press("Enter")
    form.get_by_role("textbox", name="Date").fill("2026-12-24")
    form.get_by_role("textbox", name="Date").press("Enter")
    form.get_by_role("combobox", name="Time").fill("10:30")
    page.get_by_role("option", name="10:30 AM").click()
    form.get_by_role("radio", name="High").check()
    form.get_by_role("checkbox", name="Urgent").check()
    form.get_by_role("combobox", name="Tags").click()
    page.get_by_role("option", name="One").click()
    page.get_by_role("option", name="Three").click()
    form.get_by_role("combobox", name="Person").fill("mara")
    page.get_by_role("option", name="Mara Gallo").click()
    form.get_by_role("combobox", name="Channel", exact=True).fill("sal")
    page.get_by_role("option", name="#sales").click()
    form.get_by_label("Rich").fill("*Bold* word")
    form.get_by_role("button", name="Send").click()
    expect(form).to_have_count(0)
    state = heard(aside, "every_input")["view"]["state"]["values"]
    held = {block: next(iter(actions.values())) for block, actions in state.items()}
    assert held["number"]["value"] == "34.5"
    assert held["mail"]["value"] == "rosa@harbor.example"
    assert held["address"]["value"] == "https://harbor.example/x"
    assert held["day"]["selected_date"] == "2026-12-24"
    assert held["hour"]["selected_time"] == "14:05"
    # Vera reads the clock of Berlin, an hour ahead of UTC in December.
    assert held["moment"]["selected_date_time"] == 1798104600
    assert held["choice"]["selected_option"]["value"] == "high"
    assert [one["value"] for one in held["marks"]["selected_options"]] == ["urgent"]
    assert [one["value"] for one in held["tags"]["selected_options"]] == ["1", "3"]
    assert held["person"]["selected_user"] == "U0MANAGER1"
    assert held["channel"]["selected_channel"] == "C0SALES001"
    runs = held["rich"]["rich_text_value"]["elements"][0]["elements"]
    assert runs[0] == {"type": "text", "text": "Bold", "style": {"bold": True}}


def test_the_home_tab_shows_what_the_app_published(browser_page: Page, aside: Aside) -> None:
    page = browser_page
    page.goto(aside.address(VERA, OPERATIONS))
    page.get_by_role("navigation", name="Conversations").get_by_role("button", name="Echo").click()
    expect(page.get_by_role("tab", name="Home")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("main")).to_contain_text("Home of @Vera Lind")
    page.get_by_role("main").get_by_role("button", name="Open").click()
    expect(page.get_by_role("dialog", name="Echo")).to_be_visible()


def test_an_administrator_changes_a_group(browser_page: Page, aside: Aside) -> None:
    page = browser_page
    page.goto(aside.address(VERA, OPERATIONS))
    page.get_by_role("button", name="Admin").click()
    dialog = page.get_by_role("dialog", name="Workspace administration")
    dialog.get_by_role("button", name="Act as").click()
    dialog.get_by_role("button", name="@team-leads").click()
    dialog.get_by_role("checkbox", name="Milo Berg").check()
    dialog.get_by_role("button", name="Save members").click()
    expect(page.get_by_role("status").filter(has_text="@team-leads has 3 members now")).to_be_visible()
    assert heard(aside, "subteam_members_changed")["added_users"] == ["U0MEMBER01"]


def test_an_administrator_archives_a_channel_and_takes_it_back(browser_page: Page, aside: Aside) -> None:
    page = browser_page
    page.goto(aside.address(ADMIN, OPERATIONS))
    page.get_by_role("button", name="Admin", exact=True).click()
    dialog = page.get_by_role("dialog", name="Workspace administration")
    dialog.get_by_role("tab", name="Channels").click()
    dialog.get_by_role("button", name="Archive #sales").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Archive").click()
    expect(dialog.get_by_role("button", name="Remove Echo from #sales")).to_have_count(0)
    dialog.get_by_role("button", name="Unarchive #sales").click()
    expect(dialog.get_by_role("button", name="Archive #sales", exact=True)).to_be_visible()

    async def is_archived(slack: LocalSlack, echo: Echo) -> bool:
        return slack.state.channels["C0SALES001"].is_archived

    assert aside.run(is_archived) is False
