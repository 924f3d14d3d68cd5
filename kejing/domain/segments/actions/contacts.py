"""A contact that a plan was drafted for took place."""

from django.urls import reverse

from kejing.domain.plans.public import settle_items
from kejing.domain.segments.queries.proposals import contact_key
from kejing.domain.visits.public import VisitRecorded


def settle_contacts(event: VisitRecorded) -> None:
    """The action of the writer's plan is done, and linked to the visit that did it. Item A9.28."""
    settle_items(
        source="segments", key=contact_key(event.customer_id), done_on=event.on, staff_id=event.staff_id,
        did_kind="visit", did_id=event.visit_id, did_url=reverse("visits:visit_page", args=[event.visit_id]),
    )  # fmt: skip
