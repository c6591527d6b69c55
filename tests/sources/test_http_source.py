"""Customers from a real HTTP service: what it answers is kept, and whatever it does else is a sentence in time."""

from __future__ import annotations

import asyncio
import logging
import socket
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.sources.gathering import gather
from bot.sources.http_source import HttpSource
from bot.sources.limits import within_limits
from bot.sources.protocol import SourceUnavailableError, UnknownCustomerError
from models.policy_sources import HttpService
from tests.sources.answering import Answering, answering, within

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
SECRET = "s3cret/token+word"
ANSWER = {"account": {"name": "Müller", "orders": [{"sum": 3}, {"sum": 4}]}, "of": "2026-11-19", "more": 1}


def http_source(url: str, resolver: AbstractResolver | None = None, **changed: Any) -> HttpSource:
    written = {
        "name": "crm",
        "title": "CRM",
        "kind": "http",
        "url": f"{url}/customers/{{customer_id}}?full=1",
        "header": {"name": "Authorization", "prefix": "Bearer ", "value_from": "CRM_TOKEN"},
        "fields": {
            "name": "account.name",
            "orders": "account.orders[].sum",
            "total": "sum(account.orders[].sum)",
        },
        "private_hosts": ["127.0.0.1"],
    }
    return HttpSource(HttpService.model_validate(written | changed), {"CRM_TOKEN": SECRET}, resolver)


async def fault_of(source: HttpSource, customer_id: str = "A1") -> str:
    """The sentence that the source fails with."""
    with pytest.raises(SourceUnavailableError) as caught:
        await within(10, within_limits(source, lambda: source.read(customer_id)))
    head = f"CRM could not be read from {source._policy.place}: "
    return str(caught.value).removeprefix(head).removesuffix(".")


async def good(_: web.BaseRequest, __: Answering) -> web.StreamResponse:
    return web.json_response(ANSWER)


async def test_the_fields_of_an_answer_are_kept() -> None:
    async with answering(good) as server:
        found = await within(10, http_source(server.url).read("A1"))
        assert found == {"name": "Müller", "orders": [3, 4], "total": 7}
        assert server.headers[0]["Authorization"] == f"Bearer {SECRET}"
        assert server.headers[0]["Accept-Encoding"] == "identity"


@pytest.mark.parametrize(
    ("customer_id", "path"),
    [
        ("A 1/ü?x=%&#", "/customers/A%201%2F%C3%BC%3Fx%3D%25%26%23?full=1"),
        ("../admin", "/customers/..%2Fadmin?full=1"),
        ("%2e%2e%2f", "/customers/%252e%252e%252f?full=1"),
        ("{customer_id}", "/customers/%7Bcustomer_id%7D?full=1"),
        ("a\r\nHost: b", "/customers/a%0D%0AHost%3A%20b?full=1"),
    ],
)
async def test_an_id_is_one_part_of_the_address(customer_id: str, path: str) -> None:
    async with answering(good) as server:
        await within(10, http_source(server.url).read(customer_id))
        assert server.paths == [path]


@pytest.mark.parametrize("customer_id", [".", ".."])
async def test_an_id_that_would_be_a_step_of_the_path_is_unknown(customer_id: str) -> None:
    async with answering(good) as server:
        with pytest.raises(UnknownCustomerError):
            await within(10, http_source(server.url).read(customer_id))
        assert server.paths == []


@pytest.mark.parametrize("status", [404, 410])
async def test_a_customer_who_is_not_there_is_told(status: int) -> None:
    async def answer(_: web.BaseRequest, __: Answering) -> web.StreamResponse:
        return web.Response(status=status)

    async with answering(answer) as server:
        with pytest.raises(UnknownCustomerError, match=r'^CRM has no customer "A1"\.$'):
            await within(10, http_source(server.url).read("A1"))


