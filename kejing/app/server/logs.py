"""Logs: one JSON object a line on the standard error, without personal data.

A message's own words are ours; what is left out is what may carry a customer: a failure's text (a constraint
names the row), query strings, addresses. `serve` keeps the lines in `<home>/logs`.
"""

import logging
import os
import sys
import traceback
from collections.abc import Callable, Iterable
from time import perf_counter
from typing import Any
from uuid import uuid4

import structlog
from structlog.types import EventDict, WrappedLogger

_OURS = f"{os.sep}kejing{os.sep}"
_LONGEST_PATH = 200
Environ = dict[str, Any]
StartResponse = Callable[..., Callable[[bytes], object]]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


def configure(process: str) -> None:
    """Send structlog's and the standard library's lines to the standard error, named after the process."""

    def name_process(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        return {**event, "process": process}

    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        name_process,
        _failure_without_values,
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.raiseExceptions = False  # its own failures would be written with what they failed on
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    # Their lines carry paths with arguments, or repeat every five seconds.
    for noisy in ("django.request", "procrastinate", "psycopg.pool"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def _failure_without_values(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Say a failure's kind and where it came from; its text and its values stay out."""
    found = event.pop("exc_info", None)
    if found is True:
        found = sys.exc_info()
    error = found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        frames = traceback.extract_tb(error.__traceback__)
        event["failure"] = type(error).__qualname__
        event["where"] = [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames[-8:]]
        for word in ("code", "sqlstate"):
            if isinstance(found_word := getattr(error, word, None), str):
                event[word] = str(found_word)
    return event


def _short(filename: str) -> str:
    return filename.rpartition("site-packages" + os.sep)[2].rpartition(_OURS)[2]


def logged(application: Application) -> Application:
    """Wrap a WSGI application: a line for each request, and an id that its other lines carry too."""
    log = structlog.get_logger("kejing.request")

    def call(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=uuid4().hex[:12])
        started, status = perf_counter(), ""

        def remember(line: str, headers: list[tuple[str, str]], *rest: object) -> Callable[[bytes], object]:
            nonlocal status
            status = line[:3]
            return start_response(line, headers, *rest)

        body = application(environ, remember)
        path = str(environ.get("PATH_INFO", ""))
        if path not in {"/healthz", "/readyz"}:
            ms = round((perf_counter() - started) * 1000, 1)
            log.info("request", method=environ.get("REQUEST_METHOD"), path=_safe(path), status=status, ms=ms)
        return body

    return call


def _safe(path: str) -> str:
    """The path without what was typed into it: a one-time secret, or a stranger's attempt."""
    kept = [part if part.isascii() and len(part) <= 32 else "…" for part in path[:_LONGEST_PATH].split("/")]
    return "/".join(kept)
