"""What a log line says, and what it must not."""

import json
import logging
import sys
from collections.abc import Iterable, Iterator
from io import StringIO

import pytest
import structlog

from kejing.app.server import logs
from kejing.app.server.logs import Environ, StartResponse


@pytest.fixture(autouse=True)
def stream(monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """What the process writes; afterwards logging is as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers = []  # pytest's own would be closed
    written = StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    logs.configure("web")
    yield written
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def lines(stream: StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def request(path: str) -> None:
    def application(_environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [])
        return [b""]

    environ: Environ = {"PATH_INFO": path, "QUERY_STRING": "q=张三丰", "REQUEST_METHOD": "GET"}
    logs.logged(application)(environ, lambda *_args: lambda _data: None)


def test_a_request_is_one_line_without_what_was_asked_for(stream: StringIO) -> None:
    request("/customers/17/")
    (line,) = lines(stream)
    assert (line["path"], line["status"], line["process"]) == ("/customers/17/", "200", "web")
    assert len(str(line["request"])) == 12
    assert "张三丰" not in str(line)


@pytest.mark.parametrize(
    "path", ["/set-password/53yKDRcp3AwgehL7TxVqK3FCUXskrSsIZd_35POYiKs/", "/客户/张三丰/"]
)
def test_secrets_and_names_in_a_path_are_left_out(path: str, stream: StringIO) -> None:
    request(path)
    (line,) = lines(stream)
    assert str(line["path"]).endswith("/…/")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_are_not_told(path: str, stream: StringIO) -> None:
    request(path)
    assert lines(stream) == []


def test_a_failure_says_where_and_not_with_what(stream: StringIO) -> None:
    try:
        int("张三丰 is in the way")
    except ValueError:
        logging.getLogger("kejing.test").exception("it failed")
    (line,) = lines(stream)
    assert line["failure"] == "ValueError"
    assert "test_logs.py" in str(line["where"])
    assert "张三丰" not in str(line)
