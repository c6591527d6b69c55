"""Customers from a server that answers as Salesforce does: login, query and further pages, and all that can fail."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

import pytest
from aiohttp import web

from bot.sources.gathering import gather
from bot.sources.limits import within_limits
from bot.sources.protocol import Customer, SourceUnavailableError, UnknownCustomerError
from bot.sources.salesforce_source import SalesforceSource
from models.policy_sources import Salesforce
from tests.sources.answering import Answering, answering, within

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
PASSWORD, TOKEN, SESSION = "p&ss<word", "secToken9", "00Dxx!session.id"
BY_NAME = {"SF_USERNAME": "bot@harbor.example", "SF_PASSWORD": PASSWORD, "SF_SECURITY_TOKEN": TOKEN}
BY_CLIENT = {"SF_CONSUMER_KEY": "consumerKey", "SF_CONSUMER_SECRET": "consumerSecret"}

RECORD = {
    "attributes": {"type": "Account", "url": "/services/data/v59.0/sobjects/Account/001"},
    "Name": "Müller",
    "AnnualRevenue": 1200.5,
    "Owner": {"attributes": {"type": "User"}, "Name": "Bea"},
    "LastModifiedDate": "2026-11-19T08:00:00.000+0000",
}
FAULT = """<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope
xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:sf="urn:fault.partner.soap.sforce.com"><soapenv:Body>
<soapenv:Fault><faultcode>sf:INVALID_LOGIN</faultcode><detail><sf:LoginFault><sf:exceptionCode>INVALID_LOGIN</sf:exceptionCode>
<sf:exceptionMessage>INVALID_LOGIN: {said}</sf:exceptionMessage></sf:LoginFault></detail></soapenv:Fault></soapenv:Body>
</soapenv:Envelope>"""

Answer = Callable[[web.BaseRequest, Answering], Awaitable[web.StreamResponse]]


def logged_in(asked: Answering, host: str | None = None) -> web.Response:
    server = f"https://{host or f'127.0.0.1:{asked.port}'}/services/Soap/u/59.0/00Dxx"
    return web.Response(
        content_type="text/xml",
        text='<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope '
        'xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:partner.soap.sforce.com"><soapenv:Body>'
        f"<loginResponse><result><serverUrl>{server}</serverUrl><sessionId>{SESSION}</sessionId></result>"
        "</loginResponse></soapenv:Body></soapenv:Envelope>",
    )


def records(*found: dict[str, Any], more: str | None = None) -> web.Response:
    body = {"totalSize": len(found), "done": more is None, "records": found}
    return web.json_response(body | ({"nextRecordsUrl": more} if more else {}))


def answers(query: Answer) -> Answer:
    """Logs everybody in who has the right words, and gives the rest to `query`."""

    async def answer(request: web.BaseRequest, asked: Answering) -> web.StreamResponse:
        if request.path == "/services/Soap/u/59.0":
            right = escape(PASSWORD) + TOKEN in asked.bodies[-1]
            return (
                logged_in(asked)
                if right
                else web.Response(status=500, text=FAULT.format(said=asked.bodies[-1]))
            )
        if request.path == "/services/oauth2/token":
            assert request.headers["Authorization"] == "Basic Y29uc3VtZXJLZXk6Y29uc3VtZXJTZWNyZXQ="
            return web.json_response({"access_token": SESSION, "instance_url": asked.url})
        assert request.headers["Authorization"] == f"Bearer {SESSION}"
        return await query(request, asked)

    return answer


async def one(_: web.BaseRequest, __: Answering) -> web.StreamResponse:
    return records(RECORD)


def salesforce(url: str, environment: dict[str, str] | None = None, **changed: Any) -> SalesforceSource:
    written = {
        "name": "crm",
        "title": "CRM",
        "kind": "salesforce",
        "login": url,
        "credentials": "SF",
        "object": "Account",
        "key": "AccountNumber",
        "label": "Name",
        "detail": ["Owner.Name"],
        "fields": ["Name", "AnnualRevenue", "Owner.Name", "LastModifiedDate"],
        "private_hosts": ["127.0.0.1"],
    }
    return SalesforceSource(
        Salesforce.model_validate(written | changed), BY_NAME if environment is None else environment
    )


async def fault_of(source: SalesforceSource) -> str:
    with pytest.raises(SourceUnavailableError) as caught:
        await within(10, within_limits(source, lambda: source.read("A1")))
    head = "CRM could not be read from Account in Salesforce (127.0.0.1): "
    return str(caught.value).removeprefix(head).removesuffix(".")


@pytest.mark.parametrize("environment", [BY_NAME, BY_CLIENT], ids=["by name", "by client"])
async def test_the_fields_of_a_record_are_kept(environment: dict[str, str]) -> None:
    async with answering(answers(one)) as server:
        found = await within(10, salesforce(server.url, environment).read("A1"))
        assert found == {
            "Name": "Müller",
            "AnnualRevenue": 1200.5,
            "Owner.Name": "Bea",
            "LastModifiedDate": "2026-11-19T08:00:00.000+0000",
        }
        assert len(server.paths) == 2
        assert server.paths[1].startswith("/services/data/v59.0/query/?q=SELECT+Name%2C")


async def test_who_comes_from_a_trusted_network_needs_no_security_token() -> None:
    async def login(request: web.BaseRequest, asked: Answering) -> web.StreamResponse:
        if request.path.startswith("/services/Soap/"):
            assert f"<n1:password>{escape(PASSWORD)}</n1:password>" in asked.bodies[-1]
            return logged_in(asked)
        return records(RECORD)

    async with answering(login) as server:
        given = {name: value for name, value in BY_NAME.items() if name != "SF_SECURITY_TOKEN"}
        assert (await within(10, salesforce(server.url, given).read("A1")))["Name"] == "Müller"


@pytest.mark.parametrize(
    ("customer_id", "quoted"),
    [
        ("A1", "'A1'"),
        ("' OR Name != '", r"'\' OR Name != \''"),
        ("\\' OR '1'='1", r"'\\\' OR \'1\'=\'1'"),
        ('a\nb"', r"'a\nb\"'"),
        ("{id} {fields:literal} %", "'{id} {fields:literal} %'"),
    ],
)
async def test_an_id_is_quoted_and_never_a_part_of_the_query(customer_id: str, quoted: str) -> None:
    said: list[str] = []

    async def query(request: web.BaseRequest, _: Answering) -> web.StreamResponse:
        said.append(request.query["q"])
        return records()

    async with answering(answers(query)) as server:
        with pytest.raises(UnknownCustomerError):
            await within(10, salesforce(server.url).read(customer_id))
    fields = "Name, AnnualRevenue, Owner.Name, LastModifiedDate"
    assert said == [f"SELECT {fields} FROM Account WHERE AccountNumber = {quoted} LIMIT 2"]


async def test_customers_of_all_pages_have_names_and_details() -> None:
    async def query(request: web.BaseRequest, _: Answering) -> web.StreamResponse:
        if "q" in request.query:
            assert request.query["q"] == (
                "SELECT AccountNumber, Name, Owner.Name FROM Account WHERE AccountNumber != null"
            )
            return records(RECORD | {"AccountNumber": "A1"}, more="/services/data/v59.0/query/01g-2000")
        return records(
            {"AccountNumber": "A2", "Name": None, "Owner": None}, {"AccountNumber": "", "Name": "x"}
        )

    async with answering(answers(query)) as server:
        assert await within(10, salesforce(server.url).customers()) == (
            Customer(id="A1", name="Müller", detail="Bea"),
            Customer(id="A2", name="A2"),
        )


async def test_a_record_that_stands_there_twice_is_told() -> None:
    async def query(_: web.BaseRequest, __: Answering) -> web.StreamResponse:
        return records(RECORD, RECORD)

    async with answering(answers(query)) as server:
        assert await fault_of(salesforce(server.url)) == 'it has customer "A1" a second time'


def refused(status: int, code: str) -> Answer:
    async def query(_: web.BaseRequest, __: Answering) -> web.StreamResponse:
        return web.json_response([{"message": f"said {SESSION}", "errorCode": code}], status=status)

    return query


@pytest.mark.parametrize(
    ("query", "queries", "why"),
    [
        (refused(400, "MALFORMED_QUERY"), 1, "it answered with status 400, which is told in the log"),
        (refused(401, "INVALID_SESSION_ID"), 1, "it answered with status 401, which is told in the log"),
        (refused(403, "REQUEST_LIMIT_EXCEEDED"), 1, "it answered with status 403, which is told in the log"),
        (refused(503, "SERVER_UNAVAILABLE"), 3, "it answered with status 503, which is told in the log"),
    ],
)
async def test_another_status_is_a_fault_and_what_may_pass_is_asked_again(
    query: Answer, queries: int, why: str
) -> None:
    async with answering(answers(query)) as server:
        source = salesforce(server.url, retries={"count": 2, "pause": "0m"})
        assert await fault_of(source) == why
        assert len([path for path in server.paths if "/query/" in path]) == queries


@pytest.mark.parametrize("body", ["", "{", "[]", '{"done": true}', '{"done": true, "records": 3}', "<html>"])
async def test_a_broken_answer_is_a_fault(body: str) -> None:
    async def query(_: web.BaseRequest, __: Answering) -> web.StreamResponse:
        return web.Response(text=body, content_type="application/json")

    async with answering(answers(query)) as server:
        assert (await fault_of(salesforce(server.url))).startswith("its answer is no")


@pytest.mark.parametrize("body", ["", "<html>", "<a/>", "{}"])
@pytest.mark.parametrize("environment", [BY_NAME, BY_CLIENT], ids=["by name", "by client"])
async def test_a_broken_login_is_a_fault(body: str, environment: dict[str, str]) -> None:
    async def login(_: web.BaseRequest, __: Answering) -> web.StreamResponse:
        return web.Response(text=body)

    async with answering(login) as server:
        why = await fault_of(salesforce(server.url, environment))
        assert why.startswith(("its answer is no", "it does not accept the credentials"))


async def test_wrong_credentials_are_told_without_them(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        async with answering(answers(one)) as server:
            source = salesforce(server.url, BY_NAME | {"SF_PASSWORD": "wr&ngWord"})
            assert await fault_of(source) == "it does not accept the credentials of SF"
            assert len(server.paths) == 1
    assert "INVALID_LOGIN" in caplog.text
    assert not any(word in caplog.text for word in ("wr&ngWord", "wr&amp;ngWord", TOKEN))


async def test_credentials_that_are_missing_are_told_by_their_variable() -> None:
    for given, missing in (({}, "SF_USERNAME"), ({"SF_CONSUMER_KEY": "keykey"}, "SF_CONSUMER_SECRET")):
        source = salesforce("http://127.0.0.1:9", given)
        assert await fault_of(source) == f"{missing} is not set; set it in the environment or in .env"
        with pytest.raises(SourceUnavailableError, match=missing):
            source.check()


async def test_a_redirect_is_not_followed_with_the_credentials() -> None:
    async def login(_: web.BaseRequest, asked: Answering) -> web.StreamResponse:
        return web.Response(status=307, headers={"Location": f"{asked.url}/elsewhere"})

    async with answering(login) as server:
        why = "it redirects elsewhere (307), and redirects are not followed"
        assert await fault_of(salesforce(server.url)) == why
        assert server.paths == ["/services/Soap/u/59.0"]


@pytest.mark.parametrize("host", ["evil.example", "salesforce.com.evil.example", "localhost"])
async def test_an_instance_elsewhere_gets_no_session(host: str) -> None:
    async def login(_: web.BaseRequest, asked: Answering) -> web.StreamResponse:
        return logged_in(asked, host)

    async with answering(login) as server:
        why = f'it sends to "{host}", which is not of Salesforce and not in private_hosts'
        assert await fault_of(salesforce(server.url)) == why
        assert len(server.paths) == 1


async def test_an_answer_that_is_too_large_is_read_no_further() -> None:
    sent = 0

    async def query(request: web.BaseRequest, asked: Answering) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse()
        await response.prepare(request)
        while not asked.ends.is_set() and sent < 100_000_000:
            await response.write(b" " * 65_536)
            sent += 65_536
        return response

    async with answering(answers(query)) as server:
        why = await fault_of(salesforce(server.url, size_limit=100_000, time_limit="9s"))
        assert why == "its answer is larger than the 100,000 bytes of size_limit"
    assert sent < 50_000_000


@pytest.mark.parametrize("starts", [False, True])
async def test_an_answer_that_hangs_ends_with_the_time_limit(starts: bool) -> None:
    async def query(request: web.BaseRequest, asked: Answering) -> web.StreamResponse:
        response = web.StreamResponse()
        if starts:
            await response.prepare(request)
            await response.write(b'{"records":')
        await asked.ends.wait()
        return response

    async with answering(answers(query)) as server:
        why = await fault_of(salesforce(server.url, time_limit="1s"))
        assert why == "CRM did not answer within 1s" or why.startswith("the connection failed (")


async def test_a_server_that_is_gone_is_a_fault() -> None:
    async with answering(answers(one)) as server:
        source = salesforce(server.url)
    assert (await fault_of(source)).startswith("the connection failed (")


async def test_no_secret_is_told(caplog: pytest.LogCaptureFixture) -> None:
    async def query(request: web.BaseRequest, asked: Answering) -> web.StreamResponse:
        said = f"{request.headers['Authorization']} {PASSWORD} {TOKEN}"
        if len(asked.paths) == 2:
            return records(RECORD | {"Name": said})
        return web.json_response([{"message": said, "errorCode": "MALFORMED_QUERY"}], status=400)

    with caplog.at_level(logging.DEBUG):
        async with answering(answers(query)) as server:
            source = salesforce(server.url)
            for is_available in (True, False):
                (snapshot,) = await within(10, gather((source,), "A1", lambda: AT))
                assert snapshot.is_available == is_available
                assert not any(word in repr(snapshot) for word in (SESSION, PASSWORD, TOKEN))
    assert not any(word in caplog.text for word in (SESSION, PASSWORD, TOKEN))
    assert "MALFORMED_QUERY" in caplog.text
