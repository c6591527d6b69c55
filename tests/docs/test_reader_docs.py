"""The documents for the four readers: each word, button, command, key, file and picture that they name is there."""

from __future__ import annotations

import re
import tomllib

import pytest

from bot.views import actions
from handlers.commanding import HELP, WORDS
from tests.world import ROOT

READERS = ("requester", "approver", "administrator", "developer")
DOCS = {name: (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8") for name in READERS}
README = (ROOT / "README.md").read_text(encoding="utf-8")
VIEWS = "\n".join(
    path.read_text(encoding="utf-8")
    for folder in ("bot/views", "handlers")
    for path in (ROOT / folder).rglob("*.py")
)
COMMANDS = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "commands").glob("*.py"))
#: The most bytes of a picture.
PICTURE_LIMIT = 150_000


@pytest.mark.parametrize("reader", READERS)
def test_readme_leads_to_it(reader: str) -> None:
    assert f"](docs/{reader}.md)" in README


@pytest.mark.parametrize("reader", READERS)
def test_every_word_of_the_command_that_it_names_is_one(reader: str) -> None:
    typed = re.findall(rf"`{actions.COMMAND} ([^`]+)`", DOCS[reader])
    unknown = [words for words in typed if words.split()[0] not in {*WORDS, HELP, "EX-1042"}]
    assert unknown == []


def test_every_word_of_the_command_stands_in_one_of_them_or_in_the_readme() -> None:
    told = README + "".join(DOCS.values())
    assert [word for word in WORDS if f"`{actions.COMMAND} {word}" not in told] == []


@pytest.mark.parametrize("reader", READERS)
def test_every_button_that_it_names_is_one(reader: str) -> None:
    named = set(re.findall(r"(?<![*\w])\*([A-Z][^*]+)\*(?!\*)", DOCS[reader]))
    assert {label for label in named if f'"{label}' not in VIEWS} == set()


@pytest.mark.parametrize("reader", READERS)
def test_every_command_that_it_names_is_there(reader: str) -> None:
    named = re.findall(r"app\.py ([a-z]+)(?: ([a-z]+)\b(?!\.))?", DOCS[reader])
    assert named or reader in ("requester", "approver")
    for words in named:
        for word in filter(None, words):
            assert re.search(rf'def (?:\w+_)?{word}\(|"{word}"', COMMANDS), word
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)\b", DOCS[reader])) <= targets


@pytest.mark.parametrize("reader", READERS)
def test_every_part_of_the_policy_that_it_names_is_there(reader: str) -> None:
    policy = tomllib.loads((ROOT / "policy.toml").read_text(encoding="utf-8"))
    assert set(re.findall(r"`\[([a-z_]+)\]`", DOCS[reader])) <= set(policy)


@pytest.mark.parametrize("reader", READERS)
def test_every_file_and_picture_that_it_names_is_there(reader: str) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", DOCS[reader]):
        assert (ROOT / "docs" / target).exists(), target
    for path in re.findall(r"`((?:bot|models|handlers|tests|commands)/[\w/.]+)`", DOCS[reader]):
        assert (ROOT / path).exists(), path


@pytest.mark.parametrize("reader", READERS)
def test_it_is_short(reader: str) -> None:
    assert len(DOCS[reader].split()) <= 900


def test_pictures_are_small_enough_to_load_at_once() -> None:
    heavy = {
        path.name: path.stat().st_size
        for path in (ROOT / "docs" / "pictures").glob("*.png")
        if path.stat().st_size > PICTURE_LIMIT
    }
    assert heavy == {}
