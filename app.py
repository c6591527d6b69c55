"""The command line and the composition root; each command imports what it needs, so that all start fast."""

from __future__ import annotations

import asyncio
import getpass
import os
import signal
import socket
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection, Engine

    from bot.clock import Clock
    from bot.policy_file import PolicyFile
    from bot.settings import Settings

ROOT = Path(__file__).resolve().parent

policy_file = click.argument(
    "file", type=click.Path(path_type=Path), envvar="POLICY_FILE", default=Path("policy.toml")
)


@click.group(
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.pass_context
def main(context: click.Context) -> None:
    """Exception Desk: a Slack bot that runs an Exception Handling Policy for Operations.

    Without a command it runs.
    """
    if context.invoked_subcommand is None:
        context.invoke(run)


@main.command()
def run() -> None:
    """Run the bot: by Socket Mode, signed HTTP, or both, as the environment or .env says."""
    from bot.clock import Clock
    from bot.settings import SettingsError, read_settings

    try:
        settings = read_settings()
    except SettingsError as error:
        raise click.ClickException(str(error)) from None
    _until_stopped(lambda stop: _run(settings, Clock(), stop), settings.log_level, settings.log_format)


@main.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8484,
    show_default=True,
    help="Where the page is served; 0 for any free port.",
)
@click.option("--state", type=click.Path(path_type=Path), default=Path("var/demo.sqlite3"), show_default=True)
@click.option("--reset", is_flag=True, help="Forget what happened before, and start afresh.")
@click.option("--empty", is_flag=True, help="Begin without a history; else with a year of sample requests.")
@click.option("--open/--no-open", "opens", default=True, help="Open the page where there is a screen.")
def demo(port: int, state: Path, reset: bool, empty: bool, opens: bool) -> None:
    """Run the bot in a local Slack on this machine, with sample people, data and a clock that can be moved."""
    _until_stopped(lambda stop: _demo(port, state, reset, empty, opens, stop), "WARNING", "console")


@main.command()
def migrate() -> None:
    """Bring the database to the newest migration."""
    from models.database import migrate as bring_up

    with _database() as engine:
        click.echo("The database was migrated." if bring_up(engine) else "The database is up to date.")


@main.group()
def audit() -> None:
    """Verify the audit trail, take it out, show a request's, or hold the key figures against it."""


@audit.command()
@click.argument("packet", required=False, type=click.Path(path_type=Path))
def verify(packet: Path | None) -> None:
    """Check every chain of the trail, and every row against what its events tell; name each that differs.

    With a PACKET it checks that decision packet (JSON), and needs no database.
    """
    if packet is not None:
        _verify_packet(packet)
        return
    from bot.attesting import policies_on_record
    from bot.audit import attest
    from bot.clock import Clock
    from bot.views.verified import fault_lines, verdict

    with _recorded() as connection:
        attested = attest(connection, policies_on_record(connection), Clock().now())
    for line in fault_lines(attested):
        click.echo(line)
    if not attested.is_whole:
        raise click.ClickException(verdict(attested))
    click.echo(verdict(attested))


def _verify_packet(packet: Path) -> None:
    """Check a decision packet by itself, and name all that does not hold in it."""
    from bot.exports.command import ExportError, verdict, verified

    try:
        faults = verified(packet)
    except ExportError as error:
        raise click.ClickException(str(error)) from None
    for line in faults:
        click.echo(line)
    if faults:
        raise click.ClickException(f"{packet} does not hold: do not rely on it.")
    click.echo(verdict(packet))


_day = click.DateTime(formats=["%Y-%m-%d"])


@audit.command("export")
@click.option("--from", "first", type=_day, metavar="DAY", help="The first day, as in 2026-11-01.")
@click.option(
    "--to", "last", type=_day, metavar="DAY", help="The last day; the first one where it is left out."
)
@click.option("--request", help="One request instead of a period, such as EX-1042.")
@click.option("--format", "kind", type=click.Choice(["csv", "jsonl", "packet"]), required=True)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=Path(),
    help="The file, or the folder for it (default: where you are).",
)
@click.option("--workspace", help="The workspace's id (T…), where the database holds several.")
def audit_export(
    first: datetime | None,
    last: datetime | None,
    request: str | None,
    kind: str,
    output: Path,
    workspace: str | None,
) -> None:
    """Take the record out, of some days (in the policy's time zone) or of one request; it is recorded that you did.

    csv: a table of events and one of requests. jsonl: every event as recorded. packet: a request's decision packet.
    """
    import getpass

    from bot.audit import AuditError, only_workspace
    from bot.clock import Clock
    from bot.exports.command import ExportError, asked_for, export

    try:
        asked = asked_for(first, last, request, kind)
        with _recorded() as connection:
            named = only_workspace(connection, workspace)
        with _database() as engine:
            written = export(engine, named, asked, output, operator=getpass.getuser(), at=Clock().now())
    except (AuditError, ExportError) as error:
        raise click.ClickException(str(error)) from None
    click.echo(written.said)
    for file, digest in written.files.items():
        click.echo(f"{file}  SHA-256 {digest}")


