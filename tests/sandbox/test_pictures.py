"""The local Slack shows a file as a picture only where Slack would, and to nobody but those who are shown it."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, FormData
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import LocalSlack
from tests.sandbox.running import local_slack

OPERATIONS, SALES = "C0OPERATNS", "C0SALES001"
VERA, GUEST = "U0VALIDAT1", "U0GUEST001"
DOT = base64.b64decode(
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    running = local_slack(rate_limits=False)
    await running.start()
    yield running
    await running.stop()


@pytest.fixture
def client(slack: LocalSlack) -> AsyncWebClient:
    return AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)


async def announced(client: AsyncWebClient, name: str = "dot.png", length: int = len(DOT)) -> tuple[str, str]:
    """A file that Slack waits for: its id, and where its content goes."""
    given = await client.files_getUploadURLExternal(filename=name, length=length, alt_txt="A dot")
    return str(given["file_id"]), str(given["upload_url"])


async def sent(address: str, content: bytes = DOT) -> int:
    form = FormData()
    form.add_field("file", content, filename="dot.png")
    async with ClientSession() as session, session.post(address, data=form) as answer:
        return answer.status


async def uploaded(client: AsyncWebClient, name: str = "dot.png") -> str:
    """A file that is private to the app."""
    file_id, address = await announced(client, name)
    assert await sent(address) == 200
    await client.files_completeUploadExternal(files=[{"id": file_id, "title": "Dot"}])
    return file_id


def showing(file_id: str, **also: Any) -> list[dict[str, Any]]:
    return [{"type": "image", "slack_file": {"id": file_id}, "alt_text": "A dot"} | also]


async def refusal(client: AsyncWebClient, blocks: list[dict[str, Any]]) -> list[str]:
    with pytest.raises(SlackApiError, match="invalid_blocks") as caught:
        await client.chat_postMessage(channel=OPERATIONS, text="x", blocks=blocks)
    said: list[str] = caught.value.response["errors"]
    return said


async def status_for(slack: LocalSlack, file_id: str, user: str) -> int:
    async with (
        ClientSession() as session,
        session.get(f"{slack.url}/files/{file_id}/image?as={user}") as answer,
    ):
        return answer.status


async def test_picture_is_seen_by_those_whom_a_message_shows_it_and_nobody_else(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    file_id = await uploaded(client)
    assert await status_for(slack, file_id, VERA) == 404
    await client.chat_postMessage(channel=OPERATIONS, text="x", blocks=showing(file_id))
    assert await status_for(slack, file_id, VERA) == 200
    assert await status_for(slack, file_id, GUEST) == 404
    info = (await client.files_info(file=file_id))["file"]
    assert (info["alt_txt"], info["title"], info["channels"]) == ("A dot", "Dot", [])


async def test_picture_in_home_and_in_a_whisper_is_seen_by_that_person(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    file_id = await uploaded(client)
    view = {"type": "home", "blocks": showing(file_id)}
    await client.views_publish(user_id=GUEST, view=view)
    assert (await status_for(slack, file_id, GUEST), await status_for(slack, file_id, VERA)) == (200, 404)
    await client.chat_postEphemeral(channel=OPERATIONS, user=VERA, text="x", blocks=showing(file_id))
    assert await status_for(slack, file_id, VERA) == 200


@pytest.mark.parametrize("address", ["url_private", "permalink"])
async def test_picture_may_be_named_by_its_address(
    slack: LocalSlack, client: AsyncWebClient, address: str
) -> None:
    file_id = await uploaded(client)
    url = (await client.files_info(file=file_id))["file"][address]
    await client.chat_postMessage(channel=OPERATIONS, text="x", blocks=showing("", slack_file={"url": url}))
    assert await status_for(slack, file_id, VERA) == 200


async def test_file_that_is_not_there_not_completed_or_no_picture_is_refused(client: AsyncWebClient) -> None:
    invalid = ["invalid slack file [json-pointer:/blocks/0/slack_file]"]
    assert await refusal(client, showing("F0NOTTHERE")) == invalid
    file_id, address = await announced(client)
    await sent(address)
    assert await refusal(client, showing(file_id)) == invalid
    assert await refusal(client, showing(await uploaded(client, "dot.pdf"))) == invalid
    (said,) = await refusal(client, showing("dot.png"))
    assert said == "input must match regex pattern: ^[F][A-Z0-9]{8,}$ [json-pointer:/blocks/0/slack_file/id]"


async def test_persons_own_file_cannot_be_shown_by_the_app(slack: LocalSlack, client: AsyncWebClient) -> None:
    file_id = slack.person(VERA).upload("own.png", DOT)
    assert await refusal(client, showing(file_id))
    slack.person(VERA).say("operations", "Look", file_ids=[file_id])
    await client.chat_postMessage(channel=OPERATIONS, text="x", blocks=showing(file_id))


async def test_picture_that_is_still_being_prepared_is_refused_and_taken_later(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    slack.parts.files.prepare_slowly(True)
    file_id = await uploaded(client)
    assert await refusal(client, showing(file_id))
    slack.parts.files.prepare_slowly(False)
    await client.chat_postMessage(channel=OPERATIONS, text="x", blocks=showing(file_id))


async def test_view_with_a_picture_that_is_not_there_is_refused(client: AsyncWebClient) -> None:
    section = {
        "type": "section",
        "text": {"type": "mrkdwn", "text": "x"},
        "accessory": showing("F0NOTTHERE")[0],
    }
    with pytest.raises(SlackApiError, match="invalid_arguments") as caught:
        await client.views_publish(user_id=VERA, view={"type": "home", "blocks": [section]})
    (said,) = caught.value.response["response_metadata"]["messages"]
    assert said == "[ERROR] invalid slack file [json-pointer:/view/blocks/0/accessory/slack_file]"


async def test_content_of_another_length_than_announced_is_refused(client: AsyncWebClient) -> None:
    file_id, address = await announced(client, length=len(DOT) + 1)
    assert await sent(address) == 400
    with pytest.raises(SlackApiError, match="file_not_found"):
        await client.files_completeUploadExternal(files=[{"id": file_id}])


async def test_file_is_completed_once_and_where_the_app_is(client: AsyncWebClient) -> None:
    file_id, address = await announced(client, "facts.csv")
    await sent(address)
    for channel, error in (("C0NOWHERE1", "channel_not_found"), (SALES, "not_in_channel")):
        with pytest.raises(SlackApiError, match=error):
            await client.files_completeUploadExternal(files=[{"id": file_id}], channel_id=channel)
    twice: list[dict[str, str | None]] = [{"id": file_id}, {"id": file_id}]
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await client.files_completeUploadExternal(files=twice, channel_id=OPERATIONS)
    await client.files_completeUploadExternal(
        files=[{"id": file_id}], channel_id=OPERATIONS, initial_comment="The *facts*"
    )
    (latest,) = (await client.conversations_history(channel=OPERATIONS, limit=1))["messages"]
    assert (latest["text"], [file["name"] for file in latest["files"]]) == ("The *facts*", ["facts.csv"])
    with pytest.raises(SlackApiError, match="file_not_found"):
        await client.files_completeUploadExternal(files=[{"id": file_id}], channel_id=OPERATIONS)
