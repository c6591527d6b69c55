"""Where data about the customer is read from, a model for each kind of source; it reads nothing, and holds no secret.

A secret is named here and never written: the policy says which variable of the environment has it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import timedelta
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from models.notation import Duration, Key, Title
from models.policy_part import Part

#: What an http source's address and a query say where the customer's id comes in.
CUSTOMER_ID = "customer_id"

VARIABLE_PATTERN = r"^[A-Z][A-Z0-9_]*$"
HOST_PATTERN = r"^([a-z0-9]([a-z0-9.-]*[a-z0-9])?|[0-9a-f:]+)$"
HEADER_PATTERN = r"^[A-Za-z0-9!#$%&'*+.^_`|~-]+$"
FIELD_PATTERN = r"^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)*$"
# ASCII alone, and a host of few letters, so that nobody who takes an address apart reads another host in it.
ADDRESS_PATTERN = r"^https?://[A-Za-z0-9.:_{}\[\]-]+([/?][!\"$-~]*)?$"


def _jmespath(text: str) -> str:
    # Imported where it is needed, so that a policy without such a source starts as fast as before.
    import jmespath
    from jmespath.exceptions import JMESPathError

    try:
        jmespath.compile(text)
    except JMESPathError:
        raise ValueError(f'"{text}" is no JMESPath expression; write one like "account.owner.name"') from None
    return text


def host_of(address: str) -> str:
    """The host of an address in small letters, without port and brackets; "" where it has none."""
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


Variable = Annotated[
    str,
    Field(
        pattern=VARIABLE_PATTERN,
        description="The name of an environment variable, never the secret itself.",
        examples=["CRM_DATABASE_URL"],
    ),
]
Column = Annotated[str, Field(min_length=1, examples=["customer_id"])]
Host = Annotated[str, Field(pattern=HOST_PATTERN, examples=["crm.internal.example"])]
Expression = Annotated[str, AfterValidator(_jmespath), Field(min_length=1, examples=["account.owner.name"])]
SalesforceName = Annotated[str, Field(pattern=FIELD_PATTERN, examples=["AccountNumber"])]
Statement = Annotated[
    str,
    Field(
        min_length=1,
        examples=["SELECT name, segment FROM customers WHERE customer_id = :customer_id"],
    ),
]


class Freshness(Part):
    """How old data may be: data older than `limit` are a fault of their source, as if it could not be read."""

    field: Column = Field(
        description="The column or field that says when the data were current: a date, a time (UTC where it says "
        "no other), or seconds since 1970.",
        examples=["updated_at"],
    )
    limit: Duration = Field(gt=timedelta(0))


class Retries(Part):
    """How often a source that failed is asked again at once; all tries are within its `time_limit`."""

    count: int = Field(ge=0, le=10, strict=True, description="Tries after the first one.", examples=[2])
    pause: Duration = Field(timedelta(seconds=1), description="What is waited before each of them.")


class SourcePart(Part, ABC):
    """What every source says of itself, of whatever kind."""

    name: Key
    title: Title
    facts: dict[str, str] = Field(
        default_factory=dict, description="Columns or fields shown on the card, with their titles."
    )
    time_limit: Duration = Field(
        timedelta(seconds=5),
        gt=timedelta(0),
        description="The longest that a reading may take, all tries together.",
    )
    freshness: Freshness | None = None
    retries: Retries = Retries(count=0)

    @property
    @abstractmethod
    def where(self) -> str:
        """Where it is, as a person reads it."""

    @property
    def place(self) -> str:
        """The same in few words, for a sentence in Slack."""
        return self.where


class _SearchedSource(SourcePart):
    """A source that customers can be searched in."""

    label: str | None = Field(
        None, description="The column that holds the customer's name (customer source only)."
    )
    detail: tuple[str, ...] = Field(
        (), description="Columns that tell customers of one name apart (customer source only)."
    )


class CsvFile(_SearchedSource):
    """A CSV file: UTF-8, a heading, a row for each customer."""

    kind: Literal["csv"] = Field(examples=["csv"])
    path: str = Field(
        min_length=1, description="Starts at the policy file's folder.", examples=["sample/crm.csv"]
    )
    key: Column = Field(description="The column that holds the customer's id.")

    @property
    def where(self) -> str:
        """Where it is, as a person reads it."""
        return self.path


class Queries(Part):
    """The queries of a database, each one SELECT; values come in as bound parameters (`:customer_id`)."""

    customer: Statement = Field(description="One row: all that is kept on the customer :customer_id.")
    customers: Statement | None = Field(
        None, description="A row for each customer, with key, label and detail (customer source only)."
    )


class Database(_SearchedSource):
    """A database that SQLAlchemy can open; it is only read."""

    kind: Literal["sql"] = Field(examples=["sql"])
    url_from: Variable = Field(description="The environment variable that has the SQLAlchemy URL.")
    key: Column = Field(description="The column that holds the customer's id.")
    queries: Queries
    parameters: dict[Key, str | int] = Field(
        default_factory=dict, description="Further bound parameters of the queries, with their values."
    )

    @property
    def where(self) -> str:
        """Where it is, as a person reads it: by the name of the variable, never its value."""
        return f"the database that {self.url_from} names"


class Header(Part):
    """A header of each request, whose value is a secret."""

    name: str = Field(pattern=HEADER_PATTERN, examples=["Authorization"])
    prefix: str = Field("", max_length=40, description="Stands before the secret.", examples=["Bearer "])
    value_from: Variable = Field(
        description="The environment variable that has the secret.", examples=["CRM_API_TOKEN"]
    )


class HttpService(SourcePart):
    """A service that answers `GET` with JSON on one customer."""

    kind: Literal["http"] = Field(examples=["http"])
    url: str = Field(
        pattern=ADDRESS_PATTERN,
        max_length=2000,
        description="The address, with {customer_id} where the customer's id comes in, percent-encoded.",
        examples=["https://crm.example/customers/{customer_id}"],
    )
    header: Header | None = None
    fields: dict[str, Expression] = Field(
        min_length=1,
        description="What is kept of the answer: each field with the JMESPath expression that finds it.",
        examples=[{"segment": "account.segment"}],
    )
    size_limit: int = Field(
        1_000_000, gt=0, le=100_000_000, strict=True, description="The most bytes that an answer may have."
    )
    private_hosts: tuple[Host, ...] = Field(
        (), description="Hosts that may be at a private, loopback or link-local address, by name."
    )

    @property
    def where(self) -> str:
        """Where it is, as a person reads it."""
        return self.url

    @property
    def place(self) -> str:
        """The service's host."""
        return host_of(self.url)


