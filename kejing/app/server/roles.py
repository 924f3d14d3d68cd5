"""The two roles, the database and the extensions, made by the superuser of a cluster; safe to repeat.

`kejing_owner` migrates, backs up and owns everything. `kejing_app` serves: it owns nothing and passes no wall.
"""

import hashlib
from pathlib import Path

import psycopg
from psycopg import sql

OWNER = "kejing_owner"
APP = "kejing_app"
DATABASE = "kejing"
DIGEST = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
"""Of this file: another text means that a cluster is prepared again."""

EXTENSIONS = ("btree_gist", "btree_gin", "pg_trgm")

# The owner may become the application (the suite does, so that the walls bind it), never the other way round.
_IN_DATABASE = """
revoke all on database {database} from public;
grant connect, temporary on database {database} to {app};
alter schema public owner to {owner};
revoke create on schema public from public;
grant usage on schema public to {app};
alter default privileges for role {owner} in schema public
    grant select, insert, update, delete on tables to {app};
alter default privileges for role {owner} in schema public grant usage, select on sequences to {app};
alter default privileges for role {owner} in schema public grant execute on functions to {app};
"""


def prepare(superuser_url: str, *, app_password: str, owner_password: str) -> None:
    """Make roles, database, extensions and default privileges in the cluster at `superuser_url`."""
    with psycopg.connect(superuser_url, dbname="postgres", autocommit=True) as connection:
        _make_role(connection, OWNER, owner_password)
        _make_role(connection, APP, app_password)
        connection.execute(sql.SQL("grant {} to {}").format(sql.Identifier(APP), sql.Identifier(OWNER)))
        if not _exists(connection, "pg_database", "datname", DATABASE):
            connection.execute(
                sql.SQL("create database {} owner {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
            )
    with psycopg.connect(superuser_url, dbname=DATABASE, autocommit=True) as connection:
        for extension in EXTENSIONS:
            connection.execute(sql.SQL("create extension if not exists {}").format(sql.Identifier(extension)))
        names = {"database": DATABASE, "app": APP, "owner": OWNER}
        connection.execute(
            sql.SQL(_IN_DATABASE).format(**{key: sql.Identifier(name) for key, name in names.items()})
        )


def drop_database(superuser_url: str) -> None:
    """Throw the database away; `prepare` makes an empty one."""
    with psycopg.connect(superuser_url, dbname="postgres", autocommit=True) as connection:
        connection.execute(
            sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(DATABASE))
        )


def _make_role(connection: psycopg.Connection, name: str, password: str) -> None:
    verb = "alter" if _exists(connection, "pg_roles", "rolname", name) else "create"
    connection.execute(
        sql.SQL("{} role {} login nosuperuser nocreaterole nobypassrls password {}").format(
            sql.SQL(verb), sql.Identifier(name), sql.Literal(password)
        )
    )


def _exists(connection: psycopg.Connection, catalogue: str, column: str, name: str) -> bool:
    query = sql.SQL("select 1 from {} where {} = %s").format(
        sql.Identifier(catalogue), sql.Identifier(column)
    )
    return connection.execute(query, [name]).fetchone() is not None
