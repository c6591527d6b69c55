"""The manifest is made from what the code listens to and asks for; the file and the README say the same."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from app import main
from bot.scopes import NEED_NONE, SCOPES, explained
from bot.views import actions
from commands import manifest as command
from handlers.alert_reading import KEYS
from handlers.commanding import HELP, WORDS
from handlers.manifest import EVENTS, RequestUrlError, address, manifest, manifest_text
from handlers.step_definition import FILE_STEP
from sandbox.web_api.methods import METHODS
from tests.world import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
CODE = {
    path: path.read_text(encoding="utf-8")
    for folder in ("bot", "commands", "handlers")
    for path in (ROOT / folder).rglob("*.py")
}


def run(*arguments: str) -> Any:
    return CliRunner().invoke(main, ["manifest", *arguments])


def test_file_is_as_the_code_has_it() -> None:
    assert (ROOT / "manifest.yml").read_text(encoding="utf-8") == manifest_text()
    assert run("--check").exit_code == 0


def test_file_that_differs_is_told_of_with_the_command_that_writes_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    other = tmp_path / "manifest.yml"
    other.write_text(manifest_text().replace("- im:write\n", ""), encoding="utf-8")
    monkeypatch.setattr(command, "FILE", other)
    told = run("--check")
    assert told.exit_code == 1
    assert "python app.py manifest --write" in told.output
    assert run("--write").exit_code == 0
    assert run("--check").exit_code == 0


def test_text_says_what_the_manifest_says() -> None:
    assert yaml.safe_load(manifest_text()) == manifest()
    url = "https://desk.example.com"
    assert yaml.safe_load(manifest_text(url)) == manifest(url)
    assert max(map(len, manifest_text().splitlines())) <= 120


def test_shortcuts_and_events_are_those_that_the_code_listens_to() -> None:
    shortcuts = {one["callback_id"]: one["type"] for one in manifest()["features"]["shortcuts"]}
    assert shortcuts == {
        actions.FILE_SHORTCUT: "global",
        actions.FILE_MESSAGE_SHORTCUT: "message",
        actions.COMPLAINT_SHORTCUT: "message",
    }
    code = "\n".join(CODE.values())
    steps = {"function_executed"} if "app.function(" in code else set()
    listened = set(re.findall(r'\.event\("([a-z_]+)"\)', code)) | steps
    assert listened == set(EVENTS)
    for event in EVENTS:
        assert f"`{event}`" in README


def test_steps_are_those_that_the_code_runs_and_their_inputs_those_that_it_reads() -> None:
    """Slack offers the steps of org-ready apps alone: https://docs.slack.dev/workflows/workflow-steps."""
    made = manifest()
    assert list(made["functions"]) == [FILE_STEP]
    read = {str(key) for key in KEYS}
    assert set(made["functions"][FILE_STEP]["input_parameters"]) == {"sponsor", *read}
    assert made["settings"]["org_deploy_enabled"] is True
    assert made["settings"]["function_runtime"] == "remote"


def test_hint_lists_every_word_of_the_command() -> None:
    hint = manifest()["features"]["slash_commands"][0]["usage_hint"]
    assert set(re.findall(r"[a-z]+", hint)) == {*WORDS, HELP}


def test_every_call_has_a_scope_that_is_asked_for_and_every_scope_a_call_or_a_use() -> None:
    families = "apps|auth|bots|chat|conversations|dnd|files|functions|team|usergroups|users|views"
    called = {
        method
        for path, text in CODE.items()
        if path.name != "scopes.py"
        for method in re.findall(rf'"((?:{families})\.[A-Za-z]+(?:\.[A-Za-z]+)?)"', text)
    }
    listed = {call for scope in SCOPES.values() for call in scope.calls}
    assert called - NEED_NONE == listed
    assert not listed & NEED_NONE


@pytest.mark.parametrize("scope", SCOPES)
def test_calls_of_a_scope_are_those_that_slack_asks_it_for(scope: str) -> None:
    """As the local Slack has it; where it names none, the kind of the conversation decides."""
    for call in SCOPES[scope].calls:
        asked = METHODS[call].scopes
        assert not asked or scope in asked, call


def test_readme_explains_the_scopes_as_the_code_does() -> None:
    for names, why in explained().items():
        row = f"| {', '.join(f'`{name}`' for name in names.split(', '))} | {why} |"
        assert row in README, row


def test_http_turns_socket_mode_off_and_fills_every_address_in() -> None:
    made = manifest("https://desk.example.com/")
    url = "https://desk.example.com/slack/events"
    settings = made["settings"]
    assert settings["socket_mode_enabled"] is False
    assert settings["event_subscriptions"]["request_url"] == url
    assert settings["interactivity"]["request_url"] == url
    assert settings["interactivity"]["message_menu_options_url"] == url
    assert [one["url"] for one in made["features"]["slash_commands"]] == [url]
    plain = manifest()
    assert plain["settings"]["socket_mode_enabled"] is True
    assert "url" not in str(plain)


@pytest.mark.parametrize("wrong", ["http://desk.example.com", "desk.example.com", "https://", "https://a b"])
def test_address_that_slack_would_not_take_is_told(wrong: str) -> None:
    with pytest.raises(RequestUrlError, match="https://your-host"):
        address(wrong)
    told = run("--request-url", wrong)
    assert told.exit_code == 1
    assert wrong in told.output


def test_limits_of_slacks_reference_hold() -> None:
    made = manifest()
    about, features = made["display_information"], made["features"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert len(features["bot_user"]["display_name"]) <= 80
    for one in features["shortcuts"]:
        assert len(one["description"]) <= 150
        assert len(one["callback_id"]) <= 255
    for one in features["slash_commands"]:
        assert len(one["command"]) <= 32
        assert len(one["description"]) <= 2000
        assert len(one["usage_hint"]) <= 1000
