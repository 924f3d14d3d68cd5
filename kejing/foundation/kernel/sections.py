"""Sections of composed documents: a document collects them from providers of modules above its own.

Providers are listed in `app/wiring/sections.py`.
"""

from collections.abc import Callable
from typing import Any

from kejing.foundation.kernel.actor import Actor

Provider = Callable[..., Any]
"""(actor=, **what the document is about) -> a section's frozen dataclass, or None to leave it out."""
_providers: dict[str, list[tuple[str, Provider]]] = {}


def register(document: str, name: str, provider: Provider) -> None:
    _providers.setdefault(document, []).append((name, provider))


def collect(document: str, *, actor: Actor, **about: Any) -> dict[str, Any]:
    """The document's sections by name, in the order of the wiring."""
    found = {name: provider(actor=actor, **about) for name, provider in _providers.get(document, ())}
    return {name: section for name, section in found.items() if section is not None}
