"""The whole story in headless Chromium: from /exception to closed, a blocked second approval, an escalation."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from models.request import FIRST_NUMBER
from sample.past_year import REQUESTS
from tests.story.demo_process import BOUND, demo
from tests.story.newcomer import Newcomer
from tests.world import BOTH_HATS, COMPLIANCE, MANAGER, OPERATOR, REQUESTER, ROOT, SUPERVISOR

pytestmark = pytest.mark.browser

DATA_QUALITY, SUCCESS, AUDITOR = "U0DATAQUA1", "U0CSMANAGR", "U0COMPLIA2"
ADMINISTRATOR, DIRECTOR = "U0ADMIN001", "U0DIRECTOR"
#: Days until the next audit review at most, with free days in between.
LONGEST_WEEK = 12
#: The first request that is filed in the demo, after those of its past year.
FIRST = FIRST_NUMBER + REQUESTS


def test_whole_story_from_the_command_to_closed(browser_page: Page, tmp_path: Path) -> None:
    page = browser_page
    page.set_viewport_size({"width": 1440, "height": 1080})
    with demo(tmp_path) as (url, _):
        story = Newcomer(page, url)
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
        expect(page.get_by_text("Not so simple")).to_be_visible()
        second_chapter(story)
        expect(page.get_by_text("Looking back")).to_be_visible()
        third_chapter(story)
        expect(page.get_by_text("All done")).to_be_visible()


def second_chapter(story: Newcomer) -> None:
    """A source that fails, sources that disagree, compliance, a complaint."""
    page = story.page
    story.act_as(REQUESTER, "C0SALES001")
    story.file("Tulpenveld", "tulp")
    story.messages(REQUESTER)
    story.answer("Give documentation", ["The signed contract, from the shared folder."])
    story.act_as(OPERATOR, "C0OPERATNS")
    story.answer("Close hold", ["The signed contract stands in for the record."])
    expect(page.get_by_text("3 of 11 done")).to_be_visible()

    story.act_as(REQUESTER, "C0SALES001")
    story.file("Nordlicht", "nord", "60")
    story.act_as(DATA_QUALITY, "C0DATAQUAL")
    expect(page.get_by_role("button", name="Settle", exact=True)).to_be_visible()
    story.picture("conflict")
    story.press(page, "Settle")
    story.dialog.get_by_text("45 (Contract records)").click()
    story.dialog.get_by_label("Reason").fill("The contract was signed later.")
    story.press(story.dialog, "Settle")
    expect(story.dialog).to_be_hidden()

    story.act_as(MANAGER, "C0MANAGER1")
    expect(page.get_by_text("settled by").last).to_be_visible()
    page.get_by_role("button", name="More options").last.click()
    page.get_by_role("menuitem", name="Route to compliance").click()
    story.dialog.get_by_role("textbox").fill("Is a term this long a credit?")
    story.dialog.get_by_role("button").last.click()
    expect(story.dialog).to_be_hidden()
    story.act_as(COMPLIANCE, "C0COMPLIAN")
    expect(page.get_by_role("button", name="Prohibit")).to_be_visible()
    story.picture("compliance")
    story.answer("Clear with conditions", ["The invoice names the term.", "It is no credit by law."])
    expect(page.get_by_text("7 of 11 done")).to_be_visible()

    story.act_as(REQUESTER, "C0SALES001")
    story.run("/exception complaint")
    story.choose("Request", f"EX-{FIRST + 3}", typed=str(FIRST + 3))
    story.dialog.get_by_role("textbox").last.fill("Nobody has called them back.")
    story.press(story.dialog, "Record")
    expect(story.dialog).to_contain_text(f"The complaint about EX-{FIRST + 3} is recorded.")
    story.press(story.dialog, "Close")
    expect(story.dialog).to_be_hidden()
    story.messages(SUCCESS)
    expect(page.get_by_text("Nobody has called them back.")).to_be_visible()
    story.picture("complaint")
    story.press(page, "Acknowledge")
    expect(page.get_by_text("cknowledged by").first).to_be_visible()

    story.act_as(REQUESTER, "C0SALES001")
    page.get_by_role("button", name="Shortcuts").first.click()
    page.get_by_role("menuitem", name="File an exception").last.click()
    sponsors = story.dialog.get_by_label("Sponsor").locator("option")
    expect(sponsors.filter(has_text="Rosa Quist")).to_have_count(1)
    expect(sponsors.filter(has_text=re.compile("Reminders|Exception Desk"))).to_have_count(0)
    story.dialog.get_by_label("Standard policy").fill("OPS-017")
    story.press(story.dialog, "Run workflow")
    expect(story.dialog.get_by_text("The step was completed.")).to_be_visible()
    expect(story.dialog.get_by_text("returned", exact=True)).to_be_visible()
    story.press(story.dialog, "Close")
    story.messages(REQUESTER)
    story.press(page, "Complete request")
    expect(story.dialog).to_be_visible()
    story.choose("Customer", "Café Luminère", typed="cafe")
    story.dialog.get_by_label("Requested value").fill("40")
    story.dialog.get_by_label("Decision value").fill("8000")
    story.choose("Reason code", "Customer retention")
    story.dialog.get_by_label("Rationale").fill("They renew for two years.")
    story.dialog.get_by_label("Impact analysis").fill("Cash comes ten days later.")
    story.choose("Process criticality", "Medium")
    story.press(story.dialog, "Send")
    expect(story.dialog).to_be_hidden()


def third_chapter(story: Newcomer) -> None:
    """The year's figures, the week's audit review, a packet, and a change of the policy by two administrators."""
    page = story.page
    story.act_as(MANAGER, "C0MANAGER1")
    story.say("/exception report 12")
    story.messages(MANAGER)
    expect(page.get_by_role("img", name=re.compile("^Requests filed by month"))).to_be_visible()
    story.picture("report")

    story.act_as(AUDITOR, "C0COMPLIAN")
    review = page.get_by_role("button", name="Review items")
    for _ in range(LONGEST_WEEK):
        story.press(page, "+1 day")
        with suppress(AssertionError):
            expect(review).to_be_visible(timeout=2500)
            break
    story.picture("audit_review")
    story.press(page, "Review items…")
    expect(story.dialog.get_by_label("Checked").first).to_be_visible()
    for checked in story.dialog.get_by_label("Checked").all():
        checked.check()
    story.press(story.dialog, "Save")
    expect(page.get_by_text("3 of 6 done")).to_be_visible()
    page.get_by_role("button", name="Close", exact=True).first.click()
    expect(story.dialog).to_be_hidden()

    story.act_as(AUDITOR, "C0COMPLIAN")
    story.run("/exception export EX-1005")
    story.press(story.dialog, "Export")
    expect(story.dialog).to_be_hidden()
    story.messages(AUDITOR)
    expect(page.get_by_text("Decision packet of EX-1005").first).to_be_visible()

    story.act_as(ADMINISTRATOR, "C0GENERAL1")
    story.run("/exception policy")
    page.get_by_role("button", name="Propose a change…").first.click()
    story.dialog.get_by_label("Begins at a deviation of (%)").last.fill("30")
    story.dialog.get_by_label("Why").fill("A third off is for the executives.")
    story.press(story.dialog, "Propose")
    expect(page.get_by_text("5 of 6 done")).to_be_visible()
    story.messages(DIRECTOR)
    expect(page.get_by_text("Tried on the past")).to_be_visible()
    story.picture("proposal")
    story.answer("Approve…", ["The year says the same."])


def test_second_start_remembers_and_reset_forgets(browser_page: Page, tmp_path: Path) -> None:
    with demo(tmp_path) as (url, _):
        story = Newcomer(browser_page, url)
        story.act_as(REQUESTER, "C0SALES001")
        story.file()
        story.act_as(MANAGER, "C0MANAGER1")
        expect(browser_page.get_by_text(f"EX-{FIRST}").first).to_be_visible()
    with demo(tmp_path) as (url, _):
        Newcomer(browser_page, url).act_as(MANAGER, "C0MANAGER1")
        expect(browser_page.get_by_text(f"EX-{FIRST}").first).to_be_visible()
    with demo(tmp_path, "--reset") as (url, _):
        Newcomer(browser_page, url).act_as(MANAGER, "C0MANAGER1")
        expect(browser_page.get_by_text("very beginning")).to_be_visible()
        expect(browser_page.get_by_text(f"EX-{FIRST}")).to_have_count(0)


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


def test_demo_on_another_port_says_where_the_alert_of_the_readme_is_to_go(tmp_path: Path) -> None:
    with demo(tmp_path) as (_, process):
        assert process.stdout is not None
        takes, said = process.stdout.readline(), process.stdout.readline()
        address = next(word.strip(",") for word in takes.split() if word.startswith("http://"))
        assert said == f"To send the README's alert there: export ALERTS_URL={address}\n"
        assert "${ALERTS_URL:-" in (ROOT / "README.md").read_text(encoding="utf-8")
