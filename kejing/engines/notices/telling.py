"""The way into the inboxes: set-wise, in the caller's transaction, told once by key."""

from collections.abc import Iterable

from django.db import connection

from kejing.engines.notices.kinds import known
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.clock import now, system_now
from kejing.foundation.kernel.jobs import enqueue

SEND = "notices.send"


def tell(
    actor: Actor, *, kind: str, to: Iterable[int | None], subject_id: int | None, key: str, n: int = 1
) -> None:
    """Tell accounts (user ids; None and the actor's own are left out) of a subject of the kind's sort, once by `key`.

    Inboxes have it with the caller's transaction; what goes outside is sent by the worker after the commit. One
    statement, whatever the number of readers. Raises LookupError for a kind nobody declared.
    """
    declared = known(kind)
    readers = sorted({user for user in to if user and user != actor.user_id})
    if not readers:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "select kj_tell(%s, %s, %s, %s, %s, %s::text[], %s::bigint[], %s, %s)",
            [
                kind, declared.subject, subject_id, key[:120], n, [c.value for c in declared.defaults], readers,
                now(), system_now(),
            ],
        )  # fmt: skip
        row = cursor.fetchone()
    if row and row[0]:
        enqueue(SEND, key=SEND)
