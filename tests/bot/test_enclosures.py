"""Files of messages: brought to Slack once, shown or shared once, whatever Slack answers or leaves unanswered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

from bot.clock import Clock
from bot.enclosures import PATIENCE, SETTLES, Enclosures
from bot.gateway import Gateway, SlackError, SlackUnavailableError
from bot.putting_off import NotYetError
from bot.views.text import Message
from bot.views.uploads import Upload, picture
from models.notices import MessageKind
from models.queries import OutboxRow
from tests.bot.answering import AnsweringSlack, done_but_broken_off, limited, refused
from tests.bot.office import Hands

ANNOUNCE, COMPLETE, POST = "files.getUploadURLExternal", "files.completeUploadExternal", "chat.postMessage"
AGAIN = timedelta(seconds=3)
VOLUME = Upload(name="volume.png", content=b"\x89PNG volume", title="Volume", alt_text="Twelve requests.")
RATES = Upload(name="rates.png", content=b"\x89PNG rates", title="Rates", alt_text="Half were approved.")
LETTER = Upload(name="letter-7.txt", content=b"Dear all", title="A letter")
MESSAGE = Message(
    text="The report",
    blocks=[{"type": "divider"}, picture(VOLUME), picture(RATES)],
    pictures=(VOLUME, RATES),
)


@dataclass
class Desk:
    """The enclosures, the Slack that they are brought to, and a clock."""

    enclosures: Enclosures
    slack: AnsweringSlack
    gateway: Gateway
    hands: Hands

    async def shown(self, attempts: int = 0) -> Message:
        return await self.enclosures.shown(row(attempts), MESSAGE, AGAIN)

    async def share(self) -> None:
        await self.enclosures.share(row(), LETTER, "Here it is.", "C1", AGAIN)


@pytest.fixture
def desk(slack: AnsweringSlack, gateway: Gateway, tmp_path: Path) -> Desk:
    hands = Hands()
    return Desk(Enclosures(gateway=gateway, clock=Clock(hands)), slack, gateway, hands)


def row(attempts: int = 0) -> OutboxRow:
    """A message of the outbox, after so many attempts."""
    return OutboxRow(
        id=7,
        number=0,
        kind=MessageKind.DELEGATION,
        recipient="UREQ",
        key="a message",
        detail="{}",
        wanted=1,
        sent=0,
        channel=None,
        ts=None,
        attempts=attempts,
        is_uncertain=False,
    )


async def test_pictures_are_in_slack_before_the_message_shows_them(desk: Desk) -> None:
    shown = await desk.shown()
    assert [block.get("slack_file") for block in shown.blocks] == [
        None,
        {"id": "F000000001"},
        {"id": "F000000002"},
    ]
    assert shown.blocks[1]["alt_text"] == "Twelve requests."
    brought = [(file["content"], file["title"]) for file in desk.slack.files.values()]
    assert brought == [(b"\x89PNG volume", "Volume"), (b"\x89PNG rates", "Rates")]
    announced = [given for method, given in desk.slack.calls if method == ANNOUNCE]
    assert announced[0] == {"filename": "volume.png", "length": "11", "alt_txt": "Twelve requests."}
    assert desk.slack.posts == []


async def test_pictures_that_are_there_are_not_brought_again(desk: Desk) -> None:
    desk.slack.answers(COMPLETE, lambda: refused("internal_error"))
    with pytest.raises(NotYetError):
        await desk.shown()
    first = await desk.shown(attempts=1)
    assert await desk.shown(attempts=2) == first
    assert desk.slack.count("upload") == 3, "the one that failed, and each picture once"


async def test_message_whose_picture_cannot_be_brought_waits_and_is_known_not_to_have_arrived(
    desk: Desk,
) -> None:
    desk.slack.answers("upload", lambda: refused_by_store(500))
    with pytest.raises(NotYetError) as put_off:
        await desk.shown()
    assert put_off.value.was_tried
    assert not put_off.value.may_have_arrived
    assert put_off.value.until == desk.hands.at + AGAIN


async def test_upload_waits_as_long_as_slack_says(desk: Desk) -> None:
    desk.slack.answers(ANNOUNCE, lambda: limited(40))
    with pytest.raises(NotYetError) as put_off:
        await desk.shown()
    assert put_off.value.until == desk.hands.at + timedelta(seconds=40)


@pytest.mark.parametrize("error", ["file_uploads_disabled", "missing_scope"])
async def test_message_goes_without_pictures_where_none_are_let_in(desk: Desk, error: str) -> None:
    desk.slack.answers(ANNOUNCE, lambda: refused(error))
    shown = await desk.shown()
    assert shown.blocks == [{"type": "divider"}]


async def test_picture_that_is_not_ready_is_waited_for_and_left_out_in_the_end(desk: Desk) -> None:
    error = SlackError("invalid_blocks", POST, "invalid slack file")
    shown = await desk.shown()
    with pytest.raises(NotYetError) as put_off:
        desk.enclosures.unfit(row(), shown, error, AGAIN)
    assert not put_off.value.may_have_arrived
    assert desk.enclosures.unfit(row(PATIENCE), shown, error, AGAIN).blocks == [{"type": "divider"}]


async def test_blocks_that_slack_never_takes_are_not_waited_for(desk: Desk) -> None:
    plain = Message(text="Plain", blocks=[{"type": "divider"}])
    with pytest.raises(SlackError):
        desk.enclosures.unfit(row(), plain, SlackError("invalid_blocks", POST), AGAIN)


async def test_document_is_shared_with_its_words(desk: Desk) -> None:
    await desk.share()
    (post,) = desk.slack.posted("C1")
    assert (post["text"], post["files"][0]["name"]) == ("Here it is.", "letter-7.txt")
    assert post["files"][0]["title"] == "A letter"
    assert await desk.gateway.find_shared("C1", "letter-7.txt") == post["ts"]
    assert await desk.gateway.find_shared("C1", "letter-8.txt") is None


async def test_sharing_that_breaks_off_is_unknown_and_found_again_by_the_name(desk: Desk) -> None:
    desk.slack.once(COMPLETE, done_but_broken_off(desk.slack, COMPLETE))
    with pytest.raises(SlackUnavailableError):
        await desk.share()
    assert await desk.gateway.find_shared("C1", "letter-7.txt") is not None


async def test_document_that_slack_may_still_be_sharing_is_given_time_to_arrive(desk: Desk) -> None:
    """Looked for at once it would not be there yet, and would be shared a second time."""
    desk.slack.once(COMPLETE, done_but_broken_off(desk.slack, COMPLETE))
    with pytest.raises(NotYetError) as put_off:
        await desk.enclosures.delivered(row(), LETTER, "Here it is.", "C1", AGAIN)
    assert put_off.value.may_have_arrived
    assert put_off.value.until == desk.hands.at + SETTLES
    uncertain = replace(row(1), is_uncertain=True)
    await desk.enclosures.delivered(uncertain, LETTER, "Here it is.", "C1", AGAIN)
    assert len(desk.slack.posted("C1")) == 1


async def test_document_whose_content_was_brought_is_not_brought_again(desk: Desk) -> None:
    desk.slack.answers("upload", lambda: refused_by_store(503))
    with pytest.raises(NotYetError):
        await desk.share()
    await desk.share()
    assert len(desk.slack.posted("C1")) == 1


def refused_by_store(status: int) -> web.Response:
    """The place that takes contents is out of order."""
    return web.Response(status=status)
