"""Visits on the page of a plan."""

from typing import cast

from django.http import HttpRequest
from django.template.loader import render_to_string

from kejing.domain.visits import queries
from kejing.foundation.kernel.requests import ActorRequest


def plan_visits_panel(request: HttpRequest, plan_id: int) -> str:
    """The visits of a day plan in order, with their goals: the daily visit plan. Item A4.38."""
    rows = queries.plan_visits(actor=cast("ActorRequest", request).actor, plan_id=plan_id)
    return render_to_string("visits/_plan_visits.html", {"rows": rows}, request) if rows else ""
