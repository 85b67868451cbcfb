"""Structured logs of site and graders: one event per line, as text for people or JSON for machines.

Whatever works on a submission binds its id (`about`), and every line that is written meanwhile carries it, also those of
libraries that log in the usual way.
"""

import logging
import logging.config
from contextlib import AbstractContextManager
from typing import Any

import structlog


def about(submission: object, **more: Any) -> AbstractContextManager[None]:
    """A stretch of work on one submission, whose id stands on every line of this thread."""
    return structlog.contextvars.bound_contextvars(submission=str(submission), **more)


def configure_logging(level: str, form: str) -> None:
    """Send structlog and the standard library's loggers through one formatter; `form` is "text" or "json"."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    finish: list[structlog.typing.Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer()
        if form == "json"
        # A plain traceback: one with local variables would write people's code and passwords to the log.
        else structlog.dev.ConsoleRenderer(
            colors=False, pad_event_to=24, exception_formatter=structlog.dev.plain_traceback
        ),
    ]
    if form != "json":  # the console renderer formats exceptions itself
        finish.pop(1)
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "structured": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "processors": finish,
                    "foreign_pre_chain": shared,
                }
            },
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
            "root": {"handlers": ["stderr"], "level": level},
            "loggers": {
                "uvicorn.access": {"level": "WARNING"},
                "celery.worker.strategy": {"level": "WARNING"},
                "celery.app.trace": {"level": "WARNING"},
                "axes": {"level": "WARNING"},
                "django.request": {"level": "ERROR"},
            },
        }
    )
