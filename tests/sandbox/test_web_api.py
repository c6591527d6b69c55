"""The Web API refuses what Slack refuses, with Slack's own words."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import LocalSlack
from sandbox.web_api.methods import METHODS
from sandbox.web_api.rates import Rates
from tests.sandbox.running import local_slack

ORACLE = Path(__file__).parents[2] / "../shared/oracle/slack-methods.json"
OPERATIONS, EXECUTIVE, SALES = "C0OPERATNS", "C0EXECUTIV", "C0SALES001"
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "hello"}}


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    running = local_slack(rate_limits=False)
    await running.start()
    yield running
    await running.stop()


@pytest.fixture
def client(slack: LocalSlack) -> AsyncWebClient:
    return AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)


async def refusal(client: AsyncWebClient, method: str, **args: Any) -> dict[str, Any]:
    verb = "GET" if not METHODS.get(method) or not METHODS[method].takes_json else "POST"
    sent = {"params": args} if verb == "GET" else {"json": args}
    with pytest.raises(SlackApiError) as caught:
        await client.api_call(method, http_verb=verb, **sent)
    answer = caught.value.response.data
    assert isinstance(answer, dict)
    return answer


REFUSALS: list[tuple[str, dict[str, Any], str]] = [
    ("chat.nothing", {}, "unknown_method"),
    ("chat.postMessage", {"channel": "C0NOWHERE1", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": SALES, "text": "x"}, "not_in_channel"),
    ("chat.postMessage", {"channel": OPERATIONS}, "no_text"),
    ("chat.postMessage", {"text": "x"}, "invalid_arguments"),
    ("chat.postMessage", {"channel": OPERATIONS, "blocks": [{"type": "sektion"}]}, "invalid_blocks"),
    ("chat.postMessage", {"channel": OPERATIONS, "blocks": "[{"}, "invalid_blocks_format"),
    ("chat.postMessage", {"channel": OPERATIONS, "text": "x", "thread_ts": "1.000000"}, "thread_not_found"),
    ("chat.postMessage", {"channel": OPERATIONS, "text": "x", "metadata": "no"}, "invalid_metadata_format"),
    (
        "chat.postMessage",
        {
            "channel": OPERATIONS,
            "text": "x",
            "metadata": {"event_type": "e", "event_payload": {"x": "y" * 20000}},
        },
        "metadata_too_large",
    ),
    ("chat.postMessage", {"channel": OPERATIONS, "text": "x", "username": "me"}, "missing_scope"),
    ("chat.update", {"channel": OPERATIONS, "ts": "1.000000", "text": "x"}, "message_not_found"),
    ("chat.postEphemeral", {"channel": OPERATIONS, "user": "U0REQUEST1", "text": "x"}, "user_not_in_channel"),
    ("conversations.info", {"channel": "C0NOWHERE1"}, "channel_not_found"),
    ("conversations.list", {"types": "all"}, "invalid_types"),
    ("conversations.list", {"cursor": "?"}, "invalid_cursor"),
    ("conversations.history", {"channel": SALES}, "not_in_channel"),
    ("conversations.history", {"channel": OPERATIONS, "oldest": "yesterday"}, "invalid_ts_oldest"),
    ("conversations.history", {"channel": EXECUTIVE}, "missing_scope"),
    ("conversations.replies", {"channel": OPERATIONS, "ts": "1.000000"}, "thread_not_found"),
    ("conversations.open", {}, "users_list_not_supplied"),
    ("conversations.open", {"users": "U0LEFTCO01"}, "user_disabled"),
    ("conversations.join", {"channel": SALES}, "missing_scope"),
    ("users.info", {"user": "U0NOBODY01"}, "user_not_found"),
    ("users.lookupByEmail", {"email": "rosa.quist@harbor.example"}, "missing_scope"),
    ("usergroups.users.list", {"usergroup": "S0NOTHING1"}, "no_such_subteam"),
    ("usergroups.users.list", {}, "invalid_arguments"),
    ("views.open", {"trigger_id": "1.2.3", "view": {"type": "modal"}}, "invalid_arguments"),
    ("views.update", {"view_id": "V1", "view": {"type": "home", "blocks": [SECTION]}}, "invalid_arguments"),
    ("views.publish", {"user_id": "U0NOBODY01", "view": {"type": "home", "blocks": []}}, "invalid_arguments"),
    ("files.info", {"file": "F0NOTHING1"}, "file_not_found"),
    ("reactions.add", {"channel": OPERATIONS, "name": "eyes", "timestamp": "1.000000"}, "message_not_found"),
]


@pytest.mark.parametrize(("method", "args", "error"), REFUSALS)
async def test_call_is_refused(client: AsyncWebClient, method: str, args: dict[str, Any], error: str) -> None:
    answer = await refusal(client, method, **args)
    assert answer["error"] == error


async def test_trigger_is_unknown_serves_once_and_outlives_an_invalid_view(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    view = {"type": "modal", "title": {"type": "plain_text", "text": "Hi"}, "blocks": [SECTION]}
    assert (await refusal(client, "views.open", trigger_id="1.2.3", view=view))[
        "error"
    ] == "invalid_trigger_id"
    trigger = slack.parts.triggers.give("U0REQUEST1")
    wrong = await refusal(client, "views.open", trigger_id=trigger, view={**view, "title": None})
    assert wrong["error"] == "invalid_arguments"
    opened = await client.views_open(trigger_id=trigger, view=view)
    again = await refusal(client, "views.open", trigger_id=trigger, view=view)
    assert again["error"] == "exchanged_trigger_id"
    stale = await refusal(client, "views.update", view_id=opened["view"]["id"], hash="1.old", view=view)
    assert stale["error"] == "hash_conflict"
    assert (await refusal(client, "views.update", view_id="V1", view=view))["error"] == "not_found"


async def test_missing_field_is_named_with_its_pointer(client: AsyncWebClient) -> None:
    answer = await refusal(
        client, "views.open", trigger_id="1.2", view={"type": "modal", "blocks": [SECTION]}
    )
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] missing required field: title [json-pointer:/view]"
    ]


async def test_token_and_scope_are_judged(slack: LocalSlack, client: AsyncWebClient) -> None:
    wrong = AsyncWebClient(token="xoxb-wrong", base_url=slack.api_url)
    with pytest.raises(SlackApiError, match="invalid_auth"):
        await wrong.auth_test()
    async with ClientSession() as session, session.post(slack.api_url + "auth.test") as answer:
        assert (await answer.json())["error"] == "not_authed"
        assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        await client.api_call("apps.connections.open")
    lacking = await refusal(client, "team.info")
    assert lacking["needed"] == "team:read"
    assert "chat:write" in lacking["provided"]
    known = await client.auth_test()
    assert known.headers["X-OAuth-Scopes"].startswith("commands,chat:write")


async def test_message_lives_is_threaded_changed_and_deleted(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    posted = await client.chat_postMessage(
        channel="#operations", text="hi", metadata={"event_type": "e", "event_payload": {"id": 1}}
    )
    ts = posted["ts"]
    reply = await client.chat_postMessage(channel=OPERATIONS, text="reply", thread_ts=ts)
    await client.chat_postMessage(channel=OPERATIONS, text="second", thread_ts=reply["ts"])
    history = await client.conversations_history(channel=OPERATIONS, include_all_metadata=True)
    (parent,) = history["messages"]
    assert (parent["reply_count"], parent["metadata"]["event_payload"]) == (2, {"id": 1})
    plain = await client.conversations_history(channel=OPERATIONS)
    assert "metadata" not in plain["messages"][0]
    replies = await client.conversations_replies(channel=OPERATIONS, ts=ts)
    assert [m["text"] for m in replies["messages"]] == ["hi", "reply", "second"]
    await client.chat_update(channel=OPERATIONS, ts=ts, text="changed", blocks=[SECTION])
    changed = slack.person("U0VALIDAT1").messages("operations")[0]
    assert changed["blocks"][0]["block_id"]
    # Slack marks a message as edited where its text was changed, not its blocks.
    assert "edited" not in changed
    await client.chat_update(channel=OPERATIONS, ts=ts, text="only text")
    changed = slack.person("U0VALIDAT1").messages("operations")[0]
    assert "blocks" not in changed
    assert changed["edited"]["user"] == "U0SAMPLEBOT"
    assert changed["metadata"]["event_payload"] == {"id": 1}
    link = await client.chat_getPermalink(channel=OPERATIONS, message_ts=ts)
    assert link["permalink"].endswith(f"/archives/{OPERATIONS}/p{ts.replace('.', '')}")
    await client.reactions_add(channel=OPERATIONS, timestamp=ts, name="eyes")
    assert (await refusal(client, "chat.update", channel=OPERATIONS, ts=ts, text="x" * 4001))[
        "error"
    ] == "msg_too_long"
    await client.chat_delete(channel=OPERATIONS, ts=reply["ts"])
    said = slack.person("U0VALIDAT1").say("operations", "mine")
    refused = await refusal(client, "chat.update", channel=OPERATIONS, ts=said["ts"], text="not yours")
    assert refused["error"] == "cant_update_message"


async def test_mentions_wake_members_outside_code_only(slack: LocalSlack, client: AsyncWebClient) -> None:
    texts = {
        "<@U0VALIDAT1>": ["U0VALIDAT1"],
        "<!subteam^S0MANAGERS>": ["U0MANAGER1", "U0MANAGER2"],
        "`<@U0VALIDAT1>` and &lt;!channel&gt;": [],
        "<@U0REQUEST1> is no member": [],
    }
    for text, woken in texts.items():
        await client.chat_postMessage(channel=OPERATIONS, text=text)
        assert slack.person("U0VALIDAT1").messages("operations")[-1]["_mentions"] == woken, text
    await client.chat_postMessage(channel=OPERATIONS, text="<!channel>")
    assert len(slack.person("U0VALIDAT1").messages("operations")[-1]["_mentions"]) == 9


async def test_direct_message_opens_by_user_and_scope_of_history_is_by_kind(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    posted = await client.chat_postMessage(channel="U0REQUEST1", text="hello")
    assert posted["channel"].startswith("D")
    opened = await client.conversations_open(users="U0REQUEST1")
    assert opened["channel"]["id"] == posted["channel"]
    assert opened["already_open"] is True
    assert slack.person("U0REQUEST1").dm()[0]["text"] == "hello"
    history = await client.conversations_history(channel=posted["channel"])
    assert history["messages"][0]["bot_id"] == "B0SAMPLE01"


async def test_lists_come_in_pages(client: AsyncWebClient) -> None:
    seen, cursor = [], ""
    while True:
        page = await client.conversations_list(limit=3, cursor=cursor, types="public_channel,private_channel")
        assert len(page["channels"]) <= 3
        seen += [c["name"] for c in page["channels"]]
        cursor = page["response_metadata"]["next_cursor"]
        if not cursor:
            break
    assert len(seen) == 9
    people = await client.users_list(limit=10)
    assert len(people["members"]) == 10
    assert people["response_metadata"]["next_cursor"]


async def test_people_and_groups_are_told_as_they_are(client: AsyncWebClient) -> None:
    guest = (await client.users_info(user="U0GUEST001"))["user"]
    assert guest["is_ultra_restricted"] is True
    stranger = (await client.users_info(user="U0STRANGE1"))["user"]
    assert (stranger["is_stranger"], stranger["team_id"]) == (True, "T0OTHERCO1")
    left = (await client.users_info(user="U0LEFTCO01"))["user"]
    assert left["deleted"] is True
    groups = (await client.usergroups_list(include_users=True))["usergroups"]
    assert "old-approvers" not in [g["handle"] for g in groups]
    managers = next(g for g in groups if g["handle"] == "ops-managers")
    listed = (await client.usergroups_users_list(usergroup=managers["id"]))["users"]
    assert listed == managers["users"]
    members = (await client.conversations_members(channel=OPERATIONS))["members"]
    assert "U0SAMPLEBOT" in members


async def test_reading_methods_take_no_json(slack: LocalSlack) -> None:
    headers = {"Authorization": f"Bearer {slack.bot_token}"}
    async with ClientSession() as session:
        url = slack.api_url + "users.info"
        async with session.post(url, json={"user": "U0REQUEST1"}, headers=headers) as answer:
            assert (await answer.json())["error"] == "invalid_arguments"
        async with session.post(url, data={"user": "U0REQUEST1"}, headers=headers) as answer:
            assert (await answer.json())["ok"] is True


async def test_bodies_that_are_no_arguments_are_refused(slack: LocalSlack) -> None:
    headers = {"Authorization": f"Bearer {slack.bot_token}"}
    bodies = [
        ("application/json; charset=utf-8", "{", "invalid_json"),
        ("application/json; charset=utf-8", "[]", "json_not_object"),
        ("text/plain", "channel=x", "invalid_post_type"),
    ]
    async with ClientSession() as session:
        for kind, body, error in bodies:
            sent = {**headers, "Content-Type": kind}
            async with session.post(slack.api_url + "chat.postMessage", data=body, headers=sent) as answer:
                assert (await answer.json())["error"] == error
        foreign = {"Origin": "https://elsewhere.example"}
        async with session.post(slack.url + "/page/api/send", json={}, headers=foreign) as answer:
            assert answer.status == 403


async def test_file_is_uploaded_shared_and_read_back(slack: LocalSlack, client: AsyncWebClient) -> None:
    await client.files_upload_v2(channel=OPERATIONS, content="a,b\n", filename="facts.csv", title="Facts")
    message = slack.person("U0VALIDAT1").messages("operations")[-1]
    (file,) = message["files"]
    assert (file["name"], file["title"], file["size"]) == ("facts.csv", "Facts", 4)
    info = (await client.files_info(file=file["id"]))["file"]
    async with ClientSession() as session:
        async with session.get(info["url_private"]) as answer:
            assert answer.status == 403
        headers = {"Authorization": f"Bearer {slack.bot_token}"}
        async with session.get(info["url_private"], headers=headers) as answer:
            assert await answer.read() == b"a,b\n"
        for user, status in (("U0VALIDAT1", 200), ("U0GUEST001", 404)):
            async with session.get(f"{slack.url}/files/{file['id']}/facts.csv?as={user}") as answer:
                assert answer.status == status


async def test_long_text_is_cut_with_a_warning(client: AsyncWebClient) -> None:
    answer = await client.chat_postMessage(channel=OPERATIONS, text="x" * 40_001)
    assert len(answer["message"]["text"]) == 40_000
    assert answer["response_metadata"]["warnings"] == ["message_truncated"]


async def test_too_many_calls_are_refused_with_a_time_to_wait() -> None:
    slack = local_slack()
    await slack.start()
    client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
    for _ in range(20):
        await client.usergroups_users_list(usergroup="S0MANAGERS")
    with pytest.raises(SlackApiError, match="ratelimited") as caught:
        await client.usergroups_users_list(usergroup="S0MANAGERS")
    assert caught.value.response.status_code == 429
    assert int(caught.value.response.headers["Retry-After"]) in (1, 2, 3)
    await slack.stop()


def test_posts_come_about_once_a_second_in_each_channel() -> None:
    now = 0.0
    rates = Rates(clock=lambda: now)
    waits = [rates.wait("chat.postMessage", "t5", "C1") for _ in range(11)]
    assert waits == [None] * 10 + [1]
    assert rates.wait("chat.postMessage", "t5", "C2") is None
    now = 1.0
    assert rates.wait("chat.postMessage", "t5", "C1") is None


@pytest.mark.skipif(not ORACLE.exists(), reason="Slack's method reference is not here.")
def test_table_of_methods_agrees_with_slacks_reference() -> None:
    reference = json.loads(ORACLE.read_text())
    for name, method in METHODS.items():
        if name not in reference:
            continue
        known = reference[name]
        assert set(method.required) == set(known["required"]), name
        assert method.tier == known["rate_limits"], name
        if method.scopes:
            assert set(method.scopes) == set(known["scope"]["bot"]), name
