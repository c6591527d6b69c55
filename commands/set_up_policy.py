"""Setting up: the policy's roles given to the people and channels of the workspace, its settings and its sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from commands.asking import ask, ask_for_role
from commands.saying import say

if TYPE_CHECKING:
    from bot.set_up.roles import Role
    from bot.set_up.workspace import Workspace
    from commands.set_up_asked import Asked

CHANNELS = (
    "The bot creates no channel: make those that are missing in Slack first. "
    "It sees a private one once it is in it."
)
SOURCES = (
    "The policy's sources read sample data as shipped. Name a CSV file of yours, or keep the samples to try it out. "
    "Other kinds (a database, a web service, Salesforce) are written into the policy file, where their examples are."
)


def fill_in(asked: Asked, written: dict[str, Any], workspace: Workspace) -> dict[str, Any]:
    """The policy with what was answered; all that nobody can be asked for ends it, named at once."""
    from bot.set_up.answers import AnswerError
    from bot.set_up.following import assigned

    try:
        given = _roles(asked, written, workspace)
        made = assigned(written, given)
        made = _settings(asked, made, workspace)
        made = _sources(asked, made)
    except AnswerError as error:
        raise click.ClickException(f"{error}\nNothing was written.") from None
    if asked.missing:
        wide = max(len(name) for name, _ in asked.missing)
        raise click.ClickException(
            "Nobody can be asked here, so these are missing:\n"
            + "\n".join(f"  {name.ljust(wide)}  {what}" for name, what in asked.missing)
            + "\nNothing was written."
        )
    return made


def _roles(asked: Asked, written: dict[str, Any], workspace: Workspace) -> dict[str, tuple[str, ...]]:
    """Who each role is given to; one that is left for later is not among them."""
    from bot.set_up.answers import AnswerError, SeveralError, understood
    from bot.set_up.roles import Kind, named, roles_of

    roles = roles_of(written)
    _insist_on_known(asked, roles)
    given: dict[str, tuple[str, ...]] = {}
    heading = None
    for role in roles:
        if role.key in asked.given:
            try:
                given[role.key] = understood(asked.given[role.key], role, workspace)
            except SeveralError as error:
                names = ", ".join(f"{one.name} ({one.label})" for one in error.found)
                raise AnswerError(
                    f"--set {role.key}: nobody has that name; did you mean one of {names}?"
                ) from None
            except AnswerError as error:
                raise AnswerError(f"--set {role.key}: {error}") from None
            continue
        there = _there(role, roles, written, given, workspace)
        if not asked.is_asking:
            if role.least == 0:
                given[role.key] = there
            elif not there:
                asked.missing.append((f"--set {role.key}=…", role.asks))
            continue
        if role.kind is not heading:
            heading = role.kind
            click.echo()
            click.secho("People" if role.kind is Kind.PEOPLE else "Channels", bold=True)
            if role.kind is Kind.CHANNEL:
                say(CHANNELS)
        fitting = workspace.like(role)
        default = there or workspace.best(role)
        answer = ask_for_role(role, workspace, default, fitting, named(written, role))
        if answer or role.least == 0:
            given[role.key] = answer
    return given


def _there(
    role: Role,
    roles: tuple[Role, ...],
    written: dict[str, Any],
    given: Mapping[str, tuple[str, ...]],
    workspace: Workspace,
) -> tuple[str, ...]:
    """Whom the policy names for a role, where they are of this workspace; or who came in the place of a sample."""
    from bot.set_up.roles import named

    there = named(written, role)
    if there and all(workspace.knows(name, role.kind) for name in there):
        return there
    before = ((other, named(written, other)) for other in roles if other.key in given)
    told = [name for other, had in before if had and set(had) <= set(there) for name in given[other.key]]
    return tuple(dict.fromkeys(told))


def _insist_on_known(asked: Asked, roles: tuple[Role, ...]) -> None:
    from bot.set_up.answers import AnswerError
    from models.faults import meant

    known = {role.key for role in roles} | {"title", "currency", "time_zone", "process_link"}
    for name in asked.given:
        if name not in known:
            raise AnswerError(f"The policy has no role {name}; {meant(name, (role.key for role in roles))}")


def _settings(asked: Asked, written: dict[str, Any], workspace: Workspace) -> dict[str, Any]:
    from bot.set_up import answers, samples

    if asked.is_asking:
        click.echo()
        click.secho("The policy", bold=True)
    is_shipped = samples.is_as_shipped(written)
    link = "" if is_shipped else str(written.get("process_link") or "")
    made = samples.without_review(written)
    calendar = dict(made["calendar"])
    zone = workspace.time_zone if is_shipped else str(calendar["time_zone"])
    currency = str(made["currency"])
    if is_shipped and asked.is_asking:
        currency = samples.currency_at(zone)
    made["title"] = _setting(asked, "title", "What it is called", str(written["title"]), answers.title)
    made["currency"] = _setting(asked, "currency", "Currency of decision values", currency, answers.currency)
    calendar["time_zone"] = _setting(
        asked, "time_zone", "Time zone of business days", zone, answers.time_zone
    )
    made["calendar"] = calendar
    said = link or answers.NONE
    made["process_link"] = _setting(
        asked,
        "process_link",
        "Where people read about the process (an address, - for none)",
        said,
        answers.link,
    )
    if made["currency"] != written["currency"]:
        # What another currency is worth in the old one says nothing of the new one.
        made.pop("rates", None)
    return made


def _setting(asked: Asked, key: str, question: str, default: str, taken: Callable[[str], str]) -> str:
    if key in asked.given:
        return taken(asked.given[key])
    return ask(question, default, taken) if asked.is_asking else taken(default)


def _sources(asked: Asked, written: dict[str, Any]) -> dict[str, Any]:
    from bot.set_up import answers
    from models.faults import meant

    files = {str(row["name"]): row for row in written["sources"] if row.get("kind") == "csv"}
    for name in asked.sources:
        if name not in files:
            raise answers.AnswerError(f'There is no source "{name}" that is a file; {meant(name, files)}')
    if asked.is_asking and files:
        click.echo()
        click.secho("Customers' data", bold=True)
        say(SOURCES)
    paths = {}
    for name, row in files.items():
        held = str(row["path"])
        if name in asked.sources:
            paths[name] = answers.csv_file(asked.sources[name])
        elif asked.is_asking:
            question = f"{row['title']}: a CSV file"
            paths[name] = ask(question, held, partial(_kept_or_read, held), shown=f"keep {held}")
    rows = [
        {**row, "path": paths.get(str(row["name"]), row.get("path"))} if row.get("kind") == "csv" else row
        for row in written["sources"]
    ]
    return {**written, "sources": rows}


def _kept_or_read(held: str, typed: str) -> str:
    """What is there stays as it is written, whether the file can be found from here or not."""
    from bot.set_up.answers import csv_file

    return held if typed == held else csv_file(typed)
