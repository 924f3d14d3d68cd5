"""What a database itself says it is: the mark of the data folder, kept where a hand-edited file cannot change it."""

import psycopg
from psycopg import sql

from kejing.app.server.home import HomeError, Kind

_PREFIX = "kejing "


def read(url: str) -> Kind | None:
    """Return the kind of installation in the database at `url`; None before it is complete."""
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "select shobj_description(oid, 'pg_database') from pg_database where datname = current_database()"
        ).fetchone()
    said = row[0] if row else None
    return Kind(said.removeprefix(_PREFIX)) if said and said.startswith(_PREFIX) else None


def write(url: str, kind: Kind) -> None:
    """Mark the database as complete, and as what it is."""
    with psycopg.connect(url, autocommit=True) as connection:
        name = sql.Identifier(connection.info.dbname)
        connection.execute(
            sql.SQL("comment on database {} is {}").format(name, sql.Literal(f"{_PREFIX}{kind}"))
        )


def refuse_other(url: str, kind: Kind) -> Kind | None:
    """Return the stamp; raises HomeError where the database is of the other kind."""
    found = read(url)
    if found not in (None, kind):
        raise HomeError(f"The data folder is marked as {kind}, but its database is {found}: this is refused.")
    return found
