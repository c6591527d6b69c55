"""What the documents say is what the code does: settings, commands, targets, pictures, words."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from datetime import date
from fnmatch import fnmatch

import pytest

from bot.exports.taking import name_of
from bot.settings import Settings, SettingsError, read_settings
from bot.views import actions
from bot.views.help import help_message
from bot.views.text import Names
from handlers.commanding import WORDS
from models.oversight.exporting import Format, Wanted
from tests.builders import policy
from tests.world import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
SOURCES = {
    path: path.read_text(encoding="utf-8")
    for folder in ("bot", "commands", "handlers")
    for path in (ROOT / folder).rglob("*.py")
}
CODE = "\n".join(SOURCES.values())


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


def test_files_that_commands_of_the_readme_write_are_no_change_of_the_project() -> None:
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    left_out = [line.removeprefix("/") for line in lines if line.startswith("/")]
    named = set(re.findall(r"--(?:plot|output) ([a-z_]+\.[a-z]+)", README))
    assert named == {"before_and_after.png", "report.html"}
    first, last = date(2026, 11, 1), date(2026, 11, 30)
    exported = {
        name_of(Wanted(format=Format.PACKET, request=1042)),
        "EX-1042-packet.json",
        name_of(Wanted(format=Format.JSON_LINES, request=1042)),
        name_of(Wanted(format=Format.JSON_LINES, first=first, last=last)),
        name_of(Wanted(format=Format.CSV, first=first, last=last)),
        "events.csv",
        "requests.csv",
    }
    assert {file for file in named | exported if not any(fnmatch(file, one) for one in left_out)} == set()


def test_nothing_imports_the_composition_root() -> None:
    assert not re.search(r"^\s*(?:import app\b|from app\b)", CODE, re.MULTILINE)


def test_help_names_every_word_of_the_command() -> None:
    told = json.dumps(help_message(policy(), Names()).blocks)
    assert {word for word in WORDS if f"{actions.COMMAND} {word}" not in told} == set()
