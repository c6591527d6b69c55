"""What somebody typed, understood: who is meant for a role, a currency, a time zone, a file; it asks nobody."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import available_timezones

from bot.set_up.roles import Kind, Role
from bot.set_up.workspace import Candidate, Workspace
from models.faults import meant
from models.notation import CURRENCY_PATTERN, URL_PATTERN

#: Leaves a question for later, or says that there is none.
NONE = "-"


class AnswerError(ValueError):
    """The answer cannot be taken; the text says what would be."""


class SeveralError(Exception):
    """A word was typed that is no name: these have it in theirs."""

    def __init__(self, found: Sequence[Candidate]) -> None:
        super().__init__("several")
        self.found = tuple(found)


def understood(
    typed: str, role: Role, workspace: Workspace, listed: Sequence[Candidate] = ()
) -> tuple[str, ...]:
    """Who or what is meant, as the policy names it: numbers of `listed`, names, ids; several with commas.

    SeveralError where a single word is part of names only; AnswerError where it is nothing, or too few.
    """
    words = [word.strip() for word in typed.split(",") if word.strip()]
    if words in ([], [NONE]):
        return ()
    if role.kind is Kind.CHANNEL and len(words) > 1:
        raise AnswerError("Choose one channel.")
    names = tuple(
        dict.fromkeys(_one(word, role, workspace, listed, is_only=len(words) == 1) for word in words)
    )
    chosen = [workspace.find(name, role.kind) for name in names]
    people = [one.label for one in chosen if one is not None and not one.is_group]
    if role.is_only_of_groups and people:
        raise AnswerError(f"{', '.join(people)}: a person is no group. Name user groups, or {NONE} for none.")
    if len(names) < role.least and not any(one is not None and one.is_group for one in chosen):
        raise AnswerError(f"Name {role.least} people at least, with a comma between them, or a user group.")
    return names


def _one(word: str, role: Role, workspace: Workspace, listed: Sequence[Candidate], *, is_only: bool) -> str:
    if word.isascii() and word.isdigit():
        if not 1 <= int(word) <= len(listed):
            raise AnswerError(
                f"There is no number {word} in the list." if listed else "Type a name or a word."
            )
        return listed[int(word) - 1].name
    found = workspace.find(word, role.kind)
    if found is not None:
        return found.name
    others = workspace.search(word.lstrip("@#"), role.kind)
    if others and is_only:
        raise SeveralError(others)
    raise AnswerError(_nobody(word, role, workspace))


def _nobody(word: str, role: Role, workspace: Workspace) -> str:
    if role.kind is Kind.CHANNEL:
        name = word.lstrip("#")
        return (
            f"Slack shows the bot no channel #{name}. Create it in Slack, and invite the bot where it is private "
            f"(/invite @{workspace.bot_name}); then name it here."
        )
    close = meant(word, [one.name for one in workspace.of(Kind.PEOPLE) if one.is_group])
    hint = f" Among the groups: {close}" if close.startswith("did you mean") else ""
    groups = (
        "" if workspace.has_groups else " This workspace has no user groups: its plan has none. Name people."
    )
    return f"Nobody here is called {word}.{groups}{hint}"


def currency(typed: str) -> str:
    """A currency's code; AnswerError where it is none."""
    code = typed.strip().upper()
    if not re.fullmatch(CURRENCY_PATTERN, code):
        raise AnswerError('Write the three letters of a currency, such as "EUR".')
    return code


def time_zone(typed: str) -> str:
    """A time zone's name; AnswerError where there is none of that name."""
    known = {name.casefold(): name for name in available_timezones()}
    found = known.get(typed.strip().casefold().replace(" ", "_"))
    if found is None:
        close = meant(typed.strip(), known.values())
        hint = f" {close[0].upper()}{close[1:]}" if close.startswith("did you mean") else ""
        raise AnswerError(f'There is no time zone "{typed.strip()}"; write one like "Europe/Berlin".{hint}')
    return found


def link(typed: str) -> str:
    """An address, or nothing for none; AnswerError where it is neither."""
    address = "" if typed.strip() == NONE else typed.strip()
    if not re.fullmatch(URL_PATTERN, address):
        raise AnswerError('Write a whole address, such as "https://wiki.example/exceptions", or - for none.')
    return address


def title(typed: str) -> str:
    """What the policy is called; AnswerError where that is too long or nothing."""
    words = typed.strip()
    if not 1 <= len(words) <= 120:
        raise AnswerError("Write 1 to 120 characters.")
    return words


def csv_file(typed: str) -> str:
    """A file that is there, by its whole path; AnswerError where it is none."""
    path = Path(typed.strip()).expanduser()
    if not path.is_file():
        raise AnswerError(f"There is no file {path}.")
    return str(path.resolve())
