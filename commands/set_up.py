"""Setting up: a few questions, or flags, and the policy and the settings of a workspace are written."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.saying import say
from commands.set_up_asked import Asked

if TYPE_CHECKING:
    from bot.set_up.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]
INTRODUCTION = (
    "This sets Exception Desk up for your workspace. Enter takes what stands in [brackets], a word searches, ? lists, "
    "- leaves a question for later, and several people have commas between them. Ctrl-C ends it, and nothing is "
    "written.\n"
)


def _pairs(context: click.Context, option: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    found = dict(value.partition("=")[::2] for value in values)
    for name, given in found.items():
        if not name or not given:
            raise click.BadParameter("write NAME=VALUE", context, option)
    return found


class _WithRoles(click.Command):
    """A command whose help names the roles that a policy gives."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        import tomllib

        from bot.policy_file import PolicyFileError, load
        from bot.set_up.roles import roles_of

        try:
            written = tomllib.loads(load(ROOT / "policy.toml").content)
        except PolicyFileError:
            return
        with formatter.section("Roles for --set (of the policy in policy.toml)"):
            formatter.write_dl([(role.key, role.asks) for role in roles_of(written)])


@click.command("init", cls=_WithRoles)
@click.option(
    "--set",
    "given",
    multiple=True,
    callback=_pairs,
    metavar="ROLE=NAMES",
    help="Who or which channel a role is, such as validators=@ops,@quality or manager_channel=#exceptions; again for "
    "each. What is missing is named with its question.",
)
@click.option("--title", help="What the policy is called.")
@click.option("--currency", help="The currency of decision values, such as EUR.")
@click.option("--time-zone", help="The time zone of business days, such as Europe/Berlin.")
@click.option("--process-link", help='Where people read about the process; "-" for none.')
@click.option(
    "--source",
    "sources",
    multiple=True,
    callback=_pairs,
    metavar="NAME=FILE.csv",
    help="A source's own file; again for each. Without it the source reads sample data.",
)
@click.option(
    "--policy-file", type=click.Path(path_type=Path), help="The policy to write.  [default: policy.toml]"
)
@click.option("--env-file", type=click.Path(path_type=Path), default=Path(".env"), show_default=True)
@click.option(
    "--yes", is_flag=True, help="Ask nothing: what has no flag and is not known ends it with its name."
)
def init(
    given: dict[str, str],
    title: str | None,
    currency: str | None,
    time_zone: str | None,
    process_link: str | None,
    sources: dict[str, str],
    policy_file: Path | None,
    env_file: Path,
    yes: bool,
) -> None:
    """Set the bot up: ask a few questions, or take flags, and write the policy and .env.

    Tokens are taken from the environment or from .env, or asked for without being shown; never from the command line,
    where others could see them. Run again, it begins with what is there.
    """
    flags = {"title": title, "currency": currency, "time_zone": time_zone, "process_link": process_link}
    asked = Asked(is_asking=not yes and sys.stdin.isatty(), sources=sources)
    asked.given = given | {name: value for name, value in flags.items() if value is not None}
    try:
        _set_up(asked, policy_file, env_file)
    except (click.Abort, KeyboardInterrupt, EOFError):
        click.echo("\nNothing was written.", err=True)
        raise SystemExit(1) from None


def _set_up(asked: Asked, policy_file: Path | None, env_file: Path) -> None:
    from commands.set_up_slack import connect
    from commands.set_up_writing import write

    if asked.is_asking:
        say(INTRODUCTION)
    values, workspace = connect(asked, env_file)
    file = policy_file or Path(values.get("POLICY_FILE", "policy.toml"))
    if policy_file is not None and (policy_file != Path("policy.toml") or "POLICY_FILE" in values):
        values["POLICY_FILE"] = str(policy_file)
    written, template = _policy(asked, file, workspace)
    write(asked, written, template, values, workspace, file, env_file)


def _policy(asked: Asked, file: Path, workspace: Workspace) -> tuple[dict[str, Any], str]:
    from bot.set_up.files import read_template
    from commands.set_up_policy import fill_in

    template, written, is_there = read_template(file, ROOT / "policy.toml")
    if file.is_file() and not is_there:
        click.echo(f"{file} cannot be used, so this begins with the policy as shipped; it is kept beside.")
    return fill_in(asked, written, workspace), template
