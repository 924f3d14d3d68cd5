"""`make bench`: the product's pages and its import, as multiples of what Django and PostgreSQL need at least.

BENCH=list,search narrows it; SIZE=1m is the organisation of a million customers; KEJING_BENCH_SECONDS is how long each
page is measured, with one client and with six.
"""

import os
import subprocess
import sys
from collections.abc import Iterator

from tests.database import clone, superuser, url_for
from tests.performance import duplicates, handover, imports, records, server
from tests.performance.client import compare_throughput, compare_times
from tests.performance.records import Amount, Ratio, Result
from tests.performance.world import Size

CLIENTS = 6
ROUNDS = 5
MOST_MEMORY = 150
MOST_GROWTH = 1.3
"""How many times a page's ratio among a million customers may be its own among a hundred thousand."""


def main() -> None:
    wanted = {name for name in os.environ.get("BENCH", "").split(",") if name}
    size = Size.from_environment()
    print(f"organisation: {size}", flush=True)
    results: list[Result] = []
    with server.postgres():
        importing = imports.name(size)
        if not wanted or importing in wanted:
            results.append(_import(size))
        if not wanted or duplicates.NAME in wanted:
            results.append(_duplicates(size))
        if not wanted or handover.NAME in wanted:
            results += _handover(size)
        if not wanted or wanted - {importing, duplicates.NAME, handover.NAME}:
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
    copy = _copy_of(size.without_customers, "kejing_bench_import")
    environment = os.environ | copy | size.environment
    command = [sys.executable, "-m", "tests.performance.imports"]
    found = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    superuser('drop database "kejing_bench_import" with (force)')
    return imports.result(size, found.stdout)


def _duplicates(size: Size) -> Result:
    """In a process of its own, in another database."""
    copy = _copy_of(size.without_customers, "kejing_bench_duplicates")
    environment = os.environ | copy | {"KEJING_BENCH_CUSTOMERS": str(size.customers)}
    command = [sys.executable, "-m", "tests.performance.duplicates"]
    found = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return duplicates.result(found.stdout)


def _handover(size: Size) -> Iterator[Result]:
    """In processes of their own: it changes the organisation."""
    environment = os.environ | _copy_of(size, "kejing_bench_handover")
    command = [sys.executable, "-m", "tests.performance.handover"]
    found = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    superuser('drop database "kejing_bench_handover" with (force)')
    return handover.results(found.stdout)


def _pages(size: Size, wanted: set[str], seconds: float) -> Iterator[Result]:
    import django

    os.environ.update(_copy_of(size, "kejing_bench_run"))
    server.collect_static()
    django.setup()
    from tests.performance.queries import count_queries
    from tests.performance.scans import count_scanned
    from tests.performance.scenarios import ABOVE, SCENARIOS, bare, branch_heads, heads_of_all, visitors

    mark = "_1m" if size.is_million else ""
    groups = [("", visitors(), SCENARIOS), ("_branch_head", branch_heads(), ABOVE)]
    groups.append(("_head_of_all", heads_of_all(), ABOVE))
    if not wanted or "queries" in wanted:
        yield from count_queries(groups[0][1][0])
    with server.web() as web:
        for role, who, scenarios in groups:
            for scenario in scenarios:
                name = f"{scenario.name}{mark}{role}"
                if wanted and name not in wanted:
                    continue
                load, floor = scenario.load(who), bare(who)
                times = compare_times(web.port, floor, load, seconds)
                rates = compare_throughput(web.port, floor, load, CLIENTS, seconds, ROUNDS)
                yield (found := Ratio(name, scenario.limit, times, rates=rates))
                yield from count_scanned(scenario, who, name)
                yield from _growth(scenario.name + role, found) if mark else ()
        if not wanted or "memory" in wanted:
            yield Amount("memory_web_worker", MOST_MEMORY, web.memory, "MB")


def _growth(name: str, found: Ratio) -> Iterator[Result]:
    """Beside the last run among a hundred thousand customers on this machine, if there was one."""
    if (before := records.ratio_of(name)) is not None:
        yield Amount(f"growth_{found.name}", MOST_GROWTH, found.times.ratio / before, "×")


if __name__ == "__main__":
    main()