@audit.command("show")
@click.argument("request")
@click.option("--workspace", help="The workspace's id (T…), where the database holds several.")
def audit_show(request: str, workspace: str | None) -> None:
    """Print the whole trail of a REQUEST, such as EX-1042."""
    from bot.audit import AuditError, only_workspace, trail_lines
    from models.queries import trail
    from models.request import number_of

    number = number_of(request)
    if number is None:
        raise click.ClickException(f'"{request}" is no request; write it like EX-1042.')
    with _recorded() as connection:
        try:
            links = trail(connection, only_workspace(connection, workspace), number)
        except AuditError as error:
            raise click.ClickException(str(error)) from None
    if not links:
        raise click.ClickException(f"There is no request EX-{number}.")
    for line in trail_lines(links):
        click.echo(line)


@audit.command("figures")
@click.option("--write", is_flag=True, help="Mend what differs, and record that it was mended.")
@click.option("--workspace", help="The workspace's id (T…), where the database holds several.")
@click.option(
    "--by", "operator", help="Your name, for the record; without it, the one this computer knows you by."
)
def audit_figures(write: bool, workspace: str | None, operator: str | None) -> None:
    """Make the key figures again from the events, and name each that differs from what is kept."""
    from bot.audit import AuditError, only_workspace
    from bot.clock import Clock
    from bot.reports.compared import lines, verdict
    from bot.rollups import compare, mend

    with _recorded() as connection:
        try:
            named = only_workspace(connection, workspace)
        except AuditError as error:
            raise click.ClickException(str(error)) from None
        found = compare(connection, named)
    for line in lines(found):
        click.echo(line)
    if found.differences and not write:
        raise click.ClickException(verdict(found))
    if found.differences:
        with _database() as engine, engine.begin() as connection:
            mend(connection, named, found, Clock().now(), operator=operator or getpass.getuser())
    click.echo(verdict(found, is_mended=write))


@main.command()
@click.option("--from", "first", metavar="MONTH", help="The first month, such as 2026-01.")
@click.option("--to", "last", metavar="MONTH", help="The last month; without it, the present one.")
@click.option(
    "--months",
    "count",
    type=int,
    metavar="N",
    help="So many months up to the last; 12 where nothing else tells.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "html"]),
    default="table",
    show_default=True,
)
@click.option("--output", type=click.Path(path_type=Path), help="Write this file instead of printing it.")
@click.option("--workspace", help="The workspace's id (T…), where the database holds several.")
def report(
    first: str | None,
    last: str | None,
    count: int | None,
    form: str,
    output: Path | None,
    workspace: str | None,
) -> None:
    """Print the key figures: volume, approval rate, recurrence, decision times and more, by month and otherwise.

    As html it is one file with plots, for the screen and to print.
    docs/kpis.md says what each figure is.
    """
    from bot.audit import AuditError, only_workspace
    from bot.clock import Clock
    from bot.reports.reading import NoPolicyError, held, read
    from bot.reports.written import Format, written
    from models.oversight.months import PeriodError, month_of, period_asked

    with _recorded() as connection:
        try:
            named = only_workspace(connection, workspace)
            this_month = month_of(Clock().now(), held(connection, named).calendar.zone)
            period = period_asked(this_month, first=first, last=last, count=count)
            if form == "html":
                from bot.reports.printing import printed

                text = printed(connection, named, period, Clock().now())
            else:
                text = written(read(connection, named, period), Format(form))
        except (AuditError, NoPolicyError, PeriodError) as error:
            raise click.ClickException(str(error)) from None
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8-sig" if form == Format.CSV else "utf-8", newline="")
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror or error}.") from None
    click.echo(f"{output} has the figures of {period.first} to {period.last}.")


@main.group()
def policy() -> None:
    """Check the policy file, show it, or write the schema that helps editors with it."""


