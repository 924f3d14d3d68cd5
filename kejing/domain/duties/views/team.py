"""What a team owes, one person of it, units."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET

from kejing.domain.duties import forms, queries, tables
from kejing.domain.duties.vocabulary import TEAM
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render

ON_THE_BOARD = 5


@require_GET
def team_duties(request: ActorRequest) -> HttpResponse:
    page = queries.team_duties(actor=request.actor, unit_id=forms.id_of(request.GET.get("unit")))
    context = {
        "page": page,
        "table": tables.people_table(page),
        "figures": tables.record_figures(page.record),
    }
    return render(request, "duties/team_duties.html", context)


@require_GET
def person_duties(request: ActorRequest, staff_id: int) -> HttpResponse:
    page = queries.person_duties(actor=request.actor, staff_id=staff_id)
    why = reverse("duties:explain_share", args=[staff_id])
    context = {"page": page, "found": page.tasks, "figures": tables.record_figures(page.record, why)}
    return render(request, "duties/person_duties.html", context)


@require_GET
def explain_share(request: ActorRequest, staff_id: int) -> HttpResponse:
    found = queries.explain_share(actor=request.actor, staff_id=staff_id)
    return render(request, "ui/explanation_page.html", {"explanation": found}, part="ui/_explanation.html")


@require_GET
def coverage(request: ActorRequest) -> HttpResponse:
    page = queries.coverage(actor=request.actor, unit_id=forms.id_of(request.GET.get("unit")))
    return render(request, "duties/coverage.html", {"page": page, "table": tables.units_table(page)})


def team_panel(request: HttpRequest, _object_id: int) -> str:
    """On the team board: who has duties not done."""
    actor = cast("ActorRequest", request).actor
    if not actor.may(TEAM):
        return ""
    page = queries.team_duties(actor=actor)
    rows = [row for row in page.people if row.record.overdue]
    context = {"page": page, "rows": rows[:ON_THE_BOARD], "more": max(0, len(rows) - ON_THE_BOARD)}
    return render_to_string("duties/_team.html", context, request)


def person_panel(request: HttpRequest, staff_id: int) -> str:
    """On a person's page: what she has not done, and what comes."""
    actor = cast("ActorRequest", request).actor
    if not actor.may(TEAM):
        return ""
    page = queries.person_duties(actor=actor, staff_id=staff_id)
    context = {"page": page, "rows": (*page.tasks.overdue, *page.tasks.today)[:ON_THE_BOARD]}
    return render_to_string("duties/_person.html", context, request)
