"""Setting up: what was answered is checked, shown and written; what is still to do is said."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.asking import told
from commands.saying import command, say

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
    _summary(written, workspace)
    for warning in (*warnings_of(policy, None), *unreadable(policy, file.resolve().parent, values)):
        say(f"Warning: {warning}", behind=2)
    if asked.is_asking and not click.confirm(f"\nWrite {file} and {env_file}?", default=True):
        raise click.Abort
    before = env_file.read_text(encoding="utf-8") if env_file.is_file() else _example()
    try:
        kept = [put(file, text), put(env_file, env_text(before, values), PRIVATE)]
    except OSError as error:
        raise click.ClickException(f"{error.filename or file} cannot be written: {error.strerror}.") from None
    click.echo()
    say(f"{file} and {env_file} are written; {env_file} is for your eyes only.")
    for place in kept:
        if place is not None:
            say(f"What was there before is kept in {place}.")
    _to_do(written, values, workspace, file)


def _summary(written: dict[str, Any], workspace: Workspace) -> None:
    """Everybody who is given something, also where they came with a role: who owns, who reads, who exports."""
    from bot.set_up.following import followers
    from bot.set_up.roles import Kind, named, roles_of

    say(f"{written['title']}, in {written['currency']}, on the clock of {written['calendar']['time_zone']}")
    lines = [
        (role.key, role.kind, named(written, role))
        for role in roles_of(written)
        if role.least or named(written, role)
    ]
    owned: Counter[str] = Counter()
    for place, names in followers(written):
        if place[0] == "standards":
            owned.update(names)
        else:
            lines.append((".".join(place), Kind.PEOPLE, names))
    wide = max(len(key) for key, _, _ in lines)

    def line(key: str, told_of: str) -> None:
        say(f"  {key.ljust(wide)}  {told_of}", behind=wide + 4)

    for key, kind, names in lines:
        line(key, ", ".join(told(name, kind, workspace) for name in names) or "nobody")
    owners = (f"{told(name, Kind.PEOPLE, workspace)} {count}" for name, count in owned.items())
    line("standards.owner", ", ".join(owners))


def _to_do(written: dict[str, Any], values: dict[str, str], workspace: Workspace, file: Path) -> None:
    """What is left to do before the bot can run as it should, and what is left of the samples."""
    from bot.set_up.roles import Kind, everybody
    from bot.set_up.samples import left_in

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
        say(
            f"\nStill to do: {file} names these, and this workspace has none of that name (samples, mostly). Run init "
            "again to name others."
        )
        for name, places in unknown.items():
            more = f" and {len(places) - 3} more" if len(places) > 3 else ""
            say(f"  {name:<24} {', '.join(places[:3])}{more}", behind=27)
    if absent:
        say(f"\nInvite the bot, in each of these channels: /invite @{workspace.bot_name}")
        say(f"  {', '.join(absent)}", behind=2)
    samples = [row["title"] for row in written["sources"] if "sample" in Path(str(row.get("path", ""))).parts]
    if samples:
        say(f"\nSample data, of customers that do not exist: {', '.join(samples)}. Good for trying it out.")
    left = left_in(written)
    if left:
        say(f"\nStill the sample company's in {file}, so write yours there:")
        for key, what in left.items():
            say(f"  {key:<24} {what}", behind=27)
    if "rates" not in written:
        say(
            f"\nOnly values in {written['currency']} can be given until {file} has [[rates]] of other currencies."
        )
    say(
        f"\nBands, authority and times in {file} are those of the policy as shipped: look whether they are yours."
    )
    say(f"Next: {command('doctor')} says what is still missing, and {command('run')} starts the bot.")
    if _has_record(values):
        say(f"A policy is on record already: {command('policy adopt file')} puts this one in force.")


def _has_record(values: dict[str, str]) -> bool:
    from bot.settings import Settings
    from models.database import is_missing

    return not is_missing(values.get("DATABASE_URL", Settings.database_url))


def _example() -> str:
    return (ROOT / ".env.example").read_text(encoding="utf-8")
