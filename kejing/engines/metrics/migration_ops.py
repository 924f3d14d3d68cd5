"""Migration operations for tables that take part in months."""

from typing import Literal

from django.db.migrations.operations import RunSQL

Event = Literal["insert", "update", "delete"]
_IMAGES: dict[Event, tuple[str, ...]] = {"insert": ("new",), "update": ("old", "new"), "delete": ("old",)}


class GuardPeriod(RunSQL):
    """Refuse (SQLSTATE KJ001) a change of rows whose day lies in a month that is closed or being closed.

    `day` is a column, or an SQL expression of the row's columns, that gives a date; null is free. One check for
    each month that a statement touches, not for each row; it holds a share lock on the month until commit.
    """

    reduces_to_sql = True

    def __init__(self, table: str, day: str, on: tuple[Event, ...] = ("insert", "update", "delete")) -> None:
        self.table, self.day, self.on = table, day, tuple(on)
        names = [(event, image, f"kj_guard_{event}_{image}") for event in self.on for image in _IMAGES[event]]
        argument = day.replace("'", "''")
        super().__init__(
            sql=[
                f"create trigger {name} after {event} on {table} referencing {image} table as kj_touched"
                f" for each statement execute function kj_guard_period('{argument}')"
                for event, image, name in names
            ],
            reverse_sql=[f"drop trigger {name} on {table}" for _, _, name in names],
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return (type(self).__name__, [self.table, self.day, self.on], {})


class ShowFacts(RunSQL):
    """Let an actor read the facts of a kind of subject that she can see.

    `table` holds the subjects and is behind its own wall, which this one borrows: a fact is seen by whom its
    subject is seen.
    """

    def __init__(self, subject_kind: str, table: str) -> None:
        self.subject_kind, self.table = subject_kind, table
        super().__init__(
            sql=f"create policy kj_wall_of_{subject_kind} on metrics_fact for select using ("  # noqa: S608  # names
            f"subject_kind = '{subject_kind}' and exists"
            f" (select 1 from {table} s where s.id = metrics_fact.subject_id))",
            reverse_sql=f"drop policy kj_wall_of_{subject_kind} on metrics_fact",
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return (type(self).__name__, [self.subject_kind, self.table], {})
