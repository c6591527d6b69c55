"""Questions at a terminal: each asked until its answer can be taken; what is hidden is never shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

import click

from commands.saying import say

if TYPE_CHECKING:
    from bot.set_up.roles import Kind, Role
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
            say(f"   {error}", behind=3)


def ask_for_role(
    role: Role,
    workspace: Workspace,
    default: tuple[str, ...],
    suggested: Sequence[Candidate],
    held: tuple[str, ...] = (),
) -> tuple[str, ...]:
    """Who or which channel it is; nobody where it is left for later, and `held` stays then.

    Enter takes what stands in brackets. Where nothing does, a question that needs an answer is asked again.
    """
    from bot.set_up.answers import NONE, AnswerError, SeveralError, understood

    listed = list(suggested)
    click.echo()
    click.secho(role.asks, bold=True)
    _list(listed)
    said = ", ".join(told(name, role.kind, workspace) for name in default)
    question = "   Number, name, or a word to search" + (f" [{said}]" if said else "")
    while True:
        typed = _line(question, ",".join(default)).strip()
        if typed == "?":
            listed = workspace.choices(role)[:LISTED]
            _list(listed)
            continue
        if not typed and role.least:
            say(f"   Nothing stands in brackets: name one, or type {NONE} to leave it for later.", behind=3)
            continue
        try:
            answer = understood(typed, role, workspace, listed)
        except SeveralError as error:
            listed = list(error.found)
            _list(listed)
        except AnswerError as error:
            say(f"   {error}", behind=3)
        else:
            if not answer and role.least:
                say(f"   Left for later: {_staying(held, role, workspace)}.", behind=3)
            return answer


def _staying(held: tuple[str, ...], role: Role, workspace: Workspace) -> str:
    """Who stays where a question is left, and that this workspace does not have them."""
    names = ", ".join(told(name, role.kind, workspace) for name in held)
    is_known = all(workspace.knows(name, role.kind) for name in held)
    verb = "stays" if len(held) == 1 else "stay"
    return f"{names} {verb}" + ("" if is_known else ", of the sample: this workspace has none of that name")


def ask_hidden(question: str) -> str:
    """Something secret; nothing of it is shown."""
    return str(click.prompt(question, default="", show_default=False, hide_input=True)).strip()


def told(name: str, kind: Kind, workspace: Workspace) -> str:
    """What the policy names, as people know it."""
    found = workspace.find(name, kind)
    if found is None or found.is_group or name.startswith("#"):
        return name
    return f"{found.label.split(',')[0]} ({name})"


def _line(question: str, default: str) -> str:
    return str(click.prompt(question, default=default, show_default=False))


def _list(listed: Sequence[Candidate]) -> None:
    for number, one in enumerate(listed, 1):
        say(f"   {number:>2}  {one.name:<24} {one.label}", behind=32)
