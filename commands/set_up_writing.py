"""Setting up: what was answered is checked, shown and written; what is still to do is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.asking import told

if TYPE_CHECKING:
    from bot.set_up.workspace import Workspace
    from commands.set_up_asked import Asked

ROOT = Path(__file__).resolve().parents[1]


def write(
    asked: Asked,
    written: dict[str, Any],
    template: str,
    values: dict[str, str],
    workspace: Workspace,
    file: Path,
    env_file: Path,
) -> None:
    """Write both files, once somebody has seen what will stand in them; what was there is kept beside."""
    from bot.set_up.files import PRIVATE, env_text, put, written_policy
    from bot.sources.gathering import unreadable
    from models.policy_warnings import warnings_of

    text, policy, faults = written_policy(written, template)
    if policy is None:
        raise click.ClickException(
            "The policy would not be in order:\n"
            + "\n".join(f"  {fault}" for fault in faults)
            + "\nNothing was written."
        )
    click.echo()
    for line in _summary(written, workspace):
        click.echo(line)
    for warning in (*warnings_of(policy, None), *unreadable(policy, file.resolve().parent, values)):
        click.echo(f"Warning: {warning}")
    if asked.is_asking and not click.confirm(f"\nWrite {file} and {env_file}?", default=True):
        raise click.Abort
    before = env_file.read_text(encoding="utf-8") if env_file.is_file() else _example()
    try:
        kept = [put(file, text), put(env_file, env_text(before, values), PRIVATE)]
    except OSError as error:
        raise click.ClickException(f"{error.filename or file} cannot be written: {error.strerror}.") from None
    click.echo()
    click.echo(f"{file} and {env_file} are written; {env_file} is for your eyes only.")
    for place in kept:
        if place is not None:
            click.echo(f"What was there before is kept in {place}.")
    for line in _to_do(written, values, workspace, file):
        click.echo(line)


def _summary(written: dict[str, Any], workspace: Workspace) -> Iterator[str]:
    from bot.set_up.roles import named, roles_of

    yield f"{written['title']}, in {written['currency']}, on the clock of {written['calendar']['time_zone']}"
    roles = [role for role in roles_of(written) if role.least or named(written, role)]
    wide = max(len(role.key) for role in roles)
    for role in roles:
        names = ", ".join(told(name, role, workspace) for name in named(written, role)) or "nobody"
        yield f"  {role.key.ljust(wide)}  {names}"


def _to_do(
    written: dict[str, Any], values: dict[str, str], workspace: Workspace, file: Path
) -> Iterator[str]:
    from bot.set_up.roles import Kind, everybody

    unknown: dict[str, list[str]] = {}
    absent: dict[str, None] = {}
    for name, kind, place in everybody(written):
        if not workspace.knows(name, kind):
            unknown.setdefault(name, []).append(place)
        elif kind is Kind.CHANNEL:
            found = workspace.find(name, kind)
            if found is not None and not found.is_there:
                absent[name] = None
    if unknown:
        yield f"\nStill to do: {file} names these, and this workspace has none of that name (samples, mostly)."
        for name, places in unknown.items():
            more = f" and {len(places) - 3} more" if len(places) > 3 else ""
            yield f"  {name:<24} {', '.join(places[:3])}{more}"
    if absent:
        yield "\nInvite the bot, in each of these channels: /invite @Exception Desk"
        yield f"  {', '.join(absent)}"
    samples = [row["title"] for row in written["sources"] if "sample" in Path(str(row.get("path", ""))).parts]
    if samples:
        yield f"\nSample data, of customers that do not exist: {', '.join(samples)}. Good for trying it out."
    if "rates" not in written:
        yield f"\nOnly values in {written['currency']} can be given until {file} has [[rates]] of other currencies."
    yield f"\nBands, authority and times in {file} are those of the policy as shipped: look whether they are yours."
    yield "Next: python app.py doctor says what is still missing, and make run starts the bot."
    if _has_record(values):
        yield "A policy is on record already: python app.py policy adopt file puts this one in force."


def _has_record(values: dict[str, str]) -> bool:
    from bot.settings import Settings
    from models.database import is_missing

    return not is_missing(values.get("DATABASE_URL", Settings.database_url))


def _example() -> str:
    return (ROOT / ".env.example").read_text(encoding="utf-8")
