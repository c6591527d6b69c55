"""Whole conversations between people and a Bolt app, over Socket Mode and over signed HTTP."""

from __future__ import annotations

from functools import partial

import pytest

from sandbox import ActingPerson, LocalSlack, RefusedError
from tests.sandbox.echo_app import Echo

VERA = "U0VALIDAT1"
ROSA = "U0REQUEST1"


def has_depth(person: ActingPerson, depth: int) -> bool:
    return len(person.views()) == depth


async def test_command_is_answered_to_the_person_alone(slack: LocalSlack, echo: Echo) -> None:
    await slack.person(VERA).command("/echo two words", channel="operations")
    assert [m["text"] for m in slack.person(VERA).ephemerals("operations")] == ["You said two words"]
    assert not slack.person("U0OPERATE1").ephemerals()
    (body,) = echo.bodies("command")
    assert body["text"] == "two words"
    assert body["channel_id"] == "C0OPERATNS"
    assert body["user_id"] == VERA


async def test_command_can_be_answered_to_all_and_later(slack: LocalSlack, echo: Echo) -> None:
    vera = slack.person(VERA)
    await vera.command("/echo public", channel="operations")
    assert slack.person("U0OPERATE1").messages("operations")[-1]["text"] == "For all"
    await vera.command("/echo later", channel="operations")
    await slack.wait_for(lambda: any(m["text"] == "Later" for m in vera.ephemerals("operations")))


async def test_escaped_command_carries_ids(slack: LocalSlack, echo: Echo) -> None:
    await slack.person(VERA).command("/escaped for @rosa.quist in #sales", channel="operations")
    text = echo.bodies("command")[0]["text"]
    assert text == "for <@U0REQUEST1|rosa.quist> in <#C0SALES001|sales>"


async def test_unknown_command_is_refused(slack: LocalSlack) -> None:
    with pytest.raises(RefusedError, match="not a valid command"):
        await slack.person(VERA).command("/nothing")


async def test_form_is_filled_suggested_and_sent(slack: LocalSlack, echo: Echo) -> None:
    rosa = slack.person(ROSA)
    await rosa.command("/echo form")
    view = rosa.view()
    assert view is not None
    assert view["title"]["text"] == "Echo"
    options = await rosa.suggest("Customer", "acme")
    assert [o["text"]["text"] for o in options] == ["Acme North", "Acme South"]
    file_id = rosa.upload("facts.csv", b"a,b\n1,2\n")
    await rosa.fill({"Words": "good morning", "Customer": "Acme South", "Files": [file_id]})
    sent = await rosa.submit()
    assert sent.result == "closed"
    assert rosa.view() is None
    values = echo.bodies("view_submission")[0]["view"]["state"]["values"]
    assert values["words"]["entry"] == {"type": "plain_text_input", "value": "good morning"}
    assert values["customer"]["customer"]["selected_option"]["value"] == "c2"
    assert values["tone"]["tone"] == {"type": "static_select", "selected_option": None}
    assert values["files"]["files"]["files"][0]["name"] == "facts.csv"
    await slack.wait_for(lambda: [m["text"] for m in rosa.dm()] == ["Echo: good morning"])
    assert rosa.unread(rosa.dm()[0]["_channel"]) == (1, 1)


async def test_each_view_has_an_id_and_a_hash_of_its_own(slack: LocalSlack) -> None:
    rosa, seen = slack.person(ROSA), set()
    for _ in range(20):
        await rosa.command("/echo form")
        view = rosa.view() or {}
        seen |= {view["id"], view["hash"]}
        rosa.close()
    assert len(seen) == 40


async def test_slack_itself_refuses_empty_and_short_inputs(slack: LocalSlack, echo: Echo) -> None:
    rosa = slack.person(ROSA)
    await rosa.command("/echo form")
    assert (await rosa.submit()).errors == {"Words": "Please complete this required field."}
    await rosa.fill({"Words": "x"})
    assert "at least 2" in (await rosa.submit()).errors["Words"]
    assert echo.bodies("view_submission") == []


