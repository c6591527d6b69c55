"""The composition root: the command line, put together of the commands; without one, the bot runs."""

from __future__ import annotations

from commands.missing import not_installed

try:
    import click

    from commands.auditing import audit
    from commands.demonstrating import demo
    from commands.doctoring import doctor
    from commands.manifest import manifest
    from commands.migrating import migrate
    from commands.policy import policy
    from commands.reporting import report
    from commands.running import run
    from commands.set_up import init
except ModuleNotFoundError as error:
    raise not_installed(error) from None


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


for command in (run, init, demo, doctor, migrate, report, audit, policy, manifest):
    main.add_command(command)


if __name__ == "__main__":
    try:
        main()
    except ModuleNotFoundError as error:
        raise not_installed(error) from None
