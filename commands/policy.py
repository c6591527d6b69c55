"""The commands about the policy: checked, shown, tried, chosen between file and record."""

from __future__ import annotations

import asyncio
import getpass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.opening import database, policy_file, read_policy, recorded, settings_without_slack
from commands.periods import Days, day_or_month

if TYPE_CHECKING:
    from bot.policy_file import PolicyFile

ROOT = Path(__file__).resolve().parents[1]


@click.group()
def policy() -> None:
    """Check a policy, show it, try a draft, and choose between the file and the record."""


@policy.command()
@policy_file
def check(file: Path) -> None:
    """Name all that is wrong with the policy FILE (default: $POLICY_FILE or policy.toml)."""
    from bot.sources.gathering import unreadable

    loaded = read_policy(file)
    for warning in (*loaded.warnings, *unreadable(loaded.policy, file.parent), *_unknown_names(loaded)):
        click.echo(f"Warning: {file}: {warning}", err=True)
    click.echo(f"{file} is in order: version {loaded.version}.")


def _unknown_names(file: PolicyFile) -> tuple[str, ...]:
    """Whom the file names and the workspace does not have, where there is a token to ask with."""
    from bot.clock import Clock
    from bot.name_check import unknown_names
    from bot.settings import read_environment

    return asyncio.run(unknown_names(read_environment(), file, Clock()))


@policy.command()
@policy_file
def show(file: Path) -> None:
    """Print the policy FILE as a person reads it (default: $POLICY_FILE or policy.toml)."""
    from bot.policy_report import report

    click.echo(report(read_policy(file)), nl=False)


@policy.command()
@click.argument("choice", type=click.Choice(["file", "record"]))
@click.option("--workspace", help="The workspace's id (T…), where the database holds several.")
@click.option(
    "--by", "operator", help="Your name, for the record; without it, the one this computer knows you by."
)
def adopt(choice: str, workspace: str | None, operator: str | None) -> None:
    """Choose what holds where the policy file and the policy on record differ.

    FILE records what the file says as a new version. RECORD writes what is on record into the file, and keeps the
    old file beside it.
    """
    from bot import policy_record
    from bot.audit import AuditError, only_workspace
    from bot.clock import Clock
    from bot.policy_file import PolicyFileError, load
    from bot.policy_writer import keep_beside, policy_toml
    from models.database import migrate as bring_up

    path = settings_without_slack().policy_file
    # Asked of Slack before the database is open, so that nobody waits for it.
    file = read_policy(path) if choice == "file" else None
    for warning in _unknown_names(file) if file is not None else ():
        click.echo(f"Warning: {warning}", err=True)
    with database() as engine:
        bring_up(engine)
        with engine.begin() as connection:
            try:
                named = only_workspace(connection, workspace)
            except AuditError as error:
                raise click.ClickException(str(error)) from None
            held = policy_record.held(connection, named)
            if file is not None:
                at, by = Clock().now(), operator or getpass.getuser()
                changes = policy_record.adopt_file(connection, named, file, at, operator=by)
                for line in policy_record.told_differences(changes):
                    click.echo(line)
                if held is not None and not changes:
                    click.echo(f"{path} says what is on record already; nothing was recorded.")
                    return
                click.echo(
                    f"What {path} says is on record as version {file.version}: from now on it is in force for new "
                    "requests. Those that were filed before keep their version."
                )
                return
    if held is None:
        raise click.ClickException("No policy is on record yet; start the bot, or choose the file.")
    try:
        is_said = policy_record.means_the_same(held, load(path).policy)
    except PolicyFileError:
        is_said = False
    if is_said:
        click.echo(f"{path} says what is on record already; nothing was written.")
        return
    try:
        text = path.read_text(encoding="utf-8-sig")
        kept = keep_beside(path)
    except (OSError, UnicodeDecodeError):
        text, kept = "", None
    except PolicyFileError as error:
        raise click.ClickException(str(error)) from None
    path.write_text(policy_toml(held, text), encoding="utf-8")
    click.echo(f"{path} says what is on record" + (f"; what it said is kept in {kept}." if kept else "."))


@policy.command()
@click.option("--output", type=click.Path(path_type=Path), help="Write this file instead of printing it.")
@click.option("--workspace", help="The workspace's id (T…), where the database holds several.")
def export(output: Path | None, workspace: str | None) -> None:
    """Print the policy in force as TOML, with the comments of the policy file that is there."""
    from bot import policy_record
    from bot.audit import AuditError, only_workspace
    from bot.policy_writer import policy_toml

    with recorded() as connection:
        try:
            held = policy_record.held(connection, only_workspace(connection, workspace))
        except AuditError as error:
            raise click.ClickException(str(error)) from None
    if held is None:
        raise click.ClickException("No policy is on record yet.")
    try:
        template = settings_without_slack().policy_file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        template = ""
    text = policy_toml(held, template)
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")
        click.echo(f"{output} says what is on record.")


@policy.command()
@click.argument("draft", metavar="NEW.toml", type=click.Path(path_type=Path))
@click.option(
    "--from",
    "first",
    type=day_or_month,
    metavar="DAY",
    help="The first day of filing, such as 2026-01-31, or a month, such as 2026-01.",
)
@click.option("--to", "last", type=day_or_month, metavar="DAY", help="The last day of filing, or a month.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--plot", type=click.Path(path_type=Path), help="Write a picture (PNG) of it to this file.")
@click.option("--workspace", help="The workspace's id (T…), where the database holds several.")
def simulate(
    draft: Path,
    first: Days | None,
    last: Days | None,
    form: str,
    plot: Path | None,
    workspace: str | None,
) -> None:
    """Perform the recorded acts again under the draft NEW.toml, and show what would have been different.

    It changes nothing. The days are those of the draft's time zone.
    """
    from bot.audit import AuditError, as_of, only_workspace
    from bot.clock import Clock
    from bot.simulating import days, simulated
    from bot.simulation_report import json_text, text
    from models.policy_queries import in_force

    loaded = read_policy(draft)
    if first is not None and last is not None and last.last < first.first:
        raise click.ClickException("--to is before --from: no day lies between them.")
    asked = days(loaded.policy, first.first if first else None, last.last if last else None)
    with recorded() as connection:
        try:
            named = only_workspace(connection, workspace)
        except AuditError as error:
            raise click.ClickException(str(error)) from None
        version = in_force(connection, named)
        result = simulated(
            connection,
            named,
            loaded.policy,
            loaded.version,
            as_of(connection, Clock().now()),
            since=asked.since,
            before=asked.before,
        )
    if form == "json":
        click.echo(json_text(result, in_force=version), nl=False)
    else:
        click.echo(text(result, in_force=version, period=asked.words), nl=False)
    if plot is None:
        return
    if not result.compared:
        raise click.ClickException(f"There is nothing to draw, so {plot} was not written.")
    from bot.reports.simulation_plot import before_and_after

    try:
        plot.write_bytes(before_and_after(result))
    except OSError as error:
        raise click.ClickException(f"{plot} cannot be written: {error.strerror}.") from None
    # On the other stream, so that JSON stays JSON.
    click.echo(f"The picture is in {plot}.", err=True)


@policy.command()
@click.option("--write", is_flag=True, help="Write policy.schema.json instead of printing it.")
def schema(write: bool) -> None:
    """Print the JSON Schema of the policy file, made from the model that reads it."""
    from bot.policy_schema import schema_text

    if write:
        (ROOT / "policy.schema.json").write_text(schema_text(), encoding="utf-8")
    else:
        click.echo(schema_text(), nl=False)
