"""The catalogue of permissions: `<module>.<verb>`, declared once, a typo raises."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_GRAMMAR = re.compile(r"[a-z]+\.[a-z_]+")
_catalogue: dict[str, "str | Promise"] = {}


def declare(code: str, label: "str | Promise") -> str:
    """Declare a permission and return its code.

    Raises ValueError for a code outside the grammar or declared before with another label.
    """
    if _source(_catalogue.get(code, label)) != _source(label):
        raise ValueError(f"{code!r} is declared with two labels")
    if not _GRAMMAR.fullmatch(code):
        raise ValueError(f"{code!r} is not <module>.<verb>")
    _catalogue[code] = label
    return code


def _source(label: "str | Promise") -> object:
    """What a label says before it is translated: nothing can be translated while modules load."""
    return getattr(label, "_args", (label,))


def known(code: str) -> str:
    """Return the code; raise LookupError when no module declared it."""
    if code not in _catalogue:
        raise LookupError(f"unknown permission {code!r}")
    return code


def catalogue() -> dict[str, "str | Promise"]:
    return dict(_catalogue)


READ_TRAIL = declare("trail.read", _("Read the trail"))
