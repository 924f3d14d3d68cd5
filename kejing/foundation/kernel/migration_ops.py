"""Migration operations for the two things every table of weight has: a trail and a wall."""

from django.db.migrations.operations import RunSQL

TRAIL = "kj_trail"
WALL = "kj_wall"


class TrackRows(RunSQL):
    """Write each change of the table's rows to the trail, whatever path it takes."""

    reduces_to_sql = True

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(
            sql=f"create trigger {TRAIL} after insert or update or delete on {table}"
            " for each row execute function kj_track_row()",
            reverse_sql=f"drop trigger {TRAIL} on {table}",
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return (type(self).__name__, [self.table], {})


class SecureRows(RunSQL):
    """Put the table behind row-level security.

    `using` says which rows are seen and may be touched, `check` which may be written (default: the same).
    The owner role is not bound: it migrates, backs up and owns the reviewed definer functions.
    """

    def __init__(self, table: str, using: str, check: str | None = None) -> None:
        self.table, self.using, self.check = table, using, check
        super().__init__(
            sql=[
                f"alter table {table} enable row level security",
                f"create policy {WALL} on {table} using ({using}) with check ({check or using})",
            ],
            reverse_sql=[
                f"drop policy {WALL} on {table}",
                f"alter table {table} disable row level security",
            ],
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return (type(self).__name__, [self.table, self.using, self.check], {})


class AlterWall(RunSQL):
    """Say anew which rows of a walled table are seen; who may write stays."""

    def __init__(self, table: str, using: str, before: str) -> None:
        self.table, self.using, self.before = table, using, before
        super().__init__(
            sql=f"alter policy {WALL} on {table} using ({using})",
            reverse_sql=f"alter policy {WALL} on {table} using ({before})",
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return (type(self).__name__, [self.table, self.using, self.before], {})


class AppendOnly(RunSQL):
    """The application may add rows and read them; it may not change, delete or truncate them."""

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(
            sql=f"revoke update, delete, truncate on {table} from kejing_app",
            reverse_sql=f"grant update, delete on {table} to kejing_app",
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return (type(self).__name__, [self.table], {})
