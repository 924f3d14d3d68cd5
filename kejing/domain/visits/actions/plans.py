"""A visit that a plan was drafted from was held."""

from django.urls import reverse

from kejing.domain.plans.public import settle_items
from kejing.domain.visits.events import VisitRecorded


def settle_plans(event: VisitRecorded) -> None:
    """The actions of approved plans that stand for this visit are done, and linked to it. Item A9.28."""
    settle_items(
        source="visits", key=str(event.visit_id), done_on=event.on, staff_id=event.staff_id, did_kind="visit",
        did_id=event.visit_id, did_url=reverse("visits:visit_page", args=[event.visit_id]),
    )  # fmt: skip
