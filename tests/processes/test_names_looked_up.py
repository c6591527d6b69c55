"""A name that is nobody's in a policy file: told while the file is looked at, not once it is in force."""

from __future__ import annotations

from pathlib import Path

from sandbox import LocalSlack
from tests.processes.alder import environment, flags
from tests.processes.bot_process import run_app, start_run


async def test_misspelt_names_of_a_file_are_told_before_it_is_in_force(
    alder: LocalSlack, tmp_path: Path
) -> None:
    assert (await run_app(*flags(), folder=tmp_path, **environment(alder, tmp_path))).code == 0
    running = await start_run(tmp_path)
    await running.said("ready [handlers.serving]")
    running.kill()
    await running.ended()
    file = tmp_path / "policy.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace('["@leadership"]', '["@leadershib"]').replace(
            '"#branch-approvals"', '"#branch-aprovals"'
        ),
        encoding="utf-8",
    )
    group = (
        "@leadershib does not exist in this workspace (did you mean @leadership?); policy.toml names it for"
    )
    channel = (
        "The bot sees no channel #branch-aprovals (did you mean #branch-approvals?); policy.toml names it"
    )
    looked = " ".join((await run_app("doctor", folder=tmp_path)).out.split())
    assert group in looked
    assert channel in looked
    assert "The bot is not in #legal-and-risk; the policy names it" in looked
    assert "#legal-and-risk; policy.toml" not in looked
    for words in (("policy", "check"), ("policy", "adopt", "file")):
        ended = await run_app(*words, folder=tmp_path)
        assert ended.code == 0, ended.err
        assert group in ended.err
        assert channel in ended.err


async def test_names_are_not_looked_up_without_a_token_and_a_silent_slack_is_said(
    alder: LocalSlack, tmp_path: Path
) -> None:
    assert (await run_app(*flags(), folder=tmp_path, **environment(alder, tmp_path))).code == 0
    (tmp_path / ".env").unlink()
    alone = await run_app("policy", "check", folder=tmp_path)
    assert alone.code == 0
    assert "looked up" not in alone.err
    assert "policy.toml names" not in alone.err
    refused = await run_app(
        "policy", "check", folder=tmp_path, SLACK_BOT_TOKEN="xoxb-of-nobody", SLACK_API_URL=alder.api_url
    )
    assert refused.code == 0
    assert "could not be looked up: auth.test: invalid_auth" in refused.err
