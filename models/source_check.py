"""What the keys of one source must hold together, each broken rule one sentence; it reads no source."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from models.faults import Fault, at, meant, parts, words
from models.notation import duration_text, parse_duration
from models.policy_sources import CUSTOMER_ID, host_of

#: A bound parameter, as SQLAlchemy finds it: a colon and a word, and no `::`.
PARAMETER = re.compile(r"(?<![:\w\\]):(\w+)(?!:)")
_PLACE = "{" + CUSTOMER_ID + "}"
_READS = re.compile(r"\s*(SELECT|WITH)\b", re.IGNORECASE)

#: The domains that Salesforce answers at; what is at another is asked only where the policy names it.
SALESFORCE_DOMAINS = (".salesforce.com", ".force.com", ".salesforce.mil")


def may_hold_credentials(host: str, private_hosts: Iterable[str]) -> bool:
    """Whether Salesforce's credentials may be sent to the host."""
    return host.endswith(SALESFORCE_DOMAINS) or host in private_hosts


def _each(kind: str, policy: object) -> Iterator[tuple[str, object]]:
    for n, source in enumerate(parts(policy, "sources")):
        if at(source, "kind") == kind:
            yield f"sources[{n}]", source


def _text(part: object, key: str) -> str:
    found = at(part, key)
    return found if isinstance(found, str) else ""


def _queries(policy: object) -> Iterator[Fault]:
    """A query is one SELECT, and each parameter in it has a value."""
    for key, source in _each("sql", policy):
        queries, given = at(source, "queries"), at(source, "parameters")
        known = set(words(given)) if isinstance(given, Mapping) else set()
        used: set[str] = set()
        for name in ("customer", "customers"):
            query = _text(queries, name)
            if query:
                used |= set(PARAMETER.findall(query))
                yield from _query(f"{key}.queries.{name}", name, query, known)
        if _text(queries, "customer"):
            for name in sorted(known - used):
                yield Fault(key=f"{key}.parameters.{name}", sentence="No query has it; remove this line.")
        if at(source, "name") == at(policy, "customers") and queries and not at(queries, "customers"):
            yield Fault(
                key=f"{key}.queries.customers",
                sentence="Customers are searched here; write the query that gives a row for each of them.",
            )


def _query(key: str, name: str, query: str, known: set[str]) -> Iterator[Fault]:
    if not _READS.match(query) or ";" in query.rstrip().rstrip(";"):
        yield Fault(key=key, sentence="A source is only read; write one SELECT.")
    found = set(PARAMETER.findall(query))
    own = {CUSTOMER_ID} if name == "customer" else set()
    for missing in sorted(own - found):
        yield Fault(
            key=key, sentence=f"The query must be of one customer; write :{missing} where the id comes in."
        )
    for unknown in sorted(found - known - own):
        yield Fault(
            key=key,
            sentence=f"There is no parameter :{unknown}; add it to parameters, or "
            + meant(unknown, known | own),
        )


def _addresses(policy: object) -> Iterator[Fault]:
    """An address says where the customer's id comes in, and is encrypted on its way through networks of others."""
    for key, source in _each("http", policy):
        url = _text(source, "url")
        if not url.startswith(("http://", "https://")):
            continue
        head = url.split("//", 1)[1].split("/", 1)[0].split("?", 1)[0]
        rest = url.replace(_PLACE, "")
        if not host_of(url.replace(_PLACE, "x")) or "{" in head:
            yield Fault(
                key=f"{key}.url",
                sentence=f"The host must stand there itself; write {_PLACE} in the path or after the question mark.",
            )
        elif _PLACE not in url or "{" in rest or "}" in rest:
            yield Fault(
                key=f"{key}.url",
                sentence=f"Write {_PLACE} where the customer's id comes in, and no other braces.",
            )
        else:
            yield from _encrypted(f"{key}.url", url, source)
    for key, source in _each("salesforce", policy):
        login = _text(source, "login")
        if not login.startswith(("http://", "https://")):
            continue
        if not may_hold_credentials(host_of(login), words(parts(source, "private_hosts"))):
            yield Fault(
                key=f"{key}.login",
                sentence=f'"{host_of(login)}" is not of Salesforce; write an address like '
                '"https://login.salesforce.com", or name the host in private_hosts.',
            )
        else:
            yield from _encrypted(f"{key}.login", login, source)


def _encrypted(key: str, address: str, source: object) -> Iterator[Fault]:
    host = host_of(address)
    if address.startswith("http://") and host not in words(parts(source, "private_hosts")):
        yield Fault(
            key=key,
            sentence="Secrets and customers' data would be readable on the way; write https://, or name "
            f'"{host}" in private_hosts.',
        )


def _fields(policy: object) -> Iterator[Fault]:
    """What is shown and what says how old it is are among the fields that are kept."""
    for kind in ("http", "salesforce"):
        for key, source in _each(kind, policy):
            fields, facts = at(source, "fields"), at(source, "facts")
            kept = words(fields) if isinstance(fields, Mapping | list | tuple) else ()
            if not kept:
                continue
            for name in words(facts) if isinstance(facts, Mapping) else ():
                if name not in kept:
                    yield _unkept(f"{key}.facts.{name}", name, kept)
            dated = _text(at(source, "freshness"), "field")
            if dated and dated not in kept:
                yield _unkept(f"{key}.freshness.field", dated, kept)


def _unkept(key: str, name: str, kept: Iterable[str]) -> Fault:
    return Fault(key=key, sentence=f'"{name}" is not among the fields that are kept; ' + meant(name, kept))


def _pauses(policy: object) -> Iterator[Fault]:
    """A pause before another try leaves time for it."""
    for n, source in enumerate(parts(policy, "sources")):
        retries = at(source, "retries")
        try:
            pause, limit = (
                parse_duration(length) if isinstance(length, str) else length
                for length in (at(retries, "pause"), at(source, "time_limit") or "5s")
            )
            is_long = bool(at(retries, "count")) and pause is not None and pause >= limit  # type: ignore[operator]
        except (ValueError, TypeError):
            continue
        if is_long:
            yield Fault(
                key=f"sources[{n}].retries.pause",
                sentence=f"The pause takes the whole time_limit of {duration_text(limit)}; "  # type: ignore[arg-type]
                "write a shorter one.",
            )


#: Every rule on sources; each is tested to be red when it is broken.
SOURCE_RULES: tuple[Callable[[object], Iterator[Fault]], ...] = (_queries, _addresses, _fields, _pauses)
