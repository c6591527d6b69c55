"""A small HTTP server that answers as Slack does, and does what a test says: refuse, stall, break off, forget."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

Payload = dict[str, Any]
Answer = Callable[[Payload], Awaitable[web.StreamResponse | None]]


def refused(error: str) -> web.Response:
    """Slack's refusal of a call."""
    return web.json_response({"ok": False, "error": error})


def limited(seconds: int) -> web.Response:
    """Slack takes no more of these calls for a while."""
    return web.json_response(
        {"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": str(seconds)}
    )


class AnsweringSlack:
    """Holds people, groups and conversations, and every call that was made."""

    def __init__(self) -> None:
        self.url = ""
        self.calls: list[tuple[str, Payload]] = []
        self.people: dict[str, Payload] = {}
        self.groups: dict[str, tuple[str, set[str]]] = {}
        #: From when until when (Unix seconds) somebody takes no messages next.
        self.quiet: dict[str, tuple[float, float]] = {}
        self.channels: dict[str, str] = {"#team-lead": "C1", "#manager": "C2", "#executive": "C3"}
        self.channels |= {"#operations": "C4"}
        #: Names of channels that the bot is not in, or that are archived.
        self.not_joined: set[str] = set()
        self.posts: list[Payload] = []
        #: What was announced, brought and completed of files, by their ids.
        self.files: dict[str, Payload] = {}
        #: What a method does instead, once each, in that order; None lets the call pass.
        self.instead: dict[str, list[Answer]] = {}

    def count(self, method: str) -> int:
        """How many calls of a method there were."""
        return Counter(name for name, _ in self.calls)[method]

    def once(self, method: str, answer: Answer) -> None:
        """The next call of the method is answered so."""
        self.instead.setdefault(method, []).append(answer)

    def answers(self, method: str, response: Callable[[], web.Response], times: int = 1) -> None:
        """The next calls of the method get this response, and are not done."""

        async def answer(_: Payload) -> web.StreamResponse:
            return response()

        for _ in range(times):
            self.once(method, answer)

    def posted(self, channel: str) -> list[Payload]:
        """What stands in a conversation."""
        return [post for post in self.posts if post["channel"] == channel]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """A call of the Web API."""
        method = request.match_info["method"]
        given: Payload = dict(request.query)
        if request.content_type == "application/x-www-form-urlencoded":
            given |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
        elif request.method == "POST":
            given |= await request.json()
        self.calls.append((method, given))
        for answer in [self.instead[method].pop(0)] if self.instead.get(method) else []:
            response = await answer(given)
            if response is not None:
                return response
        return web.json_response({"ok": True} | self.done(method, given))

    def done(self, method: str, given: Payload) -> Payload:
        """What the call does, and says."""
        match method:
            case "users.info":
                return {"user": {"id": given["user"], "team_id": "T1"} | self.people.get(given["user"], {})}
            case "dnd.teamInfo":
                return {"users": {one: self.quiet_hours(one) for one in given["users"].split(",")}}
            case "usergroups.list":
                return {"usergroups": [{"id": i, "handle": h} for h, (i, _) in self.groups.items()]}
            case "usergroups.users.list":
                members = next(people for i, people in self.groups.values() if i == given["usergroup"])
                return {"users": sorted(members)}
            case "conversations.list":
                return {"channels": [{"id": i, "name": name[1:]} for name, i in self.channels.items()]}
            case "users.conversations":
                joined = {name: i for name, i in self.channels.items() if name not in self.not_joined}
                return {"channels": [{"id": i, "name": name[1:]} for name, i in joined.items()]}
            case "conversations.open":
                return {"channel": {"id": f"D{given['users']}"}}
            case "chat.postMessage":
                post = given | {"ts": f"{len(self.posts) + 1}.000001"}
                self.posts.append(post)
                return {"channel": given["channel"], "ts": post["ts"]}
            case "chat.update":
                (post,) = [p for p in self.posts if p["ts"] == given["ts"]]
                post.update(given)
                return {"channel": given["channel"], "ts": given["ts"]}
            case "files.getUploadURLExternal":
                file_id = f"F{len(self.files) + 1:09}"
                self.files[file_id] = {"id": file_id, "name": given["filename"]}
                return {"file_id": file_id, "upload_url": f"{self.url[:-4]}upload/{file_id}"}
            case "files.completeUploadExternal":
                (named,) = given["files"]
                self.files[named["id"]]["title"] = named["title"]
                file = {part: self.files[named["id"]][part] for part in ("id", "name", "title")}
                if "channel_id" in given:
                    post = {"channel": given["channel_id"], "text": given.get("initial_comment", "")}
                    self.posts.append(post | {"files": [file], "ts": f"{len(self.posts) + 1}.000001"})
                return {"files": [file]}
            case "conversations.history" | "conversations.replies":
                return self.page(given)
            case "chat.getPermalink":
                return {"permalink": f"https://sample.slack.com/{given['message_ts']}"}
        raise web.HTTPNotFound

    async def take_file(self, request: web.Request) -> web.StreamResponse:
        """The content of a file that was announced."""
        file_id = request.match_info["id"]
        self.calls.append(("upload", {"id": file_id}))
        for answer in [self.instead["upload"].pop(0)] if self.instead.get("upload") else []:
            response = await answer({"id": file_id})
            if response is not None:
                return response
        form = await request.post()
        (held,) = (value for value in form.values() if isinstance(value, web.FileField))
        self.files[file_id]["content"] = held.file.read()
        return web.Response(text="OK")

    def quiet_hours(self, one: str) -> Payload:
        """What Slack says of somebody's do-not-disturb."""
        start, end = self.quiet.get(one, (1, 1))
        return {"dnd_enabled": one in self.quiet, "next_dnd_start_ts": start, "next_dnd_end_ts": end}

    def page(self, given: Payload) -> Payload:
        """The latest messages first, in pages."""
        here = [p for p in reversed(self.posts) if p["channel"] == given["channel"]]
        if "ts" in given:
            here = [p for p in here[::-1] if given["ts"] in (p["ts"], p.get("thread_ts"))]
        start, size = int(given.get("cursor") or 0), int(given["limit"])
        following = str(start + size) if start + size < len(here) else ""
        return {"messages": here[start : start + size], "response_metadata": {"next_cursor": following}}


def done_but_broken_off(slack: AnsweringSlack, method: str) -> Answer:
    """The call is done, and the connection ends before that is said."""

    async def answer(given: Payload) -> web.StreamResponse:
        slack.done(method, given)
        return web.Response(status=502, text="<html>Bad gateway</html>", content_type="text/html")

    return answer


def stalled(until: asyncio.Event, begun: asyncio.Event | None = None) -> Answer:
    """The call waits for the test."""

    async def answer(_: Payload) -> web.StreamResponse | None:
        if begun is not None:
            begun.set()
        await until.wait()
        return None

    return answer


@asynccontextmanager
async def answering_slack() -> AsyncIterator[AnsweringSlack]:
    """The server, on a port of its own."""
    slack = AnsweringSlack()
    application = web.Application()
    application.router.add_route("*", "/api/{method}", slack.handle)
    application.router.add_post("/upload/{id}", slack.take_file)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    try:
        yield slack
    finally:
        await runner.cleanup()
