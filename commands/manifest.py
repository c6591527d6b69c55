"""The manifest of the Slack app, made from the code: printed, written, or checked."""

from __future__ import annotations

from pathlib import Path

import click

FILE = Path(__file__).resolve().parents[1] / "manifest.yml"


@click.command()
@click.option(
    "--request-url",
    metavar="URL",
    help="For signed HTTP instead of Socket Mode: the address of the bot, such as https://desk.example.com.",
)
@click.option("--write", is_flag=True, help="Write manifest.yml instead of printing it.")
@click.option(
    "--check", is_flag=True, help="Say whether manifest.yml is as the code has it; print nothing else."
)
def manifest(request_url: str | None, write: bool, check: bool) -> None:
    """Print the manifest of the Slack app, to create it from: its command, shortcuts, events and scopes."""
    from handlers.manifest import RequestUrlError, manifest_text

    try:
        text = manifest_text(request_url)
    except RequestUrlError as error:
        raise click.ClickException(str(error)) from None
    if check:
        if not FILE.is_file() or FILE.read_text(encoding="utf-8") != text:
            raise click.ClickException(
                "manifest.yml is not as the code has it. Write it anew: python app.py manifest --write"
                + (f" --request-url {request_url}" if request_url else "")
            )
        click.echo("manifest.yml is as the code has it.")
    elif write:
        FILE.write_text(text, encoding="utf-8")
        click.echo(f"{FILE} is written. Paste it at https://api.slack.com/apps → your app → App Manifest.")
    else:
        click.echo(text, nl=False)
