"""Who plays in the demo organisation: people named by role, none of them invented as persons."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

HEAD_OFFICE = "HQ"
BRANCHES = ("D01", "D54")
"""The cast's two branches, Prague and Brno-City: their history is written before the address is printed."""

CITIES = {"D01": 6, "D54": 3, "D70": 3, "D74": 3}
"""Branches with several account managers, a market manager and a head of their own."""

MANAGERS = 40
"""Account managers in all; the other places go to the largest districts, one each."""


@dataclass(frozen=True, slots=True)
class Post:
    """One of the cast. `key` is the account's name."""

    key: str
    number: str
    name: str
    name_en: str
    unit: str
    role: str
    reports_to: str | None = None


def posts(districts: Sequence[tuple[str, str]]) -> list[Post]:
    """The whole staff. `districts`: (district, region) codes, the one with most customers first."""
    people = [*_head_office(), *_regions(sorted({region for _, region in districts}))]
    people += [post for city in CITIES for post in _city(city)]
    people += list(_account_managers(districts))
    return people


def _head_office() -> Iterator[Post]:
    yield Post("compliance", "H001", "合规专员", "Compliance officer", HEAD_OFFICE, "compliance")
    yield Post("hr", "H002", "人力资源专员", "HR officer", HEAD_OFFICE, "hr")
    yield Post("auditor", "H003", "审计员", "Auditor", HEAD_OFFICE, "auditor")
    yield Post("admin1", "H004", "系统管理员 1", "Administrator 1", HEAD_OFFICE, "administrator")
    yield Post("admin2", "H005", "系统管理员 2", "Administrator 2", HEAD_OFFICE, "administrator")


def _regions(regions: Sequence[str]) -> Iterator[Post]:
    for code in regions:
        n = code.removeprefix("R")
        yield Post(f"region_head{n}", f"R{n}01", f"大区行长 {n}", f"Regional head {n}", code, "branch_head")
        yield Post(
            f"region_market{n}", f"R{n}02", f"大区市场经理 {n}", f"Regional market manager {n}", code,
            "market_manager", f"region_head{n}",
        )  # fmt: skip


def _city(code: str) -> Iterator[Post]:
    n = list(CITIES).index(code) + 1
    yield Post(f"head{n}", f"B{n}01", f"支行行长 {n}", f"Branch head {n}", code, "branch_head")
    yield Post(
        f"market{n}", f"B{n}02", f"市场经理 {n}", f"Market manager {n}", code, "market_manager", f"head{n}"
    )


def _account_managers(districts: Sequence[tuple[str, str]]) -> Iterator[Post]:
    """In the cities first, then one for each of the largest districts."""
    places = [(city, f"market{i + 1}") for i, (city, n) in enumerate(CITIES.items()) for _ in range(n)]
    others = [
        (code, f"region_market{region.removeprefix('R')}") for code, region in districts if code not in CITIES
    ]
    places += others[: MANAGERS - len(places)]
    for i, (unit, above) in enumerate(places, 1):
        yield Post(
            f"am{i:02}",
            f"M{i:03}",
            f"客户经理 {i:02}",
            f"Account manager {i:02}",
            unit,
            "account_manager",
            above,
        )


OUTSIDER = Post("outsider", "X001", "外部人员", "Outsider", "", "")
"""An account without any post: sees nothing, on purpose."""
