"""Payloads: what Slack sends is read as it is, null and missing parts included."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.views.filing_form import carried_message
from handlers import payloads
from handlers.draft import read_number
from handlers.payloads import Entered, UnreadablePayloadError
from handlers.tokens import readable, searchable
from models.refusals import Fault, Field
from models.request import CarriedMessage


def entered(field: Field, **held: Any) -> Entered:
    return Entered({str(field): {str(field): held}})


@pytest.mark.parametrize("values", [{}, {"rationale": {}}, {"rationale": None}, {"rationale": {"x": None}}])
def test_what_is_missing_or_null_reads_as_nothing(values: dict[str, Any]) -> None:
    form = Entered(values)
    assert form.text(Field.RATIONALE) == form.choice(Field.RATIONALE) == ""
    assert form.colleague(Field.RATIONALE) is None
    assert form.day(Field.RATIONALE) is None
    assert form.files(Field.RATIONALE) == ()


@pytest.mark.parametrize(
    ("name", "null"), [("value", ""), ("selected_option", ""), ("selected_date", None), ("files", ())]
)
def test_null_in_a_value_reads_as_nothing(name: str, null: object) -> None:
    form = entered(Field.NEEDED_BY, **{name: None})
    read = {
        "value": form.text,
        "selected_option": form.choice,
        "selected_date": form.day,
        "files": form.files,
    }
    assert read[name](Field.NEEDED_BY) == null


def test_day_that_is_none_is_unreadable() -> None:
    assert entered(Field.NEEDED_BY, selected_date="2026-03-04").day(Field.NEEDED_BY) == date(2026, 3, 4)
    with pytest.raises(UnreadablePayloadError):
        entered(Field.NEEDED_BY, selected_date="tomorrow").day(Field.NEEDED_BY)


@pytest.mark.parametrize(
    ("typed", "unit", "number"),
    [
        ("45", "days", "45"),
        ("45 Days", "days", "45"),
        ("1,250.50", "", "1250.50"),
        ("EUR 1,200", "EUR", "1200"),
        ("12,5 %", "%", "12.5"),
        ("-18", "°C", "-18"),
    ],
)
def test_number_is_read_as_people_write_it(typed: str, unit: str, number: str) -> None:
    unread: dict[Field, Fault] = {}
    assert read_number(entered(Field.VALUE, value=typed), Field.VALUE, unread, unit) == Decimal(number)
    assert unread == {}


@pytest.mark.parametrize("typed", ["soon", "days", "1e9", "NaN", "Infinity", "12 months"])
def test_what_is_no_number_is_a_fault_of_its_field(typed: str) -> None:
    unread: dict[Field, Fault] = {}
    assert read_number(entered(Field.VALUE, value=typed), Field.VALUE, unread, "days") is None
    assert unread == {Field.VALUE: Fault.NOT_A_NUMBER}


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("a &amp; b &lt;c&gt;", "a & b <c>"),
        ("see <https://a.example/x|the offer>", "see the offer (https://a.example/x)"),
        ("<https://a.example>", "https://a.example"),
        ("<#C123|sales> and <!here> and <!subteam^S1|@ops>", "#sales and @here and @ops"),
        ("<!date^1700000000^{date}|14 Nov>", "14 Nov"),
        ("<@U123|rosa> and <@U456>", "@rosa and @U456"),
        ("&lt;!channel&gt;", "<!channel>"),
    ],
)
def test_message_is_read_as_people_read_it(sent: str, read: str) -> None:
    assert readable(sent) == read


@pytest.mark.parametrize(
    ("sent", "looked_for"),
    [
        ("M&amp;A", "M&A"),
        ("<http://nordlicht.example|nordlicht.example> late", "nordlicht.example late"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("<https://a.example>", "https://a.example"),
        ("by:<@U123|rosa> <#C123|sales>", "by:<@U123|rosa> #sales"),
    ],
)
def test_what_is_looked_for_is_what_was_typed(sent: str, looked_for: str) -> None:
    assert searchable(sent) == looked_for


@pytest.mark.parametrize("text", ["", "short", "x" * 9000, '"\\\n' * 3000, "😀" * 3000, "\x01" * 3000])
def test_carried_message_fits_and_comes_back(text: str) -> None:
    message = CarriedMessage(channel="C0SAMPLE01", ts="1.000001", author="U0SAMPLE01", text=text)
    packed = carried_message(message)
    assert len(packed) <= 3000
    back = payloads.message_in(packed)
    assert back is not None
    assert (back.channel, back.ts, back.author) == (message.channel, message.ts, message.author)
    assert back.text == text or text.startswith(back.text.removesuffix("…"))
    assert len(back.text) > 200 or back.text == text


@pytest.mark.parametrize("metadata", ["{", "[]", "null", '{"channel": "C1"}', "17"])
def test_foreign_metadata_is_unreadable(metadata: str) -> None:
    with pytest.raises(UnreadablePayloadError):
        payloads.message_in(metadata)


@pytest.mark.parametrize("actions", [[], [{"value": None}], [{"value": "x"}], [{"value": "9" * 40}]])
def test_click_that_carries_nothing_of_ours_is_unreadable(actions: list[dict[str, Any]]) -> None:
    with pytest.raises(UnreadablePayloadError):
        payloads.click({"user": {"id": "U1"}, "trigger_id": "1", "actions": actions})


def test_form_that_comes_without_its_blocks_has_the_inputs_of_its_state() -> None:
    state = {"values": {"deviation": {"deviation": {"value": "60"}}, "rationale": {"rationale": {}}}}
    form = payloads.open_form({"view": {"id": "V1", "state": state, "private_metadata": None}})
    assert form.inputs == {"deviation", "rationale"}
    assert payloads.first_input({"view": {"id": "V1", "state": state}}) == "rationale"
    assert payloads.first_input({"view": {"id": "V1", "blocks": None, "state": None}}) is None
