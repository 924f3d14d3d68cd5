"""Names in the reader's language."""

from typing import Protocol

from django.utils.translation import get_language


class Named(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def name_en(self) -> str: ...


def local(zh: str, en: str) -> str:
    return zh if (get_language() or "zh").startswith("zh") else en or zh


def name_of(person: Named) -> str:
    """Of a person, a unit, a member."""
    return local(person.name, person.name_en)
