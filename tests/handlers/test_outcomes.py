"""How carrying out went, as the form says it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.views.execution_modal import RESULTS
from handlers.executing import EXECUTION, ROLLBACK
from handlers.payloads import Entered, OpenForm, UnreadablePayloadError
from models.acts import MarkExecuted, RollBack
from models.refusals import Field
from models.request import Result


def sent(how: str | None, said: str = "As it says.") -> OpenForm:
    """The form as it is sent; without the question where `how` is None."""
    values: dict[str, Any] = {str(Field.DONE): {str(Field.DONE): {"value": said}}}
    if how is not None:
        option = {"value": how} if how else None
        values[str(Field.RESULT)] = {str(Field.RESULT): {"selected_option": option}}
    return OpenForm(
        view_id="V1",
        hash="1",
        callback_id="execute",
        metadata="1042",
        entered=Entered(values),
        inputs=frozenset(values),
    )


@pytest.mark.parametrize("result", list(RESULTS))
def test_each_choice_of_the_form_is_a_result(result: Result) -> None:
    act = EXECUTION.act(1042, "", sent(result.value))
    assert act == MarkExecuted(number=1042, done="As it says.", result=result)


def test_form_that_was_opened_before_it_asked_says_that_all_was_done() -> None:
    assert EXECUTION.act(1042, "", sent(None)) == MarkExecuted(number=1042, done="As it says.")


@pytest.mark.parametrize("forged", ["", "half", "DONE"])
def test_choice_that_the_form_does_not_offer_is_unreadable(forged: str) -> None:
    with pytest.raises(UnreadablePayloadError):
        EXECUTION.act(1042, "", sent(forged))


def test_form_cannot_say_that_it_was_rolled_back() -> None:
    assert Result.ROLLED_BACK not in RESULTS
    assert ROLLBACK.act(1042, "", sent(None)) == RollBack(number=1042, done="As it says.")
