"""What upper modules show on lower modules' pages: slot, name, who renders it, place, whether it loads by itself."""

from kejing.app.demo.views import notice_panel
from kejing.app.web.views import provisional_panel
from kejing.domain.customers.views import balance_panel
from kejing.domain.performance.views import my_standing_panel
from kejing.domain.segments import views as segments
from kejing.domain.visits.views.visits import customer_visits_panel, visit_buttons
from kejing.foundation.ui import slots

PANELS: list[tuple[str, str, slots.Render, int, bool]] = [
    ("page.notice", "demo", notice_panel, 10, False),
    ("page.notice", "provisional", provisional_panel, 20, False),
    ("customer.actions", "visits", visit_buttons, 10, False),
    ("customer.top", "balance", balance_panel, 10, True),
    ("customer.main", "visits", customer_visits_panel, 20, True),
    ("my_day.side", "standing", my_standing_panel, 10, True),
    # Segments, service standards, target lists
    ("customer.side", "service", segments.service_panel, 10, True),
    ("customer.side", "segments", segments.segments_panel, 20, True),
    ("my_day.side", "overdue", segments.my_overdue_panel, 20, True),
    ("my_day.side", "targets", segments.my_targets_panel, 30, True),
]


def connect() -> None:
    for slot, name, render, order, deferred in PANELS:
        slots.register(slot, name, render, order, deferred=deferred)