class Salesforce(_SearchedSource):
    """An object of Salesforce, read with SOQL."""

    kind: Literal["salesforce"] = Field(examples=["salesforce"])
    login: str = Field(
        "https://login.salesforce.com",
        pattern=ADDRESS_PATTERN,
        max_length=300,
        description="Where one logs in: https://test.salesforce.com for a sandbox, or your My Domain.",
        examples=["https://login.salesforce.com"],
    )
    credentials: Variable = Field(
        "SALESFORCE",
        description="How the environment variables begin: SALESFORCE_USERNAME, _PASSWORD and _SECURITY_TOKEN, or "
        "SALESFORCE_CONSUMER_KEY and _CONSUMER_SECRET.",
        examples=["SALESFORCE"],
    )
    object: SalesforceName = Field(examples=["Account"])
    key: SalesforceName = Field(description="The field that holds the customer's id.")
    fields: tuple[SalesforceName, ...] = Field(
        min_length=1, description="What is kept of the object.", examples=[["Name", "Industry", "Owner.Name"]]
    )
    size_limit: int = Field(
        10_000_000, gt=0, le=100_000_000, strict=True, description="The most bytes that an answer may have."
    )
    private_hosts: tuple[Host, ...] = Field(
        (), description="Hosts outside of Salesforce's own domains that may be asked, by name."
    )

    @property
    def where(self) -> str:
        """Where it is, as a person reads it."""
        return f"{self.object} in Salesforce ({host_of(self.login)})"


#: A source of customer data (blueprint, Data Sources); `kind` says which.
Source = Annotated[CsvFile | Database | HttpService | Salesforce, Field(discriminator="kind")]