@pytest.mark.parametrize(
    ("status", "tries", "why"),
    [
        (500, 3, "it answered with status 500"),
        (429, 3, "it answered with status 429"),
        (400, 1, "it answered with status 400"),
        (204, 1, "it answered with status 204"),
        (401, 1, "it does not accept what CRM_TOKEN has (401)"),
        (302, 1, "it redirects elsewhere (302), and redirects are not followed"),
        (307, 1, "it redirects elsewhere (307), and redirects are not followed"),
    ],
)
async def test_another_status_is_a_fault_and_what_may_pass_is_asked_again(
    status: int, tries: int, why: str
) -> None:
    async def answer(request: web.BaseRequest, asked: Answering) -> web.StreamResponse:
        return web.Response(status=status, headers={"Location": f"{asked.url}/elsewhere"})

    async with answering(answer) as server:
        source = http_source(server.url, retries={"count": 2, "pause": "0m"})
        assert await fault_of(source) == why
        assert len(server.paths) == tries
        assert "elsewhere" not in "".join(server.paths)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "its answer is no JSON"),
        (b'{"account": ', "its answer is no JSON"),
        (b'{"account": NaN}', "its answer is no JSON"),
        (b"\xff\xfe", "its answer is no JSON"),
        (b"[" * 200_000, "its answer is no JSON"),
        (b"<html>", "its answer is no JSON"),
        (b"[]", "its answer has none of the fields"),
        (b'{"account": {"orders": [{"sum": "x"}]}}', 'the expression of "total" does not fit its answer'),
    ],
)
async def test_a_broken_answer_is_a_fault(body: bytes, why: str) -> None:
    async def answer(_: web.BaseRequest, __: Answering) -> web.StreamResponse:
        return web.Response(body=body, content_type="application/json")

    async with answering(answer) as server:
        fields = {"name": "account.name"} | (
            {"total": "sum(account.orders[].sum)"} if b"orders" in body else {}
        )
        source = http_source(server.url, fields=fields)
        assert await fault_of(source) == why


@pytest.mark.parametrize("is_told", [True, False])
async def test_an_answer_that_is_too_large_is_read_no_further(is_told: bool) -> None:
    sent = 0

    async def answer(request: web.BaseRequest, asked: Answering) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse()
        if is_told:
            response.content_length = 100_000_000
        await response.prepare(request)
        while not asked.ends.is_set() and sent < 100_000_000:
            await response.write(b"x" * 65_536)
            sent += 65_536
        return response

    async with answering(answer) as server:
        why = await fault_of(http_source(server.url, size_limit=100_000, time_limit="9s"))
        assert why == "its answer is larger than the 100,000 bytes of size_limit"
    assert sent < 50_000_000


@pytest.mark.parametrize("starts", [False, True])
async def test_an_answer_that_hangs_ends_with_the_time_limit(starts: bool) -> None:
    async def answer(request: web.BaseRequest, asked: Answering) -> web.StreamResponse:
        response = web.StreamResponse()
        if starts:
            await response.prepare(request)
            await response.write(b'{"account":')
        await asked.ends.wait()
        return response

    async with answering(answer) as server:
        assert await fault_of(http_source(server.url, time_limit="1s")) == "CRM did not answer within 1s"


async def test_an_answer_that_comes_after_a_fault_is_kept() -> None:
    async def answer(_: web.BaseRequest, asked: Answering) -> web.StreamResponse:
        return web.json_response(ANSWER) if len(asked.paths) == 3 else web.Response(status=503)

    async with answering(answer) as server:
        source = http_source(server.url, retries={"count": 2, "pause": "0m"})
        (snapshot,) = await within(10, gather((source,), "A1", lambda: AT))
        assert snapshot.payload == {"name": "Müller", "orders": [3, 4], "total": 7}


