"""The route of the day."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from kejing.domain.visits import actions, queries
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render


@require_GET
def route_of_day(request: ActorRequest) -> HttpResponse:
    return render(request, "visits/route_of_day.html", {"route": queries.route_of_day(actor=request.actor)})


@require_POST
def move_in_route(request: ActorRequest, visit_id: int) -> HttpResponse:
    actions.move_in_route(actor=request.actor, visit_id=visit_id, up=request.POST.get("up") == "1")
    return redirect("visits:route_of_day")
