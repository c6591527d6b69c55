"""Custom steps: what a manifest must say for them, what a run carries, and what the app may say of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import yaml

from sandbox import LocalSlack, ManifestError, RefusedError
from sandbox.manifest import load_manifest
from tests.world import ROOT

STEP = "file_exception_step"


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    """A local Slack that no app is connected to, so that steps stay as they are."""
    local = LocalSlack(manifest=ROOT / "manifest.yml", workspace=ROOT / "sample" / "workspace.toml")
    await local.start()
    try:
        yield local
    finally:
        await local.stop()


async def call(slack: LocalSlack, method: str, token: str | None = None, **given: Any) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {token or slack.bot_token}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.post(f"{slack.api_url}{method}", json=given) as answer,
    ):
        return dict(await answer.json())


async def end(slack: LocalSlack, execution: str, token: str | None = None, **outputs: Any) -> Any:
    given = {"function_execution_id": execution, "outputs": outputs}
    answer = await call(slack, "functions.completeSuccess", token, **given)
    return answer.get("error", "ok")


async def test_step_ends_once_with_the_outputs_that_the_manifest_names(slack: LocalSlack) -> None:
    run = slack.person("U0MEMBER01").run_step(STEP, {"sponsor": "U0MEMBER01"})
    assert await end(slack, "Fx404", request="EX-1", status="filed") == "function_execution_not_found"
    assert await end(slack, run.id, request="EX-1") == "parameter_validation_failed"
    assert await end(slack, run.id, request=1, status="filed") == "parameter_validation_failed"
    assert await end(slack, run.id, request="EX-1", status="filed", more="x") == "parameter_validation_failed"
    assert run.state == "running"
    assert await end(slack, run.id, run.token, request="EX-1", status="filed") == "ok"
    assert run.outputs == {"request": "EX-1", "status": "filed"}
    assert await end(slack, run.id, request="EX-1", status="filed") == "execution_not_in_running_state"
    answer = await call(slack, "functions.completeError", function_execution_id=run.id, error="No.")
    assert answer["error"] == "execution_not_in_running_state"


async def test_step_fails_with_a_sentence(slack: LocalSlack) -> None:
    run = slack.person("U0MEMBER01").run_step(STEP, {"sponsor": "U0MEMBER01"})
    missing = await call(slack, "functions.completeError", function_execution_id=run.id)
    assert missing["error"] == "invalid_arguments"
    assert (await call(slack, "functions.completeError", function_execution_id=run.id, error="No."))["ok"]
    assert (run.state, run.error) == ("failed", "No.")


async def test_token_of_another_step_does_not_end_it(slack: LocalSlack) -> None:
    member = slack.person("U0MEMBER01")
    one, other = (member.run_step(STEP, {"sponsor": member.id}) for _ in range(2))
    assert await end(slack, one.id, other.token, request="EX-1", status="filed") == "access_denied"
    assert await end(slack, one.id, "xwfp-forged", request="EX-1", status="filed") == "invalid_auth"


@pytest.mark.parametrize(
    ("callback_id", "inputs", "said"),
    [
        ("other", {}, "The app has no such step."),
        (STEP, {}, "Sponsor is required."),
        (STEP, {"sponsor": "U404"}, "Sponsor must be somebody of the workspace."),
        (STEP, {"sponsor": "U0MEMBER01", "requested": 40}, "Requested value must be a string."),
        (STEP, {"sponsor": "U0MEMBER01", "colour": "red"}, "There is no parameter colour."),
    ],
)
async def test_workflow_gives_a_step_what_the_manifest_asks_for(
    slack: LocalSlack, callback_id: str, inputs: dict[str, Any], said: str
) -> None:
    with pytest.raises(RefusedError, match=said):
        slack.person("U0MEMBER01").run_step(callback_id, inputs)


async def test_stranger_runs_no_workflow(slack: LocalSlack) -> None:
    with pytest.raises(RefusedError, match="other workspaces"):
        slack.person("U0STRANGE1").run_step(STEP, {"sponsor": "U0MEMBER01"})


@pytest.mark.parametrize(
    ("where", "what", "said"),
    [
        (("settings", "org_deploy_enabled"), False, "org-ready"),
        (("settings", "function_runtime"), "slack", "remote"),
        (("settings", "event_subscriptions"), {"bot_events": []}, "function_executed"),
        (("functions", STEP, "title"), None, "has no title"),
        (("functions", STEP, "input_parameters", "sponsor", "type"), "person", "no type that is known"),
        (("functions", STEP, "input_parameters", "sponsor", "name"), "who", "is called who"),
    ],
)
def test_manifest_of_an_app_with_steps_is_whole(
    tmp_path: Path, where: tuple[str, ...], what: object, said: str
) -> None:
    body = yaml.safe_load((ROOT / "manifest.yml").read_text(encoding="utf-8"))
    part = body
    for name in where[:-1]:
        part = part[name]
    if what is None:
        del part[where[-1]]
    else:
        part[where[-1]] = what
    file = tmp_path / "manifest.yml"
    file.write_text(yaml.safe_dump(body), encoding="utf-8")
    with pytest.raises(ManifestError, match=said):
        load_manifest(file)
