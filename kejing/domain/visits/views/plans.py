"""Visits on the page of a plan."""

from typing import cast

from django.http import HttpRequest
from django.template.loader import render_to_string

from kejing.domain.visits import queries
from kejing.foundation.kernel.requests import ActorRequest


def plan_visits_panel(request: HttpRequest, plan_id: int) -> str:
    """The visits of the days a plan is for, in order, with their goals: the daily visit plan. Item A4.38."""
    days = queries.plan_visits(actor=cast("ActorRequest", request).actor, plan_id=plan_id)
    return render_to_string("visits/_plan_visits.html", {"days": days}, request) if days else ""
