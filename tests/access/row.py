"""One line of the access matrix, and the identities its lines name."""

from dataclasses import dataclass, field
from typing import Any

A1, A2, B1 = "manager_a1", "manager_a2", "manager_b1"
MANAGERS_A, MANAGERS_B = "market_manager_a branch_head_a", "market_manager_b branch_head_b"
HEADS = "branch_head_a branch_head_b"
MARKET = "market_manager_a market_manager_b"
WATCHERS = "compliance auditor"
WRITERS = f"{A1} {A2} {B1} {MARKET}"
"""Who plans visits and writes logs."""
LEADERS = f"{MANAGERS_A} {MANAGERS_B}"
CHANGERS = f"{WRITERS} {HEADS}"
EVERYBODY = f"{A1} {A2} {B1} {LEADERS} {WATCHERS} administrator hr outsider"
TEAM = f"{LEADERS} {WATCHERS} hr"
FIGURES = "hr"
"""Sees everybody's figures, and no customer, visit, log or evidence."""
SEES_C0001 = f"{A1} {MANAGERS_A} {WATCHERS}"
SEES_C0006 = f"{B1} {MANAGERS_B} {WATCHERS}"


def others(*named: str) -> str:
    """Everybody signed in but these."""
    return " ".join(sorted(set(EVERYBODY.split()) - set(" ".join(named).split())))


@dataclass(frozen=True)
class Row:
    """One request. `open`: anybody gets an answer. `works` False: the data are not good enough to succeed."""

    route: str
    method: str = "GET"
    args: dict[str, Any] = field(default_factory=dict)
    data: dict[str, Any] | None = None
    ok: str = ""
    no: str = ""
    open: bool = False
    works: bool = True
    query: str = ""

    @property
    def api(self) -> bool:
        return self.route.startswith("api:")

    def __str__(self) -> str:
        return f"{self.route} {self.method} {' '.join(map(str, self.args.values()))}".strip()


def page(route: str, ok: str, no: str = "", query: str = "", **args: Any) -> Row:
    return Row(route, "GET", args, ok=ok, no=no, query=query)


def form(
    route: str,
    data: dict[str, Any],
    ok: str,
    no: str = "",
    *,
    opens: str = "",
    works: bool = True,
    **args: Any,
) -> tuple[Row, Row]:
    """A form: who may open it (default: who may send it), and who may send it."""
    posted = Row(route, "POST", args, data, ok=ok, no=no, works=works)
    return Row(route, "GET", args, ok=opens or ok, no=no), posted


def sent(route: str, data: dict[str, Any], ok: str, no: str = "", *, works: bool = True, **args: Any) -> Row:
    return Row(route, "POST", args, data, ok=ok, no=no, works=works)


def everybody(route: str, method: str = "GET", data: dict[str, Any] | None = None, **args: Any) -> Row:
    return Row(route, method, args, data, open=True, works=False)