@policy.command()
@policy_file
def check(file: Path) -> None:
    """Name all that is wrong with the policy FILE (default: $POLICY_FILE or policy.toml)."""
    from bot.sources.gathering import unreadable

    loaded = _loaded(file)
    for warning in (*loaded.warnings, *unreadable(loaded.policy, file.parent)):
        click.echo(f"Warning: {file}: {warning}", err=True)
    click.echo(f"{file} is in order: version {loaded.version}.")


@policy.command()
@policy_file
def show(file: Path) -> None:
    """Print the policy FILE as a person reads it (default: $POLICY_FILE or policy.toml)."""
    from bot.policy_report import report

    click.echo(report(_loaded(file)), nl=False)


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
    from bot.policy_file import PolicyFileError
    from bot.policy_writer import keep_beside, policy_toml
    from models.database import migrate as bring_up

    path = _settings().policy_file
    with _database() as engine:
        bring_up(engine)
        with engine.begin() as connection:
            try:
                named = only_workspace(connection, workspace)
            except AuditError as error:
                raise click.ClickException(str(error)) from None
            if choice == "file":
                at, by = Clock().now(), operator or getpass.getuser()
                file = _loaded(path)
                changes = policy_record.adopt_file(connection, named, file, at, operator=by)
                for line in policy_record.told_differences(changes):
                    click.echo(line)
                said = (
                    f"is on record as version {file.version}" if changes else "says what is on record already"
                )
                click.echo(f"What {path} says {said}.")
                return
            held = policy_record.held(connection, named)
    if held is None:
        raise click.ClickException("No policy is on record yet; start the bot, or choose the file.")
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

    with _recorded() as connection:
        try:
            held = policy_record.held(connection, only_workspace(connection, workspace))
        except AuditError as error:
            raise click.ClickException(str(error)) from None
    if held is None:
        raise click.ClickException("No policy is on record yet.")
    try:
        template = _settings().policy_file.read_text(encoding="utf-8-sig")
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
    "--from", "first", type=click.DateTime(["%Y-%m-%d"]), help="The first day of filing, as 2026-01-31."
)
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), help="The last day of filing.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--plot", type=click.Path(path_type=Path), help="Write a picture (PNG) of it to this file.")
@click.option("--workspace", help="The workspace's id (T…), where the database holds several.")
def simulate(
    draft: Path,
    first: datetime | None,
    last: datetime | None,
    form: str,
    plot: Path | None,
    workspace: str | None,
) -> None:
    """Perform the recorded acts again under the draft NEW.toml, and show what would have been different.

    It changes nothing. The days are those of the draft's time zone.
    """
    from bot.audit import AuditError, only_workspace
    from bot.clock import Clock
    from bot.simulating import days, simulated
    from bot.simulation_report import json_text, text
    from models.policy_queries import in_force

    loaded = _loaded(draft)
    if first is not None and last is not None and last < first:
        raise click.ClickException("--to is before --from: no day lies between them.")
    asked = days(loaded.policy, first and first.date(), last and last.date())
    with _recorded() as connection:
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
            Clock().now(),
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


def _loaded(file: Path) -> PolicyFile:
    """The policy in the file; all that is wrong with it ends the command."""
    from bot.clock import Clock
    from bot.policy_file import PolicyFileError, load

    try:
        return load(file, today=Clock().now().date())
    except PolicyFileError as error:
        raise click.ClickException(f"The policy cannot be used.\n{error}") from None


async def _run(
    settings: Settings,
    clock: Clock,
    stop: asyncio.Event,
    ready: asyncio.Event | None = None,
    *,
    is_sample: bool = False,
) -> None:
    from bot.services import open_services
    from handlers.serving import serve

    async with open_services(settings, clock, is_sample=is_sample) as services:
        await serve(services, stop, ready)


async def _demo(port: int, state: Path, reset: bool, empty: bool, opens: bool, stop: asyncio.Event) -> None:
    if not _is_free(port):
        raise click.ClickException(
            f"Port {port} is taken, perhaps by a demo that still runs: end that one, "
            "or choose another, as in `make demo PORT=8500`."
        )
    state.parent.mkdir(parents=True, exist_ok=True)
    with _alone_with(state):
        if reset:
            for file in state.parent.glob(f"{state.name}*"):
                file.unlink()
        await _demo_with(state, port, empty, opens, stop)


