"""The gateway: the one file that holds a Web API client (door 3); it turns Slack's answers into values and errors."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack_errors import SlackError as SlackError
from bot.slack_errors import SlackRateLimitedError as SlackRateLimitedError
from bot.slack_errors import SlackUnavailableError as SlackUnavailableError
from bot.slack_errors import seconds, understood
from bot.views.text import Message
from bot.views.uploads import ALT_TEXT_LIMIT

#: Seconds that a view call may take: its trigger lives for 3.
VIEW_LIMIT = 2.5
#: Seconds that any other call may take.
CALL_LIMIT = 10.0
#: What Slack says of groups in a workspace whose plan has none.
NO_GROUPS = frozenset({"plan_upgrade_required", "paid_teams_only"})
#: How many pages of a conversation are looked through for a message that may have arrived.
PAGES = 5
#: How many channels are listed by one call: Slack gives no more, and takes about 20 such calls a minute.
CHANNELS_AT_ONCE = 999
#: The event loop's time by which somebody must be answered; a call that is made for them ends by then.
ANSWER_BY: ContextVar[float | None] = ContextVar("ANSWER_BY", default=None)
#: The event type in the metadata of every message that the outbox sends.
SENT_BY_OUTBOX = "exception_desk_message"


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Who the bot token is.

    `scopes` are those that it was granted and `slack_at` what Slack's own clock said (aware UTC), where it told.
    """

    team: str
    team_name: str
    user_id: str
    bot_id: str
    user_name: str = ""
    scopes: frozenset[str] | None = None
    slack_at: datetime | None = None


