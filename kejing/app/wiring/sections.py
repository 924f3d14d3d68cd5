"""Sections of composed documents (reports, meeting packs, plan drafts): document → providers, in order."""

from collections.abc import Callable
from typing import Any

from kejing.foundation.kernel import sections

SECTIONS: list[tuple[str, str, Callable[..., Any]]] = []


def connect() -> None:
    for document, name, provider in SECTIONS:
        sections.register(document, name, provider)
