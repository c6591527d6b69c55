"""The key figures by plain SQL over the `events` table alone; none of the product's code counts anything here."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

#: Each request as its events leave it: what it is about, in which round it is, and since when.
REQUESTS = """
CREATE TEMP VIEW of_requests AS SELECT * FROM events WHERE number > 0;
CREATE TEMP TABLE one AS
SELECT filed.number,
  month(filed.at) AS filed_in,
  coalesce((SELECT changed ->> '$.amendment.fields.standard.now' FROM of_requests e
    WHERE e.number = filed.number AND kind = 'request.amended'
      AND changed ->> '$.amendment.fields.standard.now' IS NOT NULL ORDER BY position DESC LIMIT 1),
    filed.changed ->> '$.filing.standard') AS standard,
  coalesce((SELECT changed ->> '$.amendment.fields.reason.now' FROM of_requests e
    WHERE e.number = filed.number AND kind = 'request.amended'
      AND changed ->> '$.amendment.fields.reason.now' IS NOT NULL ORDER BY position DESC LIMIT 1),
    filed.changed ->> '$.filing.reason') AS reason,
  filed.changed ->> '$.team' AS team,
  (SELECT changed ->> '$.tier' FROM of_requests e WHERE e.number = filed.number
    AND kind IN ('request.routed', 'request.rescored', 'score.confirmed')
    ORDER BY position DESC LIMIT 1) AS tier,
  (SELECT json_array_length(changed, '$.like') FROM of_requests e WHERE e.number = filed.number
    AND kind IN ('request.filed', 'request.amended') ORDER BY position DESC LIMIT 1) AS like_cases,
  coalesce((SELECT max(position) FROM of_requests e
    WHERE e.number = filed.number AND kind = 'round.begun'), 1) AS since
FROM of_requests filed WHERE filed.kind = 'request.filed';
"""
#: What came of each: the act that ended it, or else the last decision of its newest round.
OUTCOMES = """
CREATE TEMP TABLE ended AS
SELECT o.*, substr(e.kind, instr(e.kind, '.') + 1) AS outcome, month(e.at) AS ended_in, NULL AS minutes
FROM one o JOIN of_requests e ON e.number = o.number
WHERE e.kind IN ('request.withdrawn', 'request.prohibited', 'request.lapsed', 'approval.expired')
UNION ALL
SELECT o.*, CASE e.kind WHEN 'request.rejected' THEN 'rejected' ELSE 'approved' END, month(e.at),
  (micros(e.at) - micros(begun.at) - coalesce((
    SELECT sum(micros(r.at) - micros(r.changed ->> '$.since')) FROM of_requests r
    WHERE r.number = o.number AND r.kind = 'clock.resumed' AND r.position > o.since), 0)) / 60000000
FROM one o
JOIN of_requests begun ON begun.number = o.number AND begun.position = o.since
JOIN of_requests e ON e.number = o.number AND e.position > o.since
  AND e.kind IN ('request.rejected', 'request.authorized', 'approval.waived')
WHERE o.number NOT IN (SELECT number FROM of_requests
  WHERE kind IN ('request.withdrawn', 'request.prohibited', 'request.lapsed', 'approval.expired'));
"""
#: One row for each thing that is counted, with the month in which it counts.
COUNTED = """
CREATE TEMP TABLE counted AS
SELECT 'filed' AS measure, filed_in AS month, standard, tier, team, reason, NULL AS minutes FROM one
UNION ALL SELECT 'recurring', filed_in, standard, tier, team, reason, NULL FROM one WHERE like_cases > 0
UNION ALL SELECT outcome, ended_in, standard, tier, team, reason, minutes FROM ended
UNION ALL SELECT CASE e.kind WHEN 'deadline.breached' THEN 'breaches' WHEN 'escalation.raised' THEN 'escalations'
    ELSE 'holds_' || (e.changed ->> '$.hold.kind') END,
  month(e.at), standard, tier, team, reason, NULL
  FROM of_requests e JOIN one USING (number)
  WHERE e.kind IN ('deadline.breached', 'escalation.raised', 'hold.opened')
