"""What survives a restart, and the guided start that ticks itself."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import threading
from pathlib import Path

import pytest

from tests.sandbox.echo_app import card
from tests.sandbox.running import HERE, ROOT, Start, local_slack

GUIDE = """
[[steps]]
chapter = "Forms"
title = "Open the form"
text = "Type `/echo form`"
as = "U0REQUEST1"
done = {kind = "command", command = "/echo", text = "form"}

[[steps]]
title = "See the form"
text = "It says *Echo*"
done = {kind = "modal_shows", pattern = "Words"}
anytime = true

[[steps]]
title = "Be refused"
text = "Send the wrong word"
done = {kind = "view_error", pattern = "Not that"}

[[steps]]
title = "Send it"
text = "…"
done = {kind = "view_submission", callback_id = "echo_.*", by = "U0REQUEST1"}

[[steps]]
chapter = "Messages"
title = "Read it"
text = "…"
done = {kind = "message", pattern = "Echo: fine"}

[[steps]]
title = "Look elsewhere"
text = "…"
done = {kind = "read", channel = "sales", by = "U0REQUEST1"}

[[steps]]
title = "Move the clock"
text = "…"
done = {kind = "clock"}
"""


async def test_guide_ticks_itself_in_order(start: Start, tmp_path: Path) -> None:
    path = tmp_path / "guide.toml"
    path.write_text(GUIDE)
    async with start(guide=path, state=tmp_path / "state.sqlite3") as (slack, _):

        def done() -> list[bool]:
            return [step["done"] for step in slack.guide() or []]

        chapters = [step["chapter"] for step in slack.guide() or []]
        assert chapters == ["Forms"] * 4 + ["Messages"] * 3
        slack.clock.shift(60)
        assert done() == [False] * 7
        rosa = slack.person("U0REQUEST1")
        await rosa.command("/echo form")
        assert done() == [True, True, False, False, False, False, False]
        await rosa.fill({"Words": "wrong"})
        await rosa.submit()
        assert done()[2] is True
        await rosa.fill({"Words": "fine"})
        await rosa.submit()
        await slack.wait_for(lambda: done()[4])
        slack.person("U0VALIDAT1").mark_read("sales")
        rosa.mark_read("operations")
        assert done()[5] is False
        rosa.mark_read("sales")
        assert done()[5] is True
        slack.clock.shift(60)
        assert all(done())
    again = local_slack(guide=path, state=tmp_path / "state.sqlite3")
    await again.start()
    assert all(step["done"] for step in again.guide() or [])
    await again.stop()


async def test_workspace_survives_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"
    slack = local_slack(state=path)
    await slack.start()
    vera = slack.person("U0VALIDAT1")
    said = vera.say("operations", "kept")
    vera.say("operations", "in the thread", thread_ts=said["ts"])
    file_id = vera.upload("facts.csv", b"a,b\n")
    slack.parts.messages.post_as_app(
        slack.state.channels["C0OPERATNS"], {"text": "card", "blocks": card("x")}
    )
    slack.parts.views.publish("U0VALIDAT1", {"type": "home", "blocks": card("home")})
    slack.clock.shift(3600)
    slack.person("U0ADMIN001").administer(op="deactivate", user="U0MANAGER2")
    slack.person("U0OPERATE1").mark_read("operations")
    before = vera.messages("operations")
    await slack.stop()

    again = local_slack(state=path)
    await again.start()
    vera = again.person("U0VALIDAT1")
    assert vera.messages("operations") == before
    assert [m["text"] for m in vera.messages("operations", thread_ts=said["ts"])] == ["kept", "in the thread"]
    assert again.person("U0OPERATE1").unread("operations") == (0, 0)
    assert (vera.home_view() or {})["blocks"]
    assert again.clock.offset_s == pytest.approx(3600)
    assert again.state.people["U0MANAGER2"].deleted
    assert again.state.store.content(file_id) == b"a,b\n"
    again.clock.reset()
    later = vera.say("operations", "after the clock went back")
    assert later["ts"] > before[-1]["ts"]
    await again.stop()
    with sqlite3.connect(path) as connection:
        tables = {
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
    connection.close()
    assert all(name.startswith("slack_") for name in tables)


async def test_taken_port_ends_the_start_and_lets_go_of_the_state(tmp_path: Path) -> None:
    first = local_slack()
    await first.start()
    second = local_slack(state=tmp_path / "state.sqlite3")
    with pytest.raises(OSError, match="address already in use"):
        await second.start(port=int(first.url.rpartition(":")[2]))
    await first.stop()
    assert "slack-store" not in {thread.name for thread in threading.enumerate()}


async def test_command_line_serves_and_ends_on_sigterm() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "sandbox",
        "--port",
        "0",
        "--manifest",
        str(HERE / "echo_manifest.yml"),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    first = await asyncio.wait_for(process.stdout.readline(), 10)
    assert first.startswith(b"The workspace is at http://127.0.0.1:")
    process.terminate()
    await asyncio.wait_for(process.communicate(), 10)
    assert process.returncode == 0


async def test_sample_guide_counts_a_review_that_came_long_before_its_step(tmp_path: Path) -> None:
    slack = local_slack(manifest=ROOT / "manifest.yml", guide=ROOT / "sample" / "guide.toml")
    await slack.start()

    def is_done() -> bool:
        (step,) = [one for one in slack.guide() or [] if one["title"] == "Let the week's review come"]
        return bool(step["done"])

    colin = slack.person("U0COMPLIA2")
    try:
        colin.say("compliance", "Audit review 53: the week's audit trail. Progress: Nothing to look at")
        assert not is_done(), "a review of nothing has nothing to go through"
        colin.say("compliance", "Audit review 54: the week's audit trail. Progress: 0 of 4")
        assert is_done()
    finally:
        await slack.stop()
