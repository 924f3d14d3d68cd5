"""`make bench`: the product's pages and its import, as multiples of what Django and PostgreSQL need at least.

BENCH=list,search narrows it; KEJING_BENCH_SECONDS is how long each page is measured, with one client and with six.
"""

import os
import subprocess
import sys
from collections.abc import Iterator

from tests.database import clone, url_for
from tests.performance import duplicates, imports, records, server
from tests.performance.client import compare_throughput, compare_times
from tests.performance.records import Amount, Ratio, Result
from tests.performance.world import Size

CLIENTS = 6
ROUNDS = 5
MOST_MEMORY = 150


def main() -> None:
    wanted = {name for name in os.environ.get("BENCH", "").split(",") if name}
    size = Size.from_environment()
    print(f"organisation: {size}", flush=True)
    results: list[Result] = []
    with server.postgres():
        if not wanted or imports.NAME in wanted:
            results.append(_import(size.without_customers))
        # duplicates
        if not wanted or duplicates.NAME in wanted:
            results.append(_duplicates(size))
        if not wanted or wanted - {imports.NAME, duplicates.NAME}:
            results += _pages(size, wanted, float(os.environ.get("KEJING_BENCH_SECONDS") or 8))
    records.save(results, str(size))
    records.show(results)


def _copy_of(size: Size, name: str) -> dict[str, str]:
    """A fresh copy of the organisation, built first where it is not there; the environment of its programs."""
    built = subprocess.run(
        [sys.executable, "-m", "tests.performance.world"],
        env=os.environ | server.environment("", "") | size.environment, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    clone(built.stdout.strip(), name)
    return server.environment(url_for(name, "APP"), url_for(name, "OWNER"))


def _import(size: Size) -> Result:
    """In a process of its own: it works in another database."""
    environment = os.environ | _copy_of(size, "kejing_bench_import")
    command = [sys.executable, "-m", "tests.performance.imports"]
    found = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return imports.result(found.stdout)


def _duplicates(size: Size) -> Result:
    """In a process of its own, in another database."""
    copy = _copy_of(size.without_customers, "kejing_bench_duplicates")
    environment = os.environ | copy | {"KEJING_BENCH_CUSTOMERS": str(size.customers)}
    command = [sys.executable, "-m", "tests.performance.duplicates"]
    found = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return duplicates.result(found.stdout)


def _pages(size: Size, wanted: set[str], seconds: float) -> Iterator[Result]:
    import django

    os.environ.update(_copy_of(size, "kejing_bench_run"))
    server.collect_static()
    django.setup()
    from tests.performance.queries import count_queries
    from tests.performance.scenarios import SCENARIOS, bare, visitors

    who = visitors()
    if not wanted or "queries" in wanted:
        yield from count_queries(who[0])
    with server.web() as web:
        for scenario in SCENARIOS:
            if wanted and scenario.name not in wanted:
                continue
            load, floor = scenario.load(who), bare(who)
            times = compare_times(web.port, floor, load, seconds)
            rates = compare_throughput(web.port, floor, load, CLIENTS, seconds, ROUNDS)
            yield Ratio(scenario.name, scenario.limit, times, rates=rates)
        if not wanted or "memory" in wanted:
            yield Amount("memory_web_worker", MOST_MEMORY, web.memory, "MB")


if __name__ == "__main__":
    main()
