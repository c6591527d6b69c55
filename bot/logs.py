"""Logs: one line for each happening, for people (`console`) or for machines (`json`), on standard error."""

from __future__ import annotations

import logging
import sys

import structlog

#: What every line is prepared by, whoever wrote it.
SHARED: tuple[structlog.typing.Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def set_up_logs(level: str, form: str) -> None:
    """Send all logs, those of libraries too, to standard error in one form."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(
            # Plain tracebacks: prettier ones print local variables, and with them what people wrote.
            colors=sys.stderr.isatty(),
            pad_event_to=0,
            exception_formatter=structlog.dev.plain_traceback,
        )
    )
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    finish: list[structlog.typing.Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if form == "json":
        finish.append(structlog.processors.format_exc_info)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=SHARED, processors=[*finish, renderer])
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.getLogger("slack_bolt.AsyncApp").addFilter(_is_news)
    # These tell of each beat and each request; they matter to whoever looks for a fault in them.
    for name in ("alembic.runtime.plugins", "apscheduler", "slack_sdk", "aiohttp.access", "asyncio"):
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))


def _is_news(record: logging.LogRecord) -> bool:
    """Bolt warns that it leaves SLACK_BOT_TOKEN alone, which it should: the gateway has it."""
    return not any(
        said in record.getMessage() for said in ("will be unused", "env variable) will be ignored")
    )