async def test_app_answers_a_form_with_errors_update_push_and_clear(slack: LocalSlack) -> None:
    rosa = slack.person(ROSA)
    await rosa.command("/echo form")
    await rosa.fill({"Words": "wrong"})
    refused = await rosa.submit()
    assert (refused.result, refused.errors) == ("errors", {"Words": "Not that word."})
    await rosa.fill({"Words": "push"})
    assert (await rosa.submit()).result == "pushed"
    assert [v["title"]["text"] for v in rosa.views()] == ["Echo", "Pushed"]
    rosa.close()
    await rosa.fill({"Words": "update"})
    assert (await rosa.submit()).result == "updated"
    assert [v["title"]["text"] for v in rosa.views()] == ["Updated"]
    rosa.close()
    await rosa.command("/echo form")
    await rosa.fill({"Words": "clear"})
    assert (await rosa.submit()).result == "closed"
    assert rosa.views() == []


async def test_errors_that_name_no_input_block_are_trouble(slack: LocalSlack) -> None:
    rosa = slack.person(ROSA)
    await rosa.command("/echo form")
    await rosa.fill({"Words": "misplaced"})
    failed = await rosa.submit()
    assert failed.result == "failed"
    assert failed.error == "We had some trouble connecting. Try again?"
    assert "'more'" in str(failed.detail)
    assert rosa.view() is not None


async def test_dispatched_choice_updates_the_form_and_keeps_what_was_typed(
    slack: LocalSlack, echo: Echo
) -> None:
    rosa = slack.person(ROSA)
    await rosa.command("/echo form")
    await rosa.fill({"Words": "kept", "Tone": "Loud"})
    view = await slack.wait_for(lambda: (v := rosa.view()) and v["title"]["text"] == "Echo, toned" and v)
    assert view["state"]["values"]["words"]["entry"]["value"] == "kept"
    (body,) = echo.bodies("block_actions")
    assert body["container"] == {"type": "view", "view_id": view["id"]}
    assert body["actions"][0]["selected_option"]["value"] == "loud"


async def test_at_most_three_forms_lie_on_each_other(slack: LocalSlack, echo: Echo) -> None:
    rosa = slack.person(ROSA)
    await rosa.command("/echo form")
    for depth in (2, 3):
        await rosa.click(rosa.view() or {}, "More")
        await slack.wait_for(partial(has_depth, rosa, depth))
    await rosa.click(rosa.view() or {}, "More")
    await slack.wait_for(lambda: slack.calls[-1]["error"] == "push_limit_reached")
    rosa.close(all_=True)
    await echo.until(lambda: len(echo.bodies("view_closed")) == 3)
    assert all(body["is_cleared"] for body in echo.bodies("view_closed"))


async def test_button_replaces_its_message(slack: LocalSlack, echo: Echo) -> None:
    vera = slack.person(VERA)
    await vera.command("/echo card", channel="operations")
    card = await slack.wait_for(lambda: next(iter(vera.messages("operations")), None))
    await vera.click(card, "Again")
    await slack.wait_for(lambda: vera.messages("operations")[0]["text"] == "Once more")
    (body,) = echo.bodies("block_actions")
    assert body["message"]["ts"] == card["ts"]
    assert body["container"]["channel_id"] == "C0OPERATNS"
    assert body["actions"][0]["value"] == "v1"
    assert body["actions"][0]["block_id"] == "buttons"


async def test_ephemeral_message_has_buttons_of_its_own(slack: LocalSlack, echo: Echo) -> None:
    vera = slack.person(VERA)
    await vera.command("/echo card", channel="operations")
    card = await slack.wait_for(lambda: next(iter(vera.messages("operations")), None))
    await vera.click(card, "Whisper")
    (secret,) = vera.ephemerals("operations")
    assert secret["text"] == "Psst"
    await vera.click(secret, "again")
    await slack.wait_for(lambda: vera.ephemerals("operations")[0]["text"] == "Once more")
    body = echo.bodies("block_actions")[-1]
    assert body["container"]["is_ephemeral"] is True
    assert "message" not in body


