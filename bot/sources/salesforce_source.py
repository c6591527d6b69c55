"""Customers from an object of Salesforce, by simple-salesforce on a thread; its credentials are the environment's."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar
from xml.parsers.expat import ExpatError

import requests
from simple_salesforce.api import Salesforce as Client
from simple_salesforce.exceptions import SalesforceAuthenticationFailed, SalesforceError
from simple_salesforce.format import format_soql
from simple_salesforce.login import SalesforceLogin, token_login

from bot.sources.configured import RemoteSource
from bot.sources.protocol import Customer
from bot.sources.salesforce_session import ForbiddenHostError, RedirectedError, TooLargeError, session_for
from bot.sources.secret_words import HIDDEN
from bot.sources.worker_thread import ThreadsBusyError, on_thread
from models.policy_sources import Salesforce

T = TypeVar("T")

#: Statuses at which it is worth to ask again.
_PASSING = (408, 429, 500, 502, 503, 504)


class SalesforceSource(RemoteSource[Salesforce]):
    """An object of Salesforce; one logs in for each reading."""

    checked_key = "credentials"

    def check(self) -> None:
        """Look whether the credentials are there; raises SourceUnavailableError. Asks nobody."""
        self._credentials()

    async def _read(self, customer_id: str) -> Mapping[str, object]:
        found = await self._asked(lambda client: list(client.query(self._query(customer_id))["records"]))
        if not found:
            raise self._unknown(customer_id)
        if len(found) > 1:
            raise self._unavailable(f'it has customer "{customer_id}" a second time', lasts=True)
        return {name: _field(found[0], name) for name in self._policy.fields}

    async def _customers(self) -> Sequence[Customer]:
        key, label, detail = self._policy.key, self._policy.label or self._policy.key, self._policy.detail
        columns = tuple(dict.fromkeys((key, label, *detail)))
        query = f"SELECT {', '.join(columns)} FROM {self._policy.object} WHERE {key} != null"
        found = await self._asked(lambda client: list(client.query_all_iter(query)))
        rows = ({name: _field(record, name) for name in columns} for record in found)
        customers = (self._customer(row, key, label, detail) for row in rows)
        return tuple(customer for customer in customers if customer.id)

    def _query(self, customer_id: str) -> str:
        """The one query of a customer. Names are of the policy, which has checked them; the id is quoted."""
        query: str = format_soql(
            "SELECT {fields:literal} FROM {object:literal} WHERE {key:literal} = {id} LIMIT 2",
            fields=", ".join(dict.fromkeys(self._policy.fields)),
            object=self._policy.object,
            key=self._policy.key,
            id=customer_id,
        )
        return query

    async def _asked(self, ask: Callable[[Client], T]) -> T:
        """What is asked of Salesforce after the login; everything that can go wrong on the way is a sentence."""
        try:
            return await on_thread(lambda: ask(self._client()))
        except ThreadsBusyError:
            raise self._unavailable("too many earlier readings hang still") from None
        except SalesforceAuthenticationFailed as error:
            self._told(error)
            raise self._unavailable(
                f"it does not accept the credentials of {self._policy.credentials}",
                lasts=error.code not in _PASSING,
            ) from None
        except SalesforceError as error:
            self._told(error)
            raise self._unavailable(
                f"it answered with status {error.status}, which is told in the log",
                lasts=error.status not in _PASSING,
            ) from None
        except TooLargeError:
            raise self._unavailable(
                f"its answer is larger than the {self._policy.size_limit:,} bytes of size_limit", lasts=True
            ) from None
        except ForbiddenHostError as error:
            raise self._unavailable(
                f'it sends to "{error}", which is not of Salesforce and not in private_hosts', lasts=True
            ) from None
        except RedirectedError as error:
            raise self._unavailable(
                f"it redirects elsewhere ({error}), and redirects are not followed", lasts=True
            ) from None
        except requests.JSONDecodeError:
            raise self._unavailable("its answer is no JSON") from None
        except requests.RequestException as error:
            self._told(error)
            raise self._unavailable(
                f"the connection failed ({type(error).__name__}), which is told in the log"
            ) from None
        except (ValueError, ExpatError, LookupError, TypeError, AttributeError):
            raise self._unavailable("its answer is none that Salesforce gives") from None

    def _client(self) -> Client:
        """A client that has logged in."""
        policy = self._policy
        session = session_for(
            login=policy.login,
            private_hosts=policy.private_hosts,
            most=policy.size_limit,
            seconds=self.time_limit.total_seconds(),
        )
        token, instance = self._logged_in(session, policy.login.rstrip("/"))
        self._secrets.add(token)
        return Client(session_id=token, instance=instance, session=session, object_pairs_hook=dict)

    def _logged_in(self, session: requests.Session, login: str) -> tuple[str, str]:
        """The session's token and the instance's host: by client credentials where there are some, else by name."""
        given = self._credentials()
        if "CONSUMER_KEY" in given:
            pair = f"{given['CONSUMER_KEY']}:{given['CONSUMER_SECRET']}"
            encoded = base64.b64encode(pair.encode()).decode()
            self._secrets.add(encoded)
            # The key itself would only stand in a warning that the library prints.
            return token_login(
                f"{login}/services/oauth2/token",
                {"grant_type": "client_credentials"},
                "login",
                HIDDEN,
                {"Authorization": f"Basic {encoded}"},
                None,
                session,
            )
        self._secrets.add(given["PASSWORD"] + given["SECURITY_TOKEN"])
        return SalesforceLogin(
            username=given["USERNAME"],
            password=given["PASSWORD"],
            security_token=given["SECURITY_TOKEN"],
            scratch_url=login,
            session=session,
            client_id="exception-desk",
        )

    def _credentials(self) -> dict[str, str]:
        """What the environment says, by the ends of its variables. Raises SourceUnavailableError."""
        prefix = self._policy.credentials
        if self._environment.get(f"{prefix}_CONSUMER_KEY"):
            return {name: self._secret(f"{prefix}_{name}") for name in ("CONSUMER_KEY", "CONSUMER_SECRET")}
        # Who comes from a trusted network has no security token.
        has_token = bool(self._environment.get(f"{prefix}_SECURITY_TOKEN"))
        return {
            "USERNAME": self._secret(f"{prefix}_USERNAME"),
            "PASSWORD": self._secret(f"{prefix}_PASSWORD"),
            "SECURITY_TOKEN": self._secret(f"{prefix}_SECURITY_TOKEN") if has_token else "",
        }


def _field(record: Mapping[str, object], name: str) -> object:
    """A field of a record, through its relations; nothing where one of them is empty."""
    found: object = record
    for step in name.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    if isinstance(found, Mapping):
        return {key: value for key, value in found.items() if key != "attributes"}
    return found
