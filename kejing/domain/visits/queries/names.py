"""Names in the reader's language."""

from typing import Protocol

from kejing.foundation.ui.formats import local


class Named(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def name_en(self) -> str: ...


def name_of(person: Named) -> str:
    """Of a person, a unit, a member."""
    return local(person.name, person.name_en)
