"""A start that cannot be says why in one sentence; SIGTERM finishes what is under way and exits 0."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox import LocalSlack
from tests.processes.bot_process import bot, run_app
from tests.world import ROOT

POLICY = str(ROOT / "policy.toml")


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({}, "SLACK_BOT_TOKEN is not set"),
        ({"SLACK_BOT_TOKEN": "xoxp-1"}, 'SLACK_BOT_TOKEN must begin with "xoxb-"'),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "Neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set"),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "PORT": "http"}, "PORT is"),
        (
            {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "DATABASE_URL": "nowhere"},
            "DATABASE_URL",
        ),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "POLICY_FILE": "none.toml"}, "none.toml"),
    ],
)
async def test_wrong_setting_ends_the_start_with_a_sentence(
    tmp_path: Path, environment: dict[str, str], named: str
) -> None:
    ended = await run_app("run", folder=tmp_path, **{"POLICY_FILE": POLICY, **environment})
    assert ended.code == 1
    assert named in ended.err
    assert "Traceback" not in ended.err


async def test_token_that_slack_does_not_take_ends_the_start_with_a_sentence(tmp_path: Path) -> None:
    slack = LocalSlack(manifest=ROOT / "manifest.yml", workspace=ROOT / "sample" / "workspace.toml")
    await slack.start()
    given = {"SLACK_API_URL": slack.api_url, "POLICY_FILE": POLICY}
    try:
        wrong_bot = await run_app(
            folder=tmp_path, SLACK_BOT_TOKEN="xoxb-wrong", SLACK_APP_TOKEN=slack.app_token, **given
        )
        wrong_app = await run_app(
            folder=tmp_path, SLACK_BOT_TOKEN=slack.bot_token, SLACK_APP_TOKEN="xapp-wrong", **given
        )
    finally:
        await slack.stop()
    assert (wrong_bot.code, "SLACK_BOT_TOKEN (invalid_auth)" in wrong_bot.err) == (1, True), wrong_bot.err
    assert (wrong_app.code, "SLACK_APP_TOKEN (invalid_auth)" in wrong_app.err) == (1, True), wrong_app.err


async def test_port_that_is_taken_ends_the_start_with_a_sentence(tmp_path: Path) -> None:
    slack = LocalSlack(manifest=ROOT / "manifest.yml", workspace=ROOT / "sample" / "workspace.toml")
    await slack.start()
    taken = slack.url.rpartition(":")[2]
    try:
        ended = await run_app(
            folder=tmp_path,
            SLACK_BOT_TOKEN=slack.bot_token,
            SLACK_SIGNING_SECRET=slack.signing_secret,
            SLACK_API_URL=slack.api_url,
            POLICY_FILE=POLICY,
            PORT=taken,
        )
    finally:
        await slack.stop()
    assert ended.code == 1
    assert f"PORT {taken}" in ended.err
    assert "Traceback" not in ended.err


async def test_sigterm_ends_the_bot_with_0(tmp_path: Path) -> None:
    slack = LocalSlack(manifest=ROOT / "manifest.yml", workspace=ROOT / "sample" / "workspace.toml")
    await slack.start()
    try:
        async with bot(slack, tmp_path) as running:
            running.terminate()
            assert await running.ended() == 0, running.err
    finally:
        await slack.stop()


async def test_help_names_every_command(tmp_path: Path) -> None:
    told = await run_app("--help", folder=tmp_path)
    for command in ("run", "demo", "migrate", "policy", "audit"):
        assert command in told.out
