"""A client that costs little beside the server it measures: prepared bytes over kept connections."""

import socket
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

Request = Callable[[], bytes]
"""Makes the bytes of the next request: those of a POST differ from one to the next."""


class UnexpectedAnswer(Exception):
    """The server answered something else than was to be measured."""


@dataclass(frozen=True, slots=True)
class Load:
    """What is asked for, and the status that says it was done."""

    make: Request
    status: int = 200


class Connection:
    """One kept connection to the server."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._stream = self._socket.makefile("rb", 65_536)

    def close(self) -> None:
        self._stream.close()
        self._socket.close()

    def ask(self, load: Load) -> tuple[float, bytes]:
        """Send and read to the end; gives seconds and the body. Raises UnexpectedAnswer."""
        request = load.make()
        started = time.perf_counter()
        self._socket.sendall(request)
        status = int(self._stream.readline().split()[1])
        length = self._skip_headers()
        body = self._stream.read(length)
        seconds = time.perf_counter() - started
        if status != load.status:
            raise UnexpectedAnswer(
                f"{status}: {request.splitlines()[0].decode()}\n{body.decode(errors='replace')[:2000]}"
            )
        return seconds, body

    def _skip_headers(self) -> int:
        length = 0
        while (line := self._stream.readline()) not in {b"\r\n", b""}:
            if line[:15].lower() == b"content-length:":
                length = int(line[15:])
            elif line[:18].lower() == b"transfer-encoding:":
                raise UnexpectedAnswer("chunked answers are not read here")
        return length


@dataclass(frozen=True, slots=True)
class Pair:
    """One figure of the bare view and of the product, and how many times worse the product's is."""

    bare: float
    product: float
    ratio: float


def compare_times(port: int, bare: Load, product: Load, seconds: float) -> Pair:
    """Median milliseconds with one client, who asks for one and the other in turn."""
    connection = Connection(port)
    times: dict[Load, list[float]] = {bare: [], product: []}
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline or len(times[bare]) < 20:
        for load, found in times.items():
            found.append(connection.ask(load)[0])
    connection.close()
    left, right = (statistics.median(times[load]) * 1000 for load in (bare, product))
    return Pair(left, right, right / left)


def compare_throughput(
    port: int, bare: Load, product: Load, clients: int, seconds: float, rounds: int
) -> Pair:
    """Median requests a second with several clients at once, in short rounds of one and the other."""
    found: dict[Load, list[float]] = {bare: [], product: []}
    with ThreadPoolExecutor(clients) as pool:
        for _ in range(rounds):
            for load, rates in found.items():
                rates.append(_rate(pool, port, load, clients, seconds / rounds / 2))
    left, right = (statistics.median(found[load]) for load in (bare, product))
    return Pair(left, right, left / right)


def _rate(pool: ThreadPoolExecutor, port: int, load: Load, clients: int, seconds: float) -> float:
    started = time.monotonic()
    deadline = started + seconds
    done = sum(pool.map(lambda _: _ask_until(port, load, deadline), range(clients)))
    return done / (time.monotonic() - started)


def _ask_until(port: int, load: Load, deadline: float) -> int:
    connection, done = Connection(port), 0
    while time.monotonic() < deadline:
        connection.ask(load)
        done += 1
    connection.close()
    return done
