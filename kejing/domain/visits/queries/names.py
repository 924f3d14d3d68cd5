"""People's names in the reader's language."""

from typing import Protocol

from django.utils.translation import get_language


class Named(Protocol):
    name: str
    name_en: str


def staff_name(person: Named) -> str:
    chinese = (get_language() or "zh").startswith("zh")
    return person.name if chinese else person.name_en or person.name