async def test_home_is_published_and_pressed(slack: LocalSlack, echo: Echo) -> None:
    rosa = slack.person(ROSA)
    await rosa.home()
    home = await slack.wait_for(rosa.home_view)
    assert "view" not in echo.bodies("app_home_opened")[0]
    await rosa.click(home, "Open")
    assert rosa.view() is not None
    body = echo.bodies("block_actions")[0]
    assert body["view"]["type"] == "home"
    assert body["container"]["view_id"] == home["id"]
    await rosa.home()
    assert echo.bodies("app_home_opened")[1]["view"]["id"] == home["id"]


async def test_shortcuts_open_forms(slack: LocalSlack, echo: Echo) -> None:
    rosa = slack.person(ROSA)
    await rosa.shortcut("echo_global")
    assert rosa.view() is not None
    rosa.close()
    said = rosa.say("sales", "5 < 6 & <b> for @milo.berg")
    await rosa.shortcut("echo_message", said)
    body = echo.bodies("message_action")[0]
    assert body["message"]["text"] == "5 &lt; 6 &amp; &lt;b&gt; for <@U0MEMBER01>"
    assert body["message_ts"] == said["ts"]
    assert slack.person("U0MEMBER01").messages("sales")[-1]["_mentions_me"] is True


async def test_app_hears_messages_only_where_it_is_a_member(slack: LocalSlack, echo: Echo) -> None:
    slack.person(ROSA).say("sales", "not for you")
    slack.person(VERA).say("operations", "for you")
    await echo.until(lambda: echo.bodies("message"))
    assert [(m["text"], m["channel_type"]) for m in echo.bodies("message")] == [("for you", "channel")]


async def test_administrator_changes_reach_the_app(slack: LocalSlack, echo: Echo) -> None:
    ada = slack.person("U0ADMIN001")
    ada.administer(op="group_members", group="S0MANAGERS", members=["U0MANAGER1", VERA])
    ada.administer(op="deactivate", user="U0MANAGER2")
    ada.administer(op="archive", channel="C0OPERATNS")
    ada.administer(op="remove_app", channel="C0COMPLIAN")
    await echo.until(lambda: len(echo.heard) == 5)
    (change,) = echo.bodies("subteam_members_changed")
    assert change["added_users"] == [VERA]
    assert set(change["removed_users"]) == {"U0MANAGER2", "U0BOTHHATS", "U0LEFTCO01"}
    assert echo.bodies("subteam_updated")[0]["subteam"]["users"] == ["U0MANAGER1", VERA]
    assert echo.bodies("user_change")[0]["user"]["deleted"] is True
    assert echo.bodies("channel_archive")[0]["channel"] == "C0OPERATNS"
    assert echo.bodies("channel_left")[0]["channel"] == "C0COMPLIAN"
    with pytest.raises(RefusedError, match="administrator"):
        slack.person(VERA).administer(op="archive", channel="C0SALES001")
    with pytest.raises(RefusedError, match="deactivated"):
        await slack.person("U0MANAGER2").command("/echo hello")


async def test_guests_strangers_bots_and_the_deactivated_are_limited(slack: LocalSlack, echo: Echo) -> None:
    guest, stranger = slack.person("U0GUEST001"), slack.person("U0STRANGE1")
    with pytest.raises(RefusedError, match="no conversation"):
        guest.messages("operations")
    await guest.command("/echo I am here", channel="exceptions-team-lead")
    assert guest.ephemerals()[0]["text"] == "You said I am here"
    with pytest.raises(RefusedError, match="shared channel"):
        await stranger.command("/echo hello", channel="exceptions-manager")
    card_text = [{"type": "button", "action_id": "again", "text": {"type": "plain_text", "text": "Again"}}]
    blocks = [{"type": "actions", "elements": card_text}]
    await echo.client.chat_postMessage(channel="C0MANAGER1", text="card", blocks=blocks)
    await stranger.click(stranger.messages("exceptions-manager")[-1], "Again")
    body = echo.bodies("block_actions")[0]
    assert (body["user"]["team_id"], body["team"]["id"]) == ("T0OTHERCO1", "T0SAMPLE01")
    for user in ("U0OTHERBOT", "U0LEFTCO01"):
        with pytest.raises(RefusedError):
            await slack.person(user).command("/echo no")
