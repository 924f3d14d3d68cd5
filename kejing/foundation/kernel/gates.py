"""Gates let an upper module stop a lower action: conduct stands above customers and visits.

Providers are listed in `app/wiring/gates.py`. A provider returns nothing or raises Refused, naming the rule
and its version.
"""

from collections.abc import Callable, Mapping
from typing import Any

from kejing.foundation.kernel.actor import Actor

Provider = Callable[[str, Actor, Mapping[str, Any]], None]
"""(action name, actor, the action's arguments)"""
_providers: dict[str, list[Provider]] = {}


def register(subject: str, provider: Provider) -> None:
    """Ask `provider` before each action on this kind of subject."""
    _providers.setdefault(subject, []).append(provider)


def check(action: str, subject: str, actor: Actor, arguments: Mapping[str, Any]) -> None:
    for provider in _providers.get(subject, ()):
        provider(action, actor, arguments)
