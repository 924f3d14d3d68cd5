"""Calling another system: only where its name leads to public addresses, signed, without following it elsewhere."""

import http.client
import json
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from kejing.engines.notices.rules import is_public, signature
from kejing.engines.notices.vocabulary import Failure, NoticeRefusal
from kejing.foundation.kernel.errors import Refused

TIMEOUT = 10
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
MOST_READ = 64 * 1024


@dataclass(frozen=True, slots=True)
class Target:
    """Where an address leads: `ip` was judged, and the connection goes there and nowhere else."""

    host: str
    ip: str
    port: int
    path: str
    secure: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """`failure` None: it arrived."""

    status: int | None
    failure: Failure | None


class _Pinned(http.client.HTTPConnection):
    """Connects to the address that was judged: a name that resolves otherwise a moment later changes nothing."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=TIMEOUT)
        self.target = target

    def connect(self) -> None:
        self.sock = socket.create_connection((self.target.ip, self.target.port), TIMEOUT)
        if self.target.secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.target.host)


def target(url: str) -> Target:
    """Judge an address and resolve its name. Raises Refused: no https, a private network, no such server.

    Plain http and private networks are for `KEJING_WEBHOOK_PRIVATE` alone: a bridge on the same machine, and tests.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Refused(NoticeRefusal.NOT_AN_ADDRESS, field="url", url=url[:80]) from error
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"} or not host or parts.username or parts.password:
        raise Refused(NoticeRefusal.NOT_AN_ADDRESS, field="url", url=url[:80])
    secure = parts.scheme == "https"
    if not secure and host not in LOCAL:
        raise Refused(NoticeRefusal.HTTPS_ONLY, field="url")
    ip = _judged(host, port or (443 if secure else 80))
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    return Target(host, ip, port or (443 if secure else 80), path, secure)


def _judged(host: str, port: int) -> str:
    """One address of the host. Every address it has must be public: which of them answers is not ours to say."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Refused(NoticeRefusal.NO_HOST, field="url", host=host[:80]) from error
    addresses = [str(row[4][0]) for row in found]
    if not settings.WEBHOOK_PRIVATE and not all(is_public(address) for address in addresses):
        raise Refused(NoticeRefusal.PRIVATE, field="url", host=host[:80])
    return addresses[0]


def call(url: str, secret: str, delivery_id: int, payload: Mapping[str, object], timestamp: int) -> Answer:
    """Send the payload as JSON, signed. Only 2xx is an arrival; redirects are not followed."""
    body = json.dumps(payload, ensure_ascii=False).encode()
    try:
        where = target(url)
    except Refused as refusal:
        lost = refusal.code == NoticeRefusal.NO_HOST
        return Answer(None, Failure.UNREACHABLE if lost else Failure.ADDRESS)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Kejing",
        "Kejing-Delivery": str(delivery_id),
        "Kejing-Timestamp": str(timestamp),
        "Kejing-Signature": signature(secret, timestamp, body),
    }
    connection = _Pinned(where)
    try:
        connection.request("POST", where.path, body, headers)
        response = connection.getresponse()
        response.read(MOST_READ)
    except (OSError, http.client.HTTPException):
        return Answer(None, Failure.UNREACHABLE)
    finally:
        connection.close()
    if 200 <= response.status < 300:
        return Answer(response.status, None)
    return Answer(response.status, Failure.REDIRECT if 300 <= response.status < 400 else Failure.STATUS)
