"""The command that reports the key figures."""

from __future__ import annotations

from pathlib import Path

import click

from commands.opening import recorded
from commands.periods import month_or_day


@click.command()
@click.option(
    "--from",
    "first",
    type=month_or_day,
    metavar="MONTH",
    help="The first month, such as 2026-01; a day stands for its month.",
)
@click.option(
    "--to", "last", type=month_or_day, metavar="MONTH", help="The last month; without it, the present one."
)
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
    from bot.audit import AuditError, as_of, only_workspace
    from bot.clock import Clock
    from bot.reports.reading import NoPolicyError, held, read
    from bot.reports.written import Format, written
    from models.oversight.months import PeriodError, month_of, period_asked

    with recorded() as connection:
        try:
            named = only_workspace(connection, workspace)
            at = as_of(connection, Clock().now())
            this_month = month_of(at, held(connection, named).calendar.zone)
            period = period_asked(this_month, first=first, last=last, count=count)
            if form == "html":
                from bot.reports.printing import printed

                text = printed(connection, named, period, at)
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