async def _demo_with(state: Path, port: int, empty: bool, opens: bool, stop: asyncio.Event) -> None:
    from bot.clock import Clock
    from bot.settings import Settings
    from sample.history import write_history
    from sandbox import LocalSlack

    slack = LocalSlack(
        manifest=ROOT / "manifest.yml",
        workspace=ROOT / "sample" / "workspace.toml",
        guide=ROOT / "sample" / "guide.toml",
        state=state,
    )
    await slack.start(port=port)
    try:
        clock = Clock(slack.clock.now)
        slack.clock.subscribe(clock.jumped)
        settings = Settings(
            slack_bot_token=slack.bot_token,
            slack_app_token=slack.app_token,
            slack_api_url=slack.api_url,
            database_url=f"sqlite:///{state}",
            policy_file=ROOT / "policy.toml",
        )
        if not empty:
            policy = _loaded(settings.policy_file)
            await asyncio.to_thread(write_history, settings.database_url, policy, clock.now())
        ready = asyncio.Event()
        bot = asyncio.create_task(_run(settings, clock, stop, ready, is_sample=True))
        await asyncio.wait([bot, asyncio.create_task(ready.wait())], return_when=asyncio.FIRST_COMPLETED)
        if not bot.done():
            click.echo(f"Exception Desk is running in a local Slack: {slack.url}  (Ctrl-C ends it)")
            if opens and _has_screen():
                click.launch(slack.url)
        await bot
    finally:
        await slack.stop()


@contextmanager
def _alone_with(state: Path) -> Iterator[None]:
    """Keep a second demo, on whatever port, from using a state that one runs on, and from forgetting it."""
    try:
        import fcntl
    except ImportError:  # Windows has no such lock; two demos on one state are then the user's to avoid.
        yield
        return
    with state.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise click.ClickException(
                f"A demo runs on {state} already: end that one, or name another file with --state."
            ) from None
        yield


def _until_stopped(
    program: Callable[[asyncio.Event], Coroutine[Any, Any, None]], level: str, form: str
) -> None:
    """Run the program until SIGINT or SIGTERM; what it cannot do ends it with a sentence."""
    from bot.logs import set_up_logs
    from bot.policy_file import PolicyFileError
    from bot.policy_record import PolicyDiffersError
    from bot.services import TokenError
    from bot.settings import SettingsError
    from models.database import DatabaseUrlError

    async def until_stopped() -> None:
        stop, loop = asyncio.Event(), asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        await program(stop)

    set_up_logs(level, form)
    try:
        asyncio.run(until_stopped())
    except PolicyFileError as error:
        raise click.ClickException(f"The policy cannot be used.\n{error}") from None
    except DatabaseUrlError as error:
        raise click.ClickException(f"DATABASE_URL cannot be used: {error}") from None
    except (TokenError, SettingsError, PolicyDiffersError) as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"{error.strerror or error}.") from None


def _settings() -> Settings:
    """The settings, for a command that needs no Slack."""
    from bot.settings import SettingsError, read_settings

    try:
        return read_settings(slack=False)
    except SettingsError as error:
        raise click.ClickException(str(error)) from None


@contextmanager
def _database() -> Iterator[Engine]:
    """The database that the settings name, for a command that needs no Slack."""
    from bot.settings import SettingsError, read_settings
    from models.database import DatabaseUrlError, open_database

    try:
        engine = open_database(read_settings(slack=False).database_url)
    except SettingsError as error:
        raise click.ClickException(str(error)) from None
    except DatabaseUrlError as error:
        raise click.ClickException(f"DATABASE_URL cannot be used: {error}") from None
    try:
        yield engine
    except DatabaseUrlError as error:
        raise click.ClickException(f"DATABASE_URL cannot be used: {error}") from None
    finally:
        engine.dispose()


@contextmanager
def _recorded() -> Iterator[Connection]:
    """What is recorded, to be read."""
    from models.database import HEAD, current_migration

    with _database() as engine:
        found = current_migration(engine)
        if found is None:
            raise click.ClickException(
                f"Nothing has been recorded yet in {engine.url!r}, the database that DATABASE_URL names."
            )
        if found < HEAD:
            raise click.ClickException(
                f"{engine.url!r} is older than this program. Bring it up with `python app.py migrate` first."
            )
        with engine.connect().execution_options(reads_only=True) as connection:
            yield connection


def _is_free(port: int) -> bool:
    """Whether a server could listen at the port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _has_screen() -> bool:
    """Whether a browser could be shown to somebody."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    main()