class Gateway:
    """Calls to Slack over one shared connection pool."""

    def __init__(self, token: str, base_url: str, *, call_limit: float = CALL_LIMIT) -> None:
        # The client leaves the time limit to a session that it is given.
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=50), timeout=aiohttp.ClientTimeout(total=call_limit)
        )
        # Nothing is sent twice by the client itself: the relay looks first whether a post has arrived.
        self.client = AsyncWebClient(token=token, base_url=base_url, session=self._session, retry_handlers=[])

    def client_for_bolt(self) -> AsyncWebClient:
        """A client without a token: Bolt needs one to be there, and calls nothing by it."""
        return AsyncWebClient(base_url=self.client.base_url, session=self._session, retry_handlers=[])

    async def close(self) -> None:
        """Let the connections go."""
        await self._session.close()

    async def identity(self) -> Identity:
        """Who the token is; SlackError with `invalid_auth` and the like where it is nobody."""
        headers: dict[str, str] = {}
        answer = await self._answer("auth.test", self._with_headers("auth.test", headers))
        granted = headers.get("x-oauth-scopes")
        try:
            slack_at = parsedate_to_datetime(headers["date"]).astimezone(UTC)
        except (KeyError, ValueError):
            slack_at = None
        return Identity(
            team=answer["team_id"],
            team_name=answer.get("team", ""),
            user_id=answer["user_id"],
            bot_id=answer.get("bot_id", ""),
            user_name=answer.get("user", ""),
            scopes=None if granted is None else frozenset(filter(None, granted.replace(" ", "").split(","))),
            slack_at=slack_at,
        )

    async def _with_headers(self, method: str, headers: dict[str, str]) -> AsyncSlackResponse:
        """The answer to a call, and its headers (in small letters) in `headers`."""
        answer = await self.client.api_call(method, json={})
        headers |= {name.casefold(): str(value) for name, value in dict(answer.headers).items()}
        return answer

    async def socket_address(self, app_token: str) -> str:
        """Where a Socket Mode connection may be made once; SlackError where the app token is no good."""
        call = self.client.apps_connections_open(app_token=app_token)
        return str((await self._answer("apps.connections.open", call))["url"])

    async def person(self, user_id: str) -> dict[str, Any]:
        """`users.info` of somebody."""
        return dict((await self._read("users.info", {"user": user_id}))["user"])

    async def do_not_disturb(self, people: Sequence[str]) -> dict[str, tuple[float, float]]:
        """From when until when (Unix seconds) the people take no messages next, 50 people at most."""
        told = (await self._read("dnd.teamInfo", {"users": ",".join(people)}))["users"]
        return {
            person: (float(one["next_dnd_start_ts"]), float(one["next_dnd_end_ts"]))
            for person, one in told.items()
            if one.get("dnd_enabled")
        }

    async def groups(self) -> list[dict[str, Any]] | None:
        """Every user group that is not disabled; None where the workspace's plan has no user groups."""
        return await self._groups({})

    async def all_groups(self) -> list[dict[str, Any]] | None:
        """The same with their members (`users`), and with those that are disabled (`date_delete`) too."""
        return await self._groups({"include_users": True, "include_disabled": True})

    async def _groups(self, given: dict[str, Any]) -> list[dict[str, Any]] | None:
        try:
            return list((await self._read("usergroups.list", given))["usergroups"])
        except SlackError as error:
            if error.code in NO_GROUPS:
                return None
            raise

    async def group_members(self, group_id: str) -> frozenset[str]:
        """The ids of a user group's members (about 20 calls a minute)."""
        return frozenset((await self._read("usergroups.users.list", {"usergroup": group_id}))["users"])

    def everybody(self) -> AsyncIterator[dict[str, Any]]:
        """Everybody whom the workspace knows, programs and those who have left too, as `users.info` describes them."""
        return self._pages("users.list", "members", {})

    def channels(self, *, archived: bool = False) -> AsyncIterator[dict[str, Any]]:
        """Every channel, public ones and those private ones that the bot is in; archived ones only where asked for.

        Where the bot lacks the scope for one of the two kinds, those of the other.
        """
        return self._channels("conversations.list", archived=archived)

    def joined_channels(self) -> AsyncIterator[dict[str, Any]]:
        """The channels that the bot is in and that are not archived: few, however many the workspace has."""
        return self._channels("users.conversations", archived=False)

    async def _channels(self, method: str, *, archived: bool) -> AsyncIterator[dict[str, Any]]:
        refused: SlackError | None = None
        listed = 0
        for kinds in ("public_channel,private_channel", "public_channel", "private_channel"):
            given = {"types": kinds, "exclude_archived": not archived, "limit": CHANNELS_AT_ONCE}
            try:
                async for channel in self._pages(method, "channels", given):
                    yield channel
                listed += 1
                if "," in kinds:
                    return
            except SlackError as error:
                if error.code != "missing_scope":
                    raise
                refused = error
        if refused is not None and not listed:
            raise refused

    async def _pages(self, method: str, name: str, given: dict[str, Any]) -> AsyncIterator[dict[str, Any]]:
        """Each thing of a list that Slack gives in pages."""
        cursor = ""
        while True:
            turned = {"cursor": cursor} if cursor else {}
            answer = await self._read(method, {"limit": 200, **given, **turned})
            for one in answer[name]:
                yield one
            cursor = (answer.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                return

    async def direct_channel(self, user_id: str) -> str:
        """The id of the direct conversation with somebody."""
        return str((await self._call("conversations.open", {"users": user_id}))["channel"]["id"])

    async def post(
        self, channel: str, message: Message, *, outbox_id: str, thread_ts: str | None = None
    ) -> tuple[str, str]:
        """Post a message that bears its outbox id; channel id and ts of what was posted."""
        answer = await self._call(
            "chat.postMessage",
            {
                "channel": channel,
                "text": message.text,
                **({"blocks": message.blocks, "unfurl_links": False} if message.blocks else {}),
                "metadata": {"event_type": SENT_BY_OUTBOX, "event_payload": {"outbox_id": outbox_id}},
                **({"thread_ts": thread_ts} if thread_ts else {}),
            },
        )
        return str(answer["channel"]), str(answer["ts"])

    async def upload(self, name: str, content: bytes, *, alt_text: str = "") -> str:
        """Bring a file's content to Slack; its id. Nobody can see it, or show it, before `complete_upload`."""
        given: dict[str, Any] = {"filename": name, "length": len(content)}
        if alt_text:
            given["alt_txt"] = alt_text[:ALT_TEXT_LIMIT]
        method = "files.getUploadURLExternal"
        # A picture's description may be longer than an address may be, so this goes as a form.
        place = await self._answer(method, self.client.api_call(method, data=given))
        await self._send_file(str(place["upload_url"]), name, content)
        return str(place["file_id"])

    async def complete_upload(
        self, file_id: str, *, title: str, channel: str | None = None, comment: str = ""
    ) -> None:
        """Let the file be there: shared in a conversation, or for the app alone until a message shows it."""
        done: dict[str, Any] = {"files": [{"id": file_id, "title": title}]}
        if channel is not None:
            done |= {"channel_id": channel} | ({"initial_comment": comment} if comment else {})
        await self._call("files.completeUploadExternal", done)

    async def _send_file(self, address: str, name: str, content: bytes) -> None:
        """The file's bytes, to the address that Slack gave out for them."""
        form = aiohttp.FormData()
        form.add_field("file", content, filename=name)
        try:
            async with self._session.post(address, data=form) as answer:
                if answer.status == 429:
                    raise SlackRateLimitedError("upload", seconds(answer.headers.get("Retry-After", "")))
                if answer.status != 200:
                    raise SlackUnavailableError(f"upload: HTTP {answer.status}")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise SlackUnavailableError(f"upload: {str(error) or type(error).__name__}") from error

    async def update(self, channel: str, ts: str, message: Message, *, outbox_id: str) -> None:
        """Bring a message up to date, in its place."""
        await self._call(
            "chat.update",
            {
                "channel": channel,
                "ts": ts,
                "text": message.text,
                "blocks": message.blocks,
                "metadata": {"event_type": SENT_BY_OUTBOX, "event_payload": {"outbox_id": outbox_id}},
            },
        )

    async def find_posted(self, channel: str, outbox_id: str, thread_ts: str | None = None) -> str | None:
        """The ts of a message with that outbox id among the conversation's latest, if it has arrived."""

        def is_it(message: dict[str, Any]) -> bool:
            metadata = message.get("metadata") or {}
            return (metadata.get("event_payload") or {}).get("outbox_id") == outbox_id

        return await self._find(channel, is_it, thread_ts)

    async def find_shared(self, channel: str, name: str) -> str | None:
        """The ts of the message that shared a file of that name among the conversation's latest, if it has."""
        return await self._find(
            channel, lambda message: any(f.get("name") == name for f in message.get("files") or ())
        )

    async def _find(
        self, channel: str, is_it: Callable[[dict[str, Any]], bool], thread_ts: str | None = None
    ) -> str | None:
        method = "conversations.replies" if thread_ts else "conversations.history"
        given = {"channel": channel, "include_all_metadata": True, "limit": 200}
        if thread_ts:
            given["ts"] = thread_ts
        for _ in range(PAGES):
            answer = await self._read(method, given)
            for message in answer["messages"]:
                if is_it(message):
                    return str(message["ts"])
            given["cursor"] = (answer.get("response_metadata") or {}).get("next_cursor", "")
            if not given["cursor"]:
                break
        return None

    async def open_view(self, trigger_id: str, view: dict[str, Any]) -> dict[str, Any]:
        """Open a modal; the trigger lives for 3 s."""
        return await self._view("views.open", {"trigger_id": trigger_id, "view": view})

    async def push_view(self, trigger_id: str, view: dict[str, Any]) -> dict[str, Any]:
        """Put a modal on top of the one that is open."""
        return await self._view("views.push", {"trigger_id": trigger_id, "view": view})

    async def update_view(
        self,
        view_id: str,
        view: dict[str, Any],
        hash: str | None = None,  # noqa: A002  Slack's own word.
    ) -> dict[str, Any]:
        """Show something else in an open modal."""
        return await self._view(
            "views.update", {"view_id": view_id, "view": view, **({"hash": hash} if hash else {})}
        )

    async def publish_home(self, user_id: str, view: dict[str, Any]) -> None:
        """Show somebody their App Home."""
        await self._view("views.publish", {"user_id": user_id, "view": view})

    async def whisper(self, channel: str, user_id: str, message: Message) -> None:
        """Say something that only one person sees; as a direct message where they are not in the channel."""
        given = {"text": message.text, "blocks": message.blocks}
        try:
            await self._call("chat.postEphemeral", {"channel": channel, "user": user_id, **given})
        except SlackError:
            direct = await self.direct_channel(user_id)
            await self._call("chat.postMessage", {"channel": direct, **given})

    async def complete_step(self, token: str, execution: str, outputs: dict[str, str]) -> None:
        """Say that a workflow's step is done; `token` came with it, "" where none did: the bot's own serves as well.

        SlackError where it has ended already.
        """
        given: dict[str, Any] = {"function_execution_id": execution, "outputs": outputs}
        await self._call("functions.completeSuccess", given | ({"token": token} if token else {}))

    async def fail_step(self, token: str, execution: str, error: str) -> None:
        """Say that a workflow's step failed, and why: whoever runs it reads that. SlackError as above."""
        given = {"function_execution_id": execution, "error": error}
        await self._call("functions.completeError", given | ({"token": token} if token else {}))

    async def permalink(self, channel: str, ts: str) -> str | None:
        """A link to a message, or None where Slack gives none."""
        try:
            answer = await self._read("chat.getPermalink", {"channel": channel, "message_ts": ts})
        except SlackError:
            return None
        return str(answer["permalink"])

    async def _view(self, method: str, given: dict[str, Any]) -> dict[str, Any]:
        try:
            async with asyncio.timeout(VIEW_LIMIT):
                return dict((await self._call(method, given))["view"])
        except TimeoutError as error:
            raise SlackUnavailableError from error

    async def _read(self, method: str, given: dict[str, Any]) -> dict[str, Any]:
        """A call that only reads: Slack takes no JSON there."""
        return await self._answer(method, self.client.api_call(method, http_verb="GET", params=given))

    async def _call(self, method: str, given: dict[str, Any]) -> dict[str, Any]:
        return await self._answer(method, self.client.api_call(method, json=given))

    async def _answer(self, method: str, call: Awaitable[AsyncSlackResponse]) -> dict[str, Any]:
        try:
            async with asyncio.timeout_at(ANSWER_BY.get()):
                answer = await call
        except SlackApiError as error:
            raise understood(method, error) from error
        except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as error:
            raise SlackUnavailableError(f"{method}: {str(error) or type(error).__name__}") from error
        except (AttributeError, UnicodeDecodeError) as error:
            # The client takes every answer for JSON; plain text that says nothing breaks it.
            raise SlackUnavailableError(f"{method}: the answer is none of Slack's") from error
        return dict(answer.data) if isinstance(answer.data, dict) else {}
