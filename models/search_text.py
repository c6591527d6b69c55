"""What a request is found by: the words that it says, folded; pure."""

from __future__ import annotations

import unicodedata

from models.folding import SPELT_OUT, fold, words
from models.policy import Policy
from models.request import ExceptionRequest

#: What stands before a word of the customer's name, once more, so that it can be asked for as that. No word that
#: somebody types begins with it, for it is no letter.
CUSTOMER = "¤"


def searched_words(policy: Policy, request: ExceptionRequest) -> str:
    """Its different words, each once, in their order: number, customer, standard, what was asked for and done."""
    filing = request.filing
    standard = next((one for one in policy.standards if one.reference == filing.standard), None)
    said = [
        f"EX{request.number} {request.number}",
        filing.standard,
        standard.title if standard is not None else "",
        filing.rationale,
        filing.impact,
        filing.requested_words,
        filing.dependencies,
        *(tried.done for tried in request.executions),
    ]
    customer = all_words(f"{filing.customer.id} {filing.customer.name}")
    found = [*customer, *(word for text in said for word in all_words(text))]
    return " ".join(dict.fromkeys((*found, *(CUSTOMER + word for word in customer))))


def all_words(text: str) -> list[str]:
    """The words of a text as they are compared, and those with an umlaut as two letters as well."""
    found = words(fold(text))
    composed = unicodedata.normalize("NFC", text).casefold()
    spelt = composed.translate(SPELT_OUT)
    return found if spelt == composed else [*found, *words(fold(spelt))]