UNION ALL SELECT 'single_approvals', month(e.at), standard, tier, team, reason, NULL
  FROM of_requests e JOIN one o USING (number) WHERE e.kind = 'approval.waived' AND e.position > o.since
UNION ALL SELECT 'expedited', month(e.at), standard, tier, team, reason, NULL
  FROM of_requests e JOIN one USING (number)
  WHERE e.kind = 'expedite.answered' AND e.changed ->> '$.expedite.is_granted'
    AND NOT EXISTS (SELECT 1 FROM of_requests l
      WHERE l.number = e.number AND l.position > e.position AND l.kind LIKE 'expedite.%')
UNION ALL SELECT 'policy_reviews_opened', month(at), changed ->> '$.review.standard', NULL, NULL,
  changed ->> '$.review.reason', NULL FROM events WHERE kind = 'policy_review.opened'
UNION ALL SELECT 'policies_changed', month(at), changed ->> '$.standard', NULL, NULL, changed ->> '$.reason', NULL
  FROM events WHERE kind = 'policy_review.concluded' AND changed ->> '$.concluded.outcome' = 'changed';
"""
COUNTS = "SELECT {group} AS name, measure, count(*) FROM counted WHERE {group} IS NOT NULL GROUP BY 1, 2"
#: By nearest rank: the first length that at least so many of a hundred are not longer than.
PERCENTILES = """
SELECT name, measure, min(minutes) FROM (
  SELECT {group} AS name, minutes, p.measure, p.percent,
    row_number() OVER (PARTITION BY {group}, p.percent ORDER BY minutes) AS place,
    count(*) OVER (PARTITION BY {group}, p.percent) AS all_of_them
  FROM counted, (SELECT 50 AS percent, 'decision_minutes_median' AS measure
    UNION ALL SELECT 90, 'decision_minutes_p90') p
  WHERE minutes IS NOT NULL
) WHERE place * 100 >= percent * all_of_them GROUP BY 1, 2
"""
RATES = {
    "approval_rate": ("approved", ("approved", "rejected")),
    "recurrence_rate": ("recurring", ("filed",)),
}

#: The figures of each group of each split; "" alone is the whole.
BySql = dict[str, dict[str, dict[str, Any]]]


def figures_by_sql(database: Path, zone: str) -> BySql:
    """For `total` and each way of splitting: the figures that are not 0, by the names that the report gives them."""
    with closing(sqlite3.connect(database)) as connection:
        connection.create_function(
            "month", 1, lambda at: _time(at).astimezone(ZoneInfo(zone)).strftime("%Y-%m")
        )
        connection.create_function("micros", 1, lambda at: round(_time(at).timestamp() * 1_000_000))
        for script in (REQUESTS, OUTCOMES, COUNTED):
            connection.executescript(script)
        splits = {"total": "''"} | {name: name for name in ("month", "standard", "tier", "team", "reason")}
        return {split: _split(connection, column) for split, column in splits.items()}


def _split(connection: sqlite3.Connection, group: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for query in (COUNTS, PERCENTILES):
        for name, measure, count in connection.execute(query.format(group=group)):
            found.setdefault(name, {})[measure] = count
    for figures in found.values():
        figures["holds"] = sum(n for measure, n in figures.items() if measure.startswith("holds_"))
        for rate, (part, wholes) in RATES.items():
            whole = sum(figures.get(one, 0) for one in wholes)
            figures[rate] = round(figures.get(part, 0) / whole, 4) if whole else None
    return {name: {key: n for key, n in one.items() if n} for name, one in found.items()}


def _time(at: str) -> datetime:
    """A time as the table or an event has it; the table's are in UTC and do not say so."""
    read = datetime.fromisoformat(at)
    return read if read.tzinfo is not None else read.replace(tzinfo=UTC)
