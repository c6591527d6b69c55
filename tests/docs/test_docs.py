"""What the documents say is what the code does: commands, shortcuts, events, scopes, settings, targets, pictures."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from typing import Any

import pytest
import yaml

from bot.settings import Settings, SettingsError, read_settings
from bot.views import actions
from bot.views.help import help_message
from bot.views.text import Names
from handlers.commanding import WORDS
from tests.builders import policy
from tests.world import ROOT

MANIFEST: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yml").read_text(encoding="utf-8"))
README = (ROOT / "README.md").read_text(encoding="utf-8")
SOURCES = {
    path: path.read_text(encoding="utf-8")
    for folder in ("bot", "commands", "handlers")
    for path in (ROOT / folder).rglob("*.py")
}
CODE = "\n".join(SOURCES.values())

#: The Web API methods that each scope is for, and what else needs it.
NEEDED_FOR = {
    "commands": {actions.COMMAND},
    "chat:write": {"chat.postMessage", "chat.update", "chat.postEphemeral"},
    "users:read": {"users.info"},
    "dnd:read": {"dnd.teamInfo"},
    "usergroups:read": {"usergroups.list", "usergroups.users.list"},
    "channels:read": {"conversations.list"},
    "groups:read": {"conversations.list"},
    "channels:history": {"conversations.history", "conversations.replies"},
    "groups:history": {"conversations.history", "conversations.replies"},
    "im:history": {"conversations.history"},
    "im:write": {"conversations.open"},
    "files:read": {"file_input"},
    "files:write": {"files.getUploadURLExternal", "files.completeUploadExternal"},
}


def test_manifest_has_the_commands_and_shortcuts_that_the_code_answers() -> None:
    features = MANIFEST["features"]
    assert [command["command"] for command in features["slash_commands"]] == [actions.COMMAND]
    shortcuts = {shortcut["callback_id"]: shortcut["type"] for shortcut in features["shortcuts"]}
    assert shortcuts == {
        actions.FILE_SHORTCUT: "global",
        actions.FILE_MESSAGE_SHORTCUT: "message",
        actions.COMPLAINT_SHORTCUT: "message",
    }


def test_manifest_subscribes_to_the_events_that_the_code_listens_to() -> None:
    listened = set(re.findall(r'\.event\("([a-z_]+)"\)', CODE))
    assert listened == set(MANIFEST["settings"]["event_subscriptions"]["bot_events"])
    for event in listened:
        assert f"`{event}`" in README


def test_every_scope_of_the_manifest_is_needed_and_explained() -> None:
    scopes = MANIFEST["oauth_config"]["scopes"]["bot"]
    assert set(scopes) == set(NEEDED_FOR)
    for scope in scopes:
        assert f"`{scope}`" in README
    for needed in NEEDED_FOR.values():
        for what in needed - {actions.COMMAND}:
            assert what in CODE, what


def test_every_call_of_the_gateway_has_its_scope() -> None:
    gateway = (ROOT / "bot" / "gateway.py").read_text(encoding="utf-8")
    called = set(
        re.findall(r'"((?:chat|conversations|users|usergroups|files|team|dnd)\.[A-Za-z.]+)"', gateway)
    )
    explained = {what for needed in NEEDED_FOR.values() for what in needed} | {"chat.getPermalink"}
    assert called <= explained


def test_env_example_names_every_setting_with_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    given = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert set(given) == {field.name.upper() for field in fields(Settings)}
    with pytest.raises(SettingsError, match="SLACK_BOT_TOKEN"):
        read_settings(given, None)
    tokens = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
    assert read_settings(given | tokens, None) == read_settings(tokens, None)


def test_readme_names_every_setting() -> None:
    for field in fields(Settings):
        assert f"`{field.name.upper()}`" in README


def test_readme_names_only_targets_and_commands_that_are_there() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)\b", README)) <= targets
    app = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "commands").glob("*.py"))
    for command in re.findall(r"app\.py ([a-z]+)(?: ([a-z]+))?", README):
        for word in filter(None, command):
            assert re.search(rf'def (?:\w+_)?{word}\(|"{word}"', app), word


def test_pictures_and_files_that_the_readme_shows_are_there() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target


def test_nothing_imports_the_composition_root() -> None:
    assert not re.search(r"^\s*(?:import app\b|from app\b)", CODE, re.MULTILINE)


def test_help_names_every_word_of_the_command() -> None:
    told = json.dumps(help_message(policy(), Names()).blocks)
    assert {word for word in WORDS if f"{actions.COMMAND} {word}" not in told} == set()
