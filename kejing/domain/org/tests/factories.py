"""Leave as tests need it."""

from kejing.domain.org.models import AbsenceKind
from kejing.foundation.kernel.context import as_system


def leave_kinds() -> None:
    with as_system("kinds"):
        for n, code in enumerate(("annual", "sick")):
            AbsenceKind.objects.create(code=code, label_zh=code, label_en=code, position=n)
