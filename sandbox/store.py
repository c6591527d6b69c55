"""Keeps what must survive a restart in one SQLite file; it must not know what any of it means.

All tables are named ``slack_…`` because the file may be shared with the app's own tables. Writes go through
one thread that commits what is waiting as one group, so the event loop never waits for the disk or for another
writer's lock.
"""

from __future__ import annotations

import json
import queue
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_TABLES = (
    "CREATE TABLE IF NOT EXISTS slack_messages (channel TEXT NOT NULL, ts TEXT NOT NULL, body TEXT NOT NULL,"
    " PRIMARY KEY (channel, ts)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS slack_facts (kind TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL,"
    " PRIMARY KEY (kind, key)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS slack_file_contents (id TEXT PRIMARY KEY, content BLOB NOT NULL)",
)
_Write = tuple[str, tuple[Any, ...]]


class Store:
    """Messages, facts by kind and key, and file contents.

    With ``path=None`` nothing is kept beyond this object's life.
    """

    def __init__(self, path: Path | None) -> None:
        self._contents: dict[str, bytes] = {}
        self._writes: queue.SimpleQueue[_Write | None] = queue.SimpleQueue()
        self._writer: threading.Thread | None = None
        self._reader: sqlite3.Connection | None = None
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._reader = self._connect(path)
            with self._reader:
                for statement in _TABLES:
                    self._reader.execute(statement)
            self._writer = threading.Thread(target=self._write_all, args=(path,), name="slack-store")
            self._writer.start()

    @staticmethod
    def _connect(path: Path) -> sqlite3.Connection:
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA busy_timeout = 5000")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        return connection

    def _write_all(self, path: Path) -> None:
        connection = self._connect(path)
        ended = False
        while not ended:
            group = [self._writes.get()]
            while not self._writes.empty():
                group.append(self._writes.get())
            ended = None in group
            self._begin(connection)
            for write in group:
                if write is not None:
                    connection.execute(*write)
            connection.execute("COMMIT")
        connection.close()

    @staticmethod
    def _begin(connection: sqlite3.Connection) -> None:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                # Another writer holds the file for longer than the busy timeout; nothing may be lost for that.
                if "locked" not in str(error):
                    raise

    def _write(self, statement: str, *values: Any) -> None:
        if self._writer is not None:
            self._writes.put((statement, values))

    def keep_message(self, channel: str, ts: str, body: dict[str, Any]) -> None:
        """Keep a message, or replace what was kept of it."""
        self._write("INSERT OR REPLACE INTO slack_messages VALUES (?, ?, ?)", channel, ts, json.dumps(body))

    def drop_message(self, channel: str, ts: str) -> None:
        """Forget a message."""
        self._write("DELETE FROM slack_messages WHERE channel = ? AND ts = ?", channel, ts)

    def messages(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """All kept messages as (channel, ts, body), in order of channel and time."""
        if self._reader is not None:
            for channel, ts, body in self._reader.execute(
                "SELECT channel, ts, body FROM slack_messages ORDER BY channel, ts"
            ):
                yield channel, ts, json.loads(body)

    def keep(self, kind: str, key: str, body: Any) -> None:
        """Keep a fact, or replace it."""
        self._write("INSERT OR REPLACE INTO slack_facts VALUES (?, ?, ?)", kind, key, json.dumps(body))

    def drop(self, kind: str, key: str) -> None:
        """Forget a fact."""
        self._write("DELETE FROM slack_facts WHERE kind = ? AND key = ?", kind, key)

    def facts(self, kind: str) -> dict[str, Any]:
        """All kept facts of a kind by key."""
        if self._reader is None:
            return {}
        rows = self._reader.execute("SELECT key, body FROM slack_facts WHERE kind = ?", (kind,))
        return {key: json.loads(body) for key, body in rows}

    def keep_content(self, file_id: str, content: bytes) -> None:
        """Keep the bytes of a file."""
        self._contents[file_id] = content
        self._write("INSERT OR REPLACE INTO slack_file_contents VALUES (?, ?)", file_id, content)

    def content(self, file_id: str) -> bytes | None:
        """The bytes of a file, or None where there is no such file."""
        if file_id in self._contents or self._reader is None:
            return self._contents.get(file_id)
        query = "SELECT content FROM slack_file_contents WHERE id = ?"
        row = self._reader.execute(query, (file_id,)).fetchone()
        return row[0] if row else None

    def close(self) -> None:
        """Write what is waiting, then let go of the file."""
        if self._writer is not None:
            self._writes.put(None)
            self._writer.join()
            self._writer = None
        if self._reader is not None:
            self._reader.close()
            self._reader = None
