"""What the fields that must agree hold together, each broken rule one sentence; it reads no source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from models.faults import Fault, at, meant, number, parts, words
from models.policy_ways import AgreementKind, Correction

#: Fields that one card and one form show side by side.
MAX_FIELDS = 8
#: The hold that a contradiction opens.
CONFLICTING = "conflicting_data"


def _names(policy: object) -> Iterator[Fault]:
    """A hold is told by its agreement's name."""
    first: dict[str, int] = {}
    for n, agreement in enumerate(parts(policy, "agreements")):
        name = at(agreement, "name")
        if isinstance(name, str) and first.setdefault(name, n) != n:
            yield Fault(
                key=f"agreements[{n}].name",
                sentence=f'agreements[{first[name]}] is already the agreement "{name}"; write another name.',
            )


def _fields(policy: object) -> Iterator[Fault]:
    """Fields that must agree are of sources that are there, each of another one."""
    sources = {
        name: source for source in parts(policy, "sources") if isinstance(name := at(source, "name"), str)
    }
    if not sources:
        return
    for n, agreement in enumerate(parts(policy, "agreements")):
        seen: dict[str, int] = {}
        if len(parts(agreement, "fields")) > MAX_FIELDS:
            yield Fault(
                key=f"agreements[{n}].fields",
                sentence=f"At most {MAX_FIELDS} fields are compared with each other; write another agreement for more.",
            )
        for place, named in enumerate(parts(agreement, "fields")):
            if not isinstance(named, str) or "." not in named:
                continue
            source, _, field = named.partition(".")
            key = f"agreements[{n}].fields[{place}]"
            if source not in sources:
                yield Fault(key=key, sentence=f'There is no source "{source}"; ' + meant(source, sources))
            elif seen.setdefault(source, place) != place:
                yield Fault(
                    key=key,
                    sentence=f"{parts(agreement, 'fields')[seen[source]]} is of the same source; name a field of "
                    "another one.",
                )
            elif (known := _kept(sources[source])) is not None and field not in known:
                yield Fault(key=key, sentence=f'{source} keeps no field "{field}"; ' + meant(field, known))


def _kept(source: object) -> tuple[str, ...] | None:
    """The fields that the policy says a source keeps; None where only the source itself knows."""
    fields = at(source, "fields")
    if at(source, "kind") in ("http", "salesforce") and isinstance(fields, Mapping | list | tuple):
        return words(fields)
    return None


def _corrections(policy: object) -> Iterator[Fault]:
    """A number alone has a tolerance and corrects what is scored; a standard that it corrects has a number."""
    standards = {
        reference: standard
        for standard in parts(policy, "standards")
        if isinstance(reference := at(standard, "reference"), str)
    }
    for n, agreement in enumerate(parts(policy, "agreements")):
        is_number = at(agreement, "kind") == AgreementKind.NUMBER
        corrects, named = at(agreement, "corrects"), at(agreement, "standard")
        if not is_number and (number(agreement, "tolerance") or 0) > 0:
            yield Fault(
                key=f"agreements[{n}].tolerance",
                sentence='Only numbers have one; write kind = "number", or remove this line.',
            )
        if not is_number and corrects is not None:
            yield Fault(
                key=f"agreements[{n}].corrects",
                sentence='Only a number is scored; write kind = "number", or remove this line.',
            )
        if named is None and corrects == Correction.STANDARD:
            yield Fault(
                key=f"agreements[{n}].standard",
                sentence='This key is missing; write the standard that it corrects, such as standard = "OPS-017".',
            )
        if isinstance(named, str) and corrects is None:
            yield Fault(
                key=f"agreements[{n}].standard",
                sentence='It corrects nothing; write corrects = "standard" beside it, or remove this line.',
            )
        elif isinstance(named, str) and standards and named not in standards:
            yield Fault(
                key=f"agreements[{n}].standard",
                sentence=f'There is no standard "{named}"; ' + meant(named, standards),
            )
        elif (
            corrects == Correction.STANDARD
            and isinstance(named, str)
            and named in standards
            and at(standards[named], "value") is None
        ):
            yield Fault(
                key=f"agreements[{n}].standard",
                sentence=f"{named} has no number to correct; name a standard with a value.",
            )


def _owner(policy: object) -> Iterator[Fault]:
    """A contradiction that holds a request arrives somewhere."""
    holds = at(policy, "holds")
    if not isinstance(holds, Mapping | None) or not parts(policy, "agreements"):
        return
    hold = (holds or {}).get(CONFLICTING)
    if hold is None:
        yield Fault(
            key="agreements[0]",
            sentence="Where these differ the request is held, and nobody is named to settle it; add "
            "[holds.conflicting_data] with title, owner and channel.",
        )
    elif at(hold, "channel") is None and at(hold, "owner"):
        yield Fault(
            key="holds.conflicting_data.channel",
            sentence='Data quality answers on a card, and it has no place; write a channel, such as "#data-quality".',
        )


def _contacts(policy: object) -> Iterator[Fault]:
    """Who is told when a hold's own deadline has passed is named among the contacts, and told of a deadline."""
    known, holds = at(policy, "contacts"), at(policy, "holds")
    if not isinstance(holds, Mapping):
        return
    for kind, hold in holds.items():
        name, within = at(hold, "contact"), at(hold, "within")
        if isinstance(name, str) and isinstance(known, Mapping) and name not in known:
            yield Fault(
                key=f"holds.{kind}.contact",
                sentence=f'There is no contact "{name}"; add [contacts.{name}] or name another: '
                + meant(name, words(known)),
            )
        elif isinstance(name, str) and within is None:
            yield Fault(
                key=f"holds.{kind}.within",
                sentence='The contact is told when a time has passed; write it, such as within = "2 business days".',
            )


#: Every rule; each is tested to be red when it is broken.
AGREEMENT_RULES: tuple[Callable[[object], Iterator[Fault]], ...] = (
    _names,
    _fields,
    _corrections,
    _owner,
    _contacts,
)
