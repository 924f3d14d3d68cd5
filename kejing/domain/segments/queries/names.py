"""Names in the reader's language."""

from django.utils.translation import get_language


def local(chinese: str, english: str) -> str:
    """The name for the reader; the other one where hers is missing."""
    return (chinese if (get_language() or "").startswith("zh") else english) or chinese or english
