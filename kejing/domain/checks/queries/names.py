"""Names in the reader's language."""

from collections.abc import Iterable

from kejing.domain.org import public as org
from kejing.foundation.ui.formats import local


def unit_names(ids: Iterable[int]) -> dict[int, str]:
    return {pk: local(name, name_en) for pk, (name, name_en) in org.unit_names(ids).items()}
