"""Ten thousand customers go to another account manager in one transfer: how long it takes, and what others notice.

`python -m tests.performance.handover` measures in the database of its environment, the whole organisation. The
transfer is made by a process of its own (`… handover move`), for it would share the readers' interpreter.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date

from tests.performance.client import Connection, Load
from tests.performance.records import Amount

NAME = "handover_10000"
CUSTOMERS = 10_000
MOST_SECONDS = 10
MOST_SLOWER = 2
READERS = 2
"""So many others read their lists all the while, one request after the other."""
ALONE_SECONDS = 6
HERE = [sys.executable, "-m", "tests.performance.handover", "move"]


def results(text: str) -> Iterator[Amount]:
    """The figures that a process of this module printed."""
    found = json.loads(text)
    yield Amount(NAME, MOST_SECONDS, found["seconds"], "s")
    yield Amount(f"{NAME}_others_p95", MOST_SLOWER, found["slower"], "×")


def measure() -> dict[str, float]:
    """Seconds of the transfer while others read, and their p95 as a multiple of what it is without."""
    from tests.performance import server
    from tests.performance.scenarios import LIST, visitors

    server.collect_static()
    load = LIST.load(visitors())
    with server.web() as web, subprocess.Popen(HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as mover:
        assert mover.stdin
        assert mover.stdout
        assert mover.stdout.readline() == b"ready\n", "the transfer was refused"
        alone = _read(web.port, load, time.monotonic() + ALONE_SECONDS)
        with ThreadPoolExecutor(1) as pool:
            mover.stdin.write(b"go\n")
            mover.stdin.flush()
            moved = pool.submit(mover.stdout.readline)
            beside: list[float] = []
            while not moved.done():
                beside += _read(web.port, load, time.monotonic() + 0.5)
            seconds = float(moved.result())
        alone += _read(web.port, load, time.monotonic() + ALONE_SECONDS)
    print(f"p95: {_p95(alone) * 1000:.1f} → {_p95(beside) * 1000:.1f} ms", file=sys.stderr)
    return {"seconds": seconds, "slower": _p95(beside) / _p95(alone)}


def _read(port: int, load: Load, until: float) -> list[float]:
    with ThreadPoolExecutor(READERS) as pool:
        return [
            seconds
            for found in pool.map(lambda _: _read_one(port, load, until), range(READERS))
            for seconds in found
        ]


def _read_one(port: int, load: Load, until: float) -> list[float]:
    connection, found = Connection(port), []
    while time.monotonic() < until:
        found.append(connection.ask(load)[0])
    connection.close()
    return found


def _p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]


def move() -> None:
    """Preview, wait until somebody says go, transfer; says the seconds, and makes sure that all of it is done."""
    from kejing.domain.customers import actions, queries
    from kejing.domain.customers.models import Customer
    from kejing.domain.org.models import Holder
    from kejing.domain.visits.models import Visit
    from kejing.foundation.kernel.context import as_system

    _lift_capacity()
    managers = Holder.objects.using("owner").filter(appointment__position__role_id="account_manager")
    target = managers.order_by("pk").values_list("pk", flat=True)[0]
    others = Customer.objects.using("owner").filter(holder__kind="person").exclude(holder_id=target)
    numbers = list(others.order_by("pk").values_list("number", flat=True)[:CUSTOMERS])
    wanted = {"holder_id": target, "on": date.today(), "numbers": numbers}
    with as_system("benchmark") as actor:
        started = time.perf_counter()
        preview = queries.transfer_preview(actor=actor, **wanted)
        print(f"preview: {time.perf_counter() - started:.2f} s", file=sys.stderr)
    assert preview.moving == len(numbers), preview.rows[0].fault
    print("ready", flush=True)
    sys.stdin.readline()
    started = time.perf_counter()
    with as_system("benchmark") as actor:
        actions.transfer_customers(actor=actor, reason="benchmark", seen=preview.seen, **wanted)
    print(time.perf_counter() - started, flush=True)
    assert others.model.objects.using("owner").filter(number__in=numbers, holder_id=target).count() == len(
        numbers
    )
    plans = Visit.objects.using("owner").filter(customer__number__in=numbers, state="planned")
    print(f"{plans.count():,} plans went along", file=sys.stderr)
    assert not plans.exclude(holder_id=target).exists()


def _lift_capacity() -> None:
    """One person may have that many: else the rules would refuse what is to be measured."""
    from kejing.domain.customers.models import OwnershipPolicy

    policy = OwnershipPolicy.objects.using("owner").order_by("version").last()
    assert policy is not None
    content = {key: value for key, value in policy.content.items() if key != "capacity"}
    OwnershipPolicy.objects.using("owner").filter(pk=policy.pk).update(content=content)


if __name__ == "__main__":
    import django

    django.setup()
    if sys.argv[1:] == ["move"]:
        move()
    else:
        print(json.dumps(measure()))