async def test_a_connection_that_is_cut_or_refused_is_a_fault() -> None:
    async def answer(request: web.BaseRequest, _: Answering) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    async with answering(answer) as server:
        assert (await fault_of(http_source(server.url))).startswith("the connection failed (")
        gone = http_source(server.url)
    assert (await fault_of(gone)).startswith("the connection failed (")


class Rebinding(AbstractResolver):
    """A name server that gives a public address first and another one from then on, as an attacker's would."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = list(addresses)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        address = self.addresses.pop(0) if len(self.addresses) > 1 else self.addresses[0]
        return [
            ResolveResult(hostname=host, host=address, port=port, family=socket.AF_INET, proto=0, flags=0)
        ]

    async def close(self) -> None:
        """Nothing is open."""


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "crm.example"])
async def test_a_private_address_is_not_connected_to(host: str) -> None:
    async with answering(good) as server:
        url = f"http://{host}:{server.port}"
        resolver = Rebinding("127.0.0.1") if host == "crm.example" else None
        source = http_source(url, resolver, private_hosts=["other.example"])
        assert (
            await fault_of(source) == f'"{host}" is at a private address, which private_hosts does not allow'
        )
        assert server.paths == []


async def test_a_name_that_moves_to_a_private_address_is_not_followed() -> None:
    """The first answer of the name server would pass any check; what is connected to is what counts."""
    async with answering(good) as server:
        resolver = Rebinding("192.0.2.1", "127.0.0.1")
        assert (await resolver.resolve("crm.example"))[0]["host"] == "192.0.2.1"
        source = http_source(f"http://crm.example:{server.port}", resolver, private_hosts=[])
        assert "is at a private address" in await fault_of(source)
        assert server.paths == []


async def test_a_private_address_is_connected_to_where_its_host_is_allowed_by_name() -> None:
    async with answering(good) as server:
        source = http_source(
            f"http://crm.example:{server.port}", Rebinding("127.0.0.1"), private_hosts=["crm.example"]
        )
        assert (await within(10, source.read("A1")))["total"] == 7


async def test_no_secret_is_told(caplog: pytest.LogCaptureFixture) -> None:
    async def echo(request: web.BaseRequest, asked: Answering) -> web.StreamResponse:
        said = request.headers["Authorization"]
        if len(asked.paths) == 1:
            return web.json_response({"account": {"name": said, said: said}})
        return web.Response(status=500, reason=said, headers={"X-Said": said}, text=said)

    with caplog.at_level(logging.DEBUG):
        async with answering(echo) as server:
            for _ in range(2):
                source = http_source(server.url, fields={"account": "account"})
                (snapshot,) = await within(10, gather((source,), "A1", lambda: AT))
                assert SECRET not in repr(snapshot)
                assert SECRET not in repr(source)
            assert SECRET in server.headers[1]["Authorization"]
        (snapshot,) = await within(10, gather((source,), "A1", lambda: AT))
        assert not snapshot.is_available
    told = "\n".join(line for line in caplog.text.splitlines() if "aiohttp.server" not in line)
    assert SECRET not in told


@pytest.mark.parametrize("value", ["", "a\r\nX: y", "ü-token"])
async def test_a_secret_that_cannot_be_sent_is_told_without_it(value: str) -> None:
    async with answering(good) as server:
        source = http_source(server.url)
        source._environment = {"CRM_TOKEN": value}
        why = await fault_of(source)
        assert why.startswith("CRM_TOKEN ")
        assert not value or value not in why
        with pytest.raises(SourceUnavailableError, match="CRM_TOKEN"):
            source.check()
        assert server.paths == []


async def test_a_reading_that_is_called_off_ends() -> None:
    began = asyncio.Event()

    async def answer(_: web.BaseRequest, asked: Answering) -> web.StreamResponse:
        began.set()
        await asked.ends.wait()
        return web.Response()

    async with answering(answer) as server:
        reading = asyncio.create_task(gather((http_source(server.url),), "A1", lambda: AT))
        await within(10, began.wait())
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await within(10, reading)
