"""Who resolves an account to an actor: `org` does."""

from kejing.domain.org.public import resolve_actor
from kejing.foundation.kernel.actor import set_resolver


def connect() -> None:
    set_resolver(resolve_actor)
