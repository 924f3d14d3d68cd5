"""What upper modules show on lower modules' pages: slot, name, who renders it, place, whether it loads by itself."""

from kejing.domain.customers.views import balance_panel
from kejing.foundation.ui import slots

PANELS: list[tuple[str, str, slots.Render, int, bool]] = [
    ("customer.top", "balance", balance_panel, 10, True),
]


def connect() -> None:
    for slot, name, render, order, deferred in PANELS:
        slots.register(slot, name, render, order, deferred=deferred)
