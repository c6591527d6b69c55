"""What people do in conversations, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from sandbox import LocalSlack
from tests.sandbox.echo_app import Echo, card
from tests.sandbox_page.aside import Aside

pytestmark = pytest.mark.browser

VERA, OPERATIONS = "U0VALIDAT1", "C0OPERATNS"


def message(page: Page, words: str) -> Locator:
    return page.get_by_role("article").filter(has_text=words)


def write(page: Page, words: str) -> None:
    box = page.get_by_role("textbox", name="Message #operations")
    box.fill(words)
    box.press("Enter")


def test_what_is_typed_is_shown_as_typed_and_runs_nothing(browser_page: Page, aside: Aside) -> None:
    page = browser_page
    page.goto(aside.address(VERA, OPERATIONS))
    typed = "<script>window.hurt = 1</script> <img src=x onerror=hurt=1> AT&T &amp; <!channel>"
    write(page, typed)
    row = message(page, "AT&T")
    expect(row).to_contain_text(typed)
    expect(row.locator("script, img, .mention")).to_have_count(0)
    assert page.evaluate("window.hurt") is None

    async def app_says(slack: LocalSlack, echo: Echo) -> None:
        words = "*Bold* _it_ `a<b` &lt;!channel&gt; <https://example.com|there> <!date^0^{date_num}|then>"
        blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": words}}]
        await echo.client.chat_postMessage(channel=OPERATIONS, text="x", blocks=blocks)

    aside.run(app_says)
    row = message(page, "Bold")
    expect(row).to_contain_text("Bold it a<b <!channel> there 1970-01-01")
    expect(row.locator("strong")).to_have_text("Bold")
    expect(row.get_by_role("link", name="there")).to_have_attribute("href", "https://example.com")
    expect(row.locator(".mention")).to_have_count(0)


def test_each_person_sees_their_own_unread_marks_and_ephemerals(browser_page: Page, aside: Aside) -> None:
    page = browser_page

    async def prepare(slack: LocalSlack, echo: Echo) -> None:
        await echo.client.chat_postMessage(channel=OPERATIONS, text="card", blocks=card("*Echo*"))

    aside.run(prepare)
    page.goto(aside.address(VERA, OPERATIONS))
    message(page, "Echo").get_by_role("button", name="Whisper").click()
    expect(message(page, "Psst")).to_contain_text("Only visible to you")
    write(page, "For @sam.vogel ")

    page.get_by_role("button", name="Acting as Vera Lind").click()
    page.get_by_role("option", name="Sam Vogel").click()
    expect(page.get_by_role("button", name="Acting as Sam Vogel")).to_be_visible()
    expect(message(page, "For @Sam Vogel").locator(".mention--me")).to_be_visible()
    expect(message(page, "Psst")).to_have_count(0)

    page.get_by_role("navigation", name="Conversations").get_by_role("button", name="general").click()
    page.get_by_role("button", name="Acting as Sam Vogel").click()
    page.get_by_role("option", name="Olga Prins").click()
    row = page.get_by_role("navigation", name="Conversations").get_by_role("button", name="operations")
    expect(row).to_have_class("row row--unread")


SLOW_TO_CONNECT = """
const Real = WebSocket;
window.WebSocket = class extends EventTarget {
  constructor(url) {
    super();
    setTimeout(() => {
      this.real = new Real(url);
      for (const type of ["open", "close"]) this.real.addEventListener(type, () => this.dispatchEvent(new Event(type)));
      this.real.addEventListener("message", ({ data }) => this.dispatchEvent(new MessageEvent("message", { data })));
    }, 1500);
  }
  close() {
    this.real?.close();
  }
};
"""


def test_a_page_that_is_slow_to_connect_misses_no_message(browser_page: Page, aside: Aside) -> None:
    page = browser_page
    page.add_init_script(SLOW_TO_CONNECT)
    page.goto(aside.address(VERA, OPERATIONS))
    write(page, "Did you get this?")
    expect(message(page, "Did you get this?")).to_be_visible()


def test_a_thread_opens_beside_its_message_and_is_counted(browser_page: Page, aside: Aside) -> None:
    page = browser_page
    page.goto(aside.address(VERA, OPERATIONS))
    write(page, "Who carries it out?")
    row = message(page, "Who carries it out?")
    row.hover()
    row.get_by_role("button", name="Reply in thread").click()
    thread = page.get_by_role("complementary", name="Thread")
    reply = thread.get_by_role("textbox", name="Reply in thread")
    reply.fill("/echo hello")
    reply.press("Enter")
    expect(thread.get_by_role("alert")).to_have_text("/echo is not supported in threads. Sorry!")
    reply.fill("I do :tada:")
    reply.press("Enter")
    expect(thread.get_by_role("article").filter(has_text="I do 🎉")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("button", name="1 reply")).to_be_visible()


def test_a_file_is_sent_with_a_message(browser_page: Page, aside: Aside) -> None:
    page = browser_page
    page.goto(aside.address(VERA, OPERATIONS))
    page.get_by_role("button", name="Shortcuts and files").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("menuitem", name="Upload from your computer").click()
    chooser.value.set_files({"name": "offer.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n"})
    expect(page.get_by_role("button", name="Remove offer.csv")).to_be_visible()
    write(page, "The offer")
    link = message(page, "The offer").get_by_role("link", name="Download offer.csv")
    with page.expect_download() as download:
        link.click()
    assert download.value.path().read_bytes() == b"a,b\n1,2\n"


def test_an_app_that_does_not_answer_is_named_under_the_message(browser_page: Page, aside: Aside) -> None:
    page = browser_page
    page.goto(aside.address(VERA, OPERATIONS))
    write(page, "/echo card")
    message(page, "Echo").get_by_role("button", name="Stuck").click()
    expect(message(page, "Echo").get_by_role("alert")).to_contain_text("did not respond")


def test_the_clock_moves_and_says_that_it_did(browser_page: Page, aside: Aside) -> None:
    page = browser_page

    async def names_a_deadline(slack: LocalSlack, echo: Echo) -> None:
        due = int(slack.clock.now().timestamp()) + 3 * 86400
        await echo.client.chat_postMessage(channel=OPERATIONS, text=f"Due <!date^{due}^{{ago}}|soon>")

    aside.run(names_a_deadline)
    page.goto(aside.address(VERA, OPERATIONS))
    expect(message(page, "Due")).to_contain_text("in 3 days")
    clock = page.get_by_role("group", name="Clock")
    clock.get_by_role("button", name="+1 day").click()
    expect(page.get_by_role("timer", name="Workspace time")).to_contain_text("1 day ahead")
    expect(message(page, "Due")).to_contain_text("in 2 days")
    expect(page.get_by_role("separator", name="Yesterday")).to_be_visible()
    clock.get_by_role("button", name="Next deadline").click()
    expect(message(page, "Due")).to_contain_text("just now")
    clock.get_by_role("button", name="Next deadline").click()
    expect(page.get_by_role("status").filter(has_text="names a time ahead")).to_be_visible()
    clock.get_by_role("button", name="+1 week").click()
    expect(page.get_by_role("timer", name="Workspace time")).to_contain_text("10 days")
    clock.get_by_role("button", name="Back to now").click()
    expect(clock.get_by_role("button", name="Back to now")).to_be_hidden()


def test_button_that_would_be_drawn_anew_while_it_is_pressed_is_clicked_all_the_same(
    browser_page: Page, aside: Aside
) -> None:
    page = browser_page

    async def somebody_writes(slack: LocalSlack, echo: Echo) -> None:
        await echo.client.chat_postMessage(channel="C0MANAGER1", text=f"For <@{VERA}>")

    with page.expect_websocket() as opened:
        page.goto(aside.address(VERA, OPERATIONS))
    conversations = page.get_by_role("navigation", name="Conversations")
    conversations.get_by_role("button", name="Echo").hover()
    page.mouse.down()
    with opened.value.expect_event("framereceived", lambda frame: "For <@" in str(frame)):
        aside.run(somebody_writes)
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    # The badge is what the sidebar is drawn anew for; it comes once the button has been let go.
    page.mouse.up()
    expect(page.get_by_role("main")).to_contain_text("Home of @Vera Lind")
    expect(conversations.get_by_role("button", name="exceptions-manager")).to_contain_text("1")


@pytest.mark.parametrize("before", ["for ", "by:", "(", "by:<"])
def test_person_is_offered_after_any_sign_and_sent_to_the_app_by_id(
    browser_page: Page, aside: Aside, before: str
) -> None:
    page = browser_page
    page.goto(aside.address(VERA, OPERATIONS))
    box = page.get_by_role("textbox", name="Message #operations")
    box.click()
    page.keyboard.type(f"/escaped {before}@ros")
    page.get_by_role("option", name="Rosa Quist").click()
    box.press("Enter")

    async def sent(slack: LocalSlack, echo: Echo) -> str:
        await echo.until(lambda: echo.bodies("command"))
        return str(echo.bodies("command")[-1]["text"])

    assert aside.run(sent) == f"{before}<@U0REQUEST1|rosa.quist>"


def test_address_of_mail_offers_nobody(browser_page: Page, aside: Aside) -> None:
    page = browser_page
    page.goto(aside.address(VERA, OPERATIONS))
    page.get_by_role("textbox", name="Message #operations").click()
    page.keyboard.type("desk@ros")
    expect(page.get_by_role("textbox", name="Message #operations")).to_have_value("desk@ros")
    expect(page.get_by_role("option")).to_have_count(0)
