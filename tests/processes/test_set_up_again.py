"""Set-up run again, and what is said beside its questions: nothing that is there is lost, or given away unseen."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path

import click

from sandbox import LocalSlack
from tests.processes.alder import ROLES, environment, files_in, flags, policy_of
from tests.processes.bot_process import run_app, run_program
from tests.processes.terminal import Terminal
from tests.world import ROOT


async def test_again_it_begins_with_what_is_there_and_keeps_what_was(
    alder: LocalSlack, tmp_path: Path
) -> None:
    around = environment(alder, tmp_path)
    assert (await run_app(*flags(), folder=tmp_path, **around)).code == 0
    (tmp_path / ".env").write_text(
        (tmp_path / ".env").read_text(encoding="utf-8") + "CRM_TOKEN=mine\n", encoding="utf-8"
    )
    before = (tmp_path / "policy.toml").read_text(encoding="utf-8")
    again = await run_app("init", "--yes", "--set=execution=@shift-leads", folder=tmp_path)
    assert again.code == 0, again.err
    policy = policy_of(tmp_path)
    assert policy["execution"]["who"] == ["@shift-leads"]
    assert policy["holds"]["data_unavailable"]["owner"] == ["@shift-leads"]
    assert policy["validators"]["who"] == ["@quality-desk"]
    assert (policy["process_link"], policy["calendar"]["time_zone"]) == ("", "Europe/Oslo")
    assert {key for key in policy if policy[key] != tomllib.loads(before)[key]} == {
        "execution",
        "holds",
        "standards",
    }
    (kept,) = [name for name in files_in(tmp_path) if name.startswith("policy.toml.")]
    assert (tmp_path / kept).read_text(encoding="utf-8") == before
    assert kept in again.out
    assert "CRM_TOKEN=mine" in (tmp_path / ".env").read_text(encoding="utf-8")


async def test_default_file_set_up_twice_stays_as_it_is(alder: LocalSlack, tmp_path: Path) -> None:
    """The program beside its own policy.toml, as everybody has it who takes the default."""
    shutil.copytree(ROOT / "commands", tmp_path / "commands")
    for name in ("app.py", "policy.toml", ".env.example"):
        shutil.copy(ROOT / name, tmp_path / name)
    for name in ("bot", "handlers", "models", "sandbox", "sample"):
        (tmp_path / name).symlink_to(ROOT / name)
    own = ("--time-zone=Asia/Tokyo", "--process-link=https://wiki.alder.test/ways")
    around = environment(alder, tmp_path)
    here = str(tmp_path / "app.py")
    first = await run_program(here, *flags(), *own, folder=tmp_path, environment=around)
    assert first.code == 0, first.err
    written = (tmp_path / "policy.toml").read_text(encoding="utf-8")
    assert 'time_zone = "Asia/Tokyo"' in written
    again = await run_program(here, "init", "--yes", folder=tmp_path, environment=around)
    assert again.code == 0, again.err
    assert (tmp_path / "policy.toml").read_text(encoding="utf-8") == written


async def test_questions_asked_again_offer_what_is_there(
    alder: LocalSlack, tmp_path: Path, at_terminal: Callable[..., Terminal]
) -> None:
    own = ("--time-zone=Asia/Tokyo", "--process-link=https://wiki.alder.test/ways", "--currency=JPY")
    around = environment(alder, tmp_path)
    assert (await run_app(*flags(), *own, folder=tmp_path, **around)).code == 0
    optional = [f"--set={key}_backup=-" for key in ROLES if key.startswith(("operations_", "managing_"))]
    given = [
        *flags(regulatory=None)[2:],
        *optional,
        "--set=customer_success_manager_backup=-",
        "--set=teams=-",
    ]
    terminal = at_terminal("init", *given, folder=tmp_path, around={})
    await terminal.answers("[@legal-and-risk]")
    assert "not shown" not in terminal.shown
    for offered in ("What it is called", "[JPY]", "[Asia/Tokyo]", "[https://wiki.alder.test/ways]"):
        await terminal.answers(offered)


async def test_signing_secret_that_is_none_of_slacks_is_taken_with_a_warning(
    alder: LocalSlack, tmp_path: Path
) -> None:
    around = environment(alder, tmp_path) | {"SLACK_SIGNING_SECRET": "abc"}
    ended = await run_app(*flags(), folder=tmp_path, **around)
    assert ended.code == 0, ended.err
    assert "Signing Secrets are 32 digits" in ended.out
    right = await run_app(*flags(), folder=tmp_path, **around | {"SLACK_SIGNING_SECRET": "8f" * 16})
    assert "Signing Secrets" not in right.out


async def test_help_names_every_role(tmp_path: Path) -> None:
    ended = await run_app("init", "--help", folder=tmp_path)
    assert all(f"  {role} " in ended.out for role in ROLES if len(role) < 25)


async def test_program_without_its_packages_says_what_to_do(tmp_path: Path) -> None:
    words = ("-S", str(ROOT / "app.py"), "doctor")
    ended = await run_program(*words, folder=tmp_path, environment={})
    assert ended.code == 1
    assert ended.err.count("\n") == 1
    assert "(click is missing). Run `make setup`" in ended.err
    (tmp_path / "some").mkdir()
    (tmp_path / "some" / "click").symlink_to(Path(click.__file__).parent)
    partly = await run_program(*words, folder=tmp_path, environment={"PYTHONPATH": str(tmp_path / "some")})
    assert "is missing). Run `make setup`" in partly.err
    assert "Traceback" not in partly.err
