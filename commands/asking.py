"""Questions at a terminal: each asked until its answer can be taken; what is hidden is never shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from bot.set_up.roles import Role
    from bot.set_up.workspace import Candidate, Workspace

T = TypeVar("T")
#: The most that one list shows.
LISTED = 40


def ask(question: str, default: str, taken: Callable[[str], T], *, shown: str = "") -> T:
    """An answer that `taken` takes; Enter gives the default, which is `shown` in other words where these are given."""
    from bot.set_up.answers import AnswerError

    said = shown or default
    while True:
        typed = _line(f"{question} [{said}]" if said else question, default)
        try:
            return taken(typed)
        except AnswerError as error:
            click.echo(f"   {error}")


def ask_for_role(
    role: Role, workspace: Workspace, default: tuple[str, ...], suggested: Sequence[Candidate]
) -> tuple[str, ...]:
    """Who or which channel it is; nobody where it is left for later."""
    from bot.set_up.answers import AnswerError, SeveralError, understood

    listed = list(suggested)
    click.echo()
    click.secho(role.asks, bold=True)
    _list(listed)
    said = ", ".join(told(name, role, workspace) for name in default)
    question = "   Number, name, or a word to search" + (f" [{said}]" if said else "")
    while True:
        typed = _line(question, ",".join(default))
        if typed.strip() == "?":
            listed = workspace.of(role.kind)[:LISTED]
            _list(listed)
            continue
        try:
            return understood(typed, role, workspace, listed)
        except SeveralError as error:
            listed = list(error.found)
            _list(listed)
        except AnswerError as error:
            click.echo(f"   {error}")


def ask_hidden(question: str) -> str:
    """Something secret; nothing of it is shown."""
    return str(click.prompt(question, default="", show_default=False, hide_input=True)).strip()


def told(name: str, role: Role, workspace: Workspace) -> str:
    """What the policy names, as people know it."""
    found = workspace.find(name, role.kind)
    if found is None or found.is_group or name.startswith("#"):
        return name
    return f"{found.label.split(',')[0]} ({name})"


def _line(question: str, default: str) -> str:
    return str(click.prompt(question, default=default, show_default=False))


def _list(listed: Sequence[Candidate]) -> None:
    for number, one in enumerate(listed, 1):
        click.echo(f"   {number:>2}  {one.name:<24} {one.label}")
