"""The page: it tells the whole story letter by letter, runs nothing, and loads nothing from anywhere."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from bot.exports.markup import tag, typed
from models.request import ExceptionRequest, Stage
from tests.bot.office import Office
from tests.exports.story import CUSTOMER, FORMULA, PEOPLE, RATIONALE, SCRIPT, packet_of, taken


class Reader(HTMLParser):
    """What a browser would make of it: elements with their attributes, and the text."""

    def __init__(self, content: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(content)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag != "meta":
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self._open or self._open[-1] != "style":
            self.text += data


@pytest.fixture
async def page(office: Office, request_with_a_story: ExceptionRequest) -> Reader:
    """The page of the long story."""
    return Reader((await taken(office, request_with_a_story.number)).page.decode())


async def test_nothing_runs_and_nothing_is_loaded(page: Reader) -> None:
    tags = {name for name, _ in page.elements}
    assert not tags & {
        "script",
        "img",
        "link",
        "iframe",
        "object",
        "embed",
        "form",
        "a",
        "base",
        "svg",
        "video",
    }
    names = {name for _, given in page.elements for name in given}
    assert not {name for name in names if name.startswith("on")} | (
        names & {"src", "href", "style", "action"}
    )
    (policy,) = [
        given["content"] for _, given in page.elements if given.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy is not None
    assert policy.startswith("default-src 'none'")


async def test_what_people_typed_stands_in_it_letter_by_letter(page: Reader) -> None:
    for typed_text in (CUSTOMER, RATIONALE, SCRIPT, FORMULA, PEOPLE["UREQ"], "Offer <b>.pdf"):
        assert typed_text in page.text


async def test_style_loads_nothing(office: Office, request_with_a_story: ExceptionRequest) -> None:
    page = (await taken(office, request_with_a_story.number)).page.decode()
    style = page[page.index("<style>") : page.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style
    assert "table-header-group" in style
    assert "prefers-color-scheme: dark" in style


async def test_every_event_with_its_hash_and_every_part_of_the_story_is_in_it(
    office: Office, request_with_a_story: ExceptionRequest, page: Reader
) -> None:
    number = request_with_a_story.number
    for link in await office.records.trail(number):
        assert link.hash in page.text
        assert link.kind in page.text
    for snapshot in request_with_a_story.snapshots:
        assert snapshot.sha256 in page.text
    for part in (
        "What was asked",
        "How it was scored and routed",
        "What the sources said",
        "Decisions",
        "Holds and returns",
        "Changes and time",
        "Complaints",
        "Escalations",
        "How it was carried out and ended",
        "The rules that applied",
        "Every event",
        "Verified when this was made:",
        request_with_a_story.policy_version,
    ):
        assert part in page.text


async def test_page_names_the_digest_of_the_packet_beside_it(
    office: Office, request_with_a_story: ExceptionRequest, page: Reader
) -> None:
    made = await packet_of(office, request_with_a_story.number)
    assert made["sha256"] in page.text


async def test_row_that_was_changed_behind_the_trail_is_said_on_the_page(
    office: Office, request_with_a_story: ExceptionRequest
) -> None:
    office.is_tampered_with = True
    with office.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE requests SET body = replace(body, '\"round\":1', '\"round\":2') WHERE number = ?",
            (request_with_a_story.number,),
        )
    told = Reader((await taken(office, request_with_a_story.number)).page.decode()).text
    assert "This record does NOT hold" in told
    assert "not what its events lead to" in told


def test_text_that_turns_its_own_direction_or_controls_a_terminal_is_made_visible() -> None:
    said = typed("paid \u202etsal\x1b[31m")
    assert "\u202e" not in said
    assert "\x1b" not in said
    assert tag("p", "<b>", class_='"x"') == '<p class="&quot;x&quot;">&lt;b&gt;</p>'


async def test_like_cases_are_told_with_the_time_in_which_they_were_looked_for(office: Office) -> None:
    before = await office.file()
    await office.approve(before.number, "UVAL1")
    await office.approve(before.number, "UEXE1", Stage.AUTHORIZATION)
    request = await office.file()
    told = Reader((await taken(office, request.number)).page.decode()).text
    within = office.policies.of(request).recurrence.within.days
    assert f"Like cases approved in the {within} days before" in told
    assert (
        f"EX-{before.number}, for the same standard and the same reason; none of them is a precedent" in told
    )
