"""Customers from a service that answers GET with JSON; it follows no redirect and reads no more than its limit."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from urllib.parse import quote

import aiohttp
import jmespath
from aiohttp.abc import AbstractResolver
from jmespath.exceptions import JMESPathError
from yarl import URL

from bot.sources.addresses import AddressGuard
from bot.sources.configured import RemoteSource
from bot.sources.protocol import Customer, SourceUnavailableError
from models.policy_sources import CUSTOMER_ID, HttpService, host_of

_PLACE = "{" + CUSTOMER_ID + "}"
_CHUNK = 16_384


class HttpSource(RemoteSource[HttpService]):
    """A service, connected to anew for each reading, so that each connection's address is judged."""

    checked_key = "header.value_from"

    def __init__(
        self,
        policy: HttpService,
        environment: Mapping[str, str],
        resolver: AbstractResolver | None = None,
    ) -> None:
        super().__init__(policy, environment)
        self._resolver = resolver

    def check(self) -> None:
        """Look whether the header's secret is there; raises SourceUnavailableError. Asks nobody."""
        self._headers()

    async def _read(self, customer_id: str) -> Mapping[str, object]:
        if customer_id in (".", ".."):
            # These would be a path of another meaning, in whatever spelling.
            raise self._unknown(customer_id)
        address = self._policy.url.replace(_PLACE, quote(customer_id, safe=""))
        headers = self._headers()
        guard = AddressGuard(allows_private=host_of(self._policy.url) in self._policy.private_hosts)
        connector = aiohttp.TCPConnector(
            resolver=self._resolver, socket_factory=guard.socket, use_dns_cache=False, force_close=True
        )
        try:
            async with (
                # The time limit of the whole reading is kept by whoever asks, over all tries.
                aiohttp.ClientSession(
                    connector=connector,
                    timeout=aiohttp.ClientTimeout(total=None),
                    auto_decompress=False,
                    cookie_jar=aiohttp.DummyCookieJar(),
                ) as session,
                session.get(URL(address, encoded=True), headers=headers, allow_redirects=False) as response,
            ):
                self._check_status(response.status, customer_id)
                body = await self._body(response)
        except aiohttp.ClientError as error:
            if guard.has_refused:
                raise self._unavailable(
                    f'"{host_of(self._policy.url)}" is at a private address, which private_hosts does not allow',
                    lasts=True,
                ) from None
            self._told(error)
            raise self._unavailable(
                f"the connection failed ({type(error).__name__}), which is told in the log"
            ) from None
        return self._mapped(body)

    async def _customers(self) -> Sequence[Customer]:
        raise self._unavailable("it knows one customer at a time, and cannot be searched", lasts=True)

    def _headers(self) -> dict[str, str]:
        # A compressed answer may be far larger than it looks, so none is asked for.
        headers = {
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "User-Agent": "exception-desk",
        }
        header = self._policy.header
        if header is not None:
            value = self._secret(header.value_from)
            if not value.isascii() or not value.isprintable():
                raise self._unavailable(
                    f"{header.value_from} has letters that no header may have", lasts=True
                )
            headers[header.name] = header.prefix + value
        return headers

    def _check_status(self, status: int, customer_id: str) -> None:
        if status == HTTPStatus.OK:
            return
        if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
            raise self._unknown(customer_id)
        if 300 <= status < 400:
            raise self._unavailable(
                f"it redirects elsewhere ({status}), and redirects are not followed", lasts=True
            )
        if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            header = self._policy.header
            given = (
                f"does not accept what {header.value_from} has" if header else "wants a header with a secret"
            )
            raise self._unavailable(f"it {given} ({status})", lasts=True)
        passes = status >= 500 or status in (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS)
        raise self._unavailable(f"it answered with status {status}", lasts=not passes)

    async def _body(self, response: aiohttp.ClientResponse) -> bytes:
        """The answer's bytes; no more than the limit are ever held."""
        limit, body = self._policy.size_limit, bytearray()
        if (response.content_length or 0) > limit:
            raise self._too_large()
        async for chunk in response.content.iter_chunked(_CHUNK):
            body += chunk
            if len(body) > limit:
                raise self._too_large()
        return bytes(body)

    def _too_large(self) -> SourceUnavailableError:
        return self._unavailable(
            f"its answer is larger than the {self._policy.size_limit:,} bytes of size_limit", lasts=True
        )

    def _mapped(self, body: bytes) -> dict[str, object]:
        """The fields that the policy picks from the answer."""
        try:
            answer = json.loads(body.decode("utf-8-sig"), parse_constant=_refused)
        except (ValueError, RecursionError):
            raise self._unavailable("its answer is no JSON") from None
        found: dict[str, object] = {}
        for name, expression in self._policy.fields.items():
            try:
                found[name] = jmespath.search(expression, answer)
            except (JMESPathError, TypeError, ValueError, ArithmeticError, AttributeError):
                raise self._unavailable(
                    f'the expression of "{name}" does not fit its answer', lasts=True
                ) from None
        if all(value is None for value in found.values()):
            raise self._unavailable("its answer has none of the fields", lasts=True)
        return found


def _refused(constant: str) -> object:
    """NaN and infinity, which Python would read, are no JSON."""
    raise ValueError(constant)
