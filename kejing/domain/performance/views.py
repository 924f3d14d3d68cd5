"""HTTP ↔ one query or one action each."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from kejing.domain.performance import actions, charts, queries, tables
from kejing.domain.performance.forms import CloseForm, month_or_none
from kejing.domain.performance.vocabulary import VIEW, VIEW_TEAM
from kejing.foundation.kernel.periods import Month
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.explanation import Explanation
from kejing.foundation.ui.responses import render, wants_fragment


@require_GET
def my_result(request: ActorRequest, month: Month | None = None) -> HttpResponse:
    """One's own result; whoever has none but may see the team's goes there."""
    if not request.actor.may(VIEW) and request.actor.may(VIEW_TEAM):
        return redirect("performance:team_ranking")
    found = queries.my_result(actor=request.actor, month=month)
    return render(request, "performance/my_result.html", {"page": found, **_shown(found.result)})


@require_GET
def person_result(request: ActorRequest, month: Month, staff_id: int) -> HttpResponse:
    found = queries.person_result(actor=request.actor, month=month, staff_id=staff_id)
    return render(request, "performance/person_result.html", {"page": found, **_shown(found.result)})


@require_GET
def team_ranking(request: ActorRequest, month: Month | None = None) -> HttpResponse:
    found = queries.team_ranking(actor=request.actor, month=month, cursor=request.GET.get("after"))
    context = {
        "page": found,
        "table": tables.ranking_table(found, request.actor.staff_id),
        "chart": charts.ranking_chart(found.page.rows),
    }
    return render(request, "performance/team_ranking.html", context)


@require_GET
def why_points(request: ActorRequest, month: Month, staff_id: int) -> HttpResponse:
    return _explained(request, queries.explain_points(actor=request.actor, month=month, staff_id=staff_id))


@require_GET
def why_metric(request: ActorRequest, month: Month, staff_id: int, metric: str) -> HttpResponse:
    found = queries.explain_metric(actor=request.actor, month=month, staff_id=staff_id, metric=metric)
    return _explained(request, found)


@require_GET
def evidence(request: ActorRequest, month: Month, staff_id: int, metric: str) -> HttpResponse:
    """What counted towards one line: transactions, visits, logs."""
    found = queries.evidence_page(
        actor=request.actor, month=month, staff_id=staff_id, metric=metric, cursor=request.GET.get("after")
    )
    context = {
        "page": found,
        "table": tables.evidence_table(found),
        "why": tables.why_metric(month, staff_id, metric),
    }
    return render(request, "performance/evidence.html", context)


@require_http_methods(["GET", "POST"])
def close(request: ActorRequest) -> HttpResponse:
    """The months, and the button that closes one."""
    found = queries.close_page(actor=request.actor, month=month_or_none(request.GET.get("month")))
    form = CloseForm(request.POST or None, months=found.open_months, initial={"month": found.offered})
    if request.method == "POST" and form.submit(
        lambda data: actions.request_close(actor=request.actor, **data)
    ):
        return redirect(f"{reverse('performance:close')}?month={form.outcome}")
    context = {
        "page": found,
        "form": form,
        "table": tables.month_table(found.months),
        **_course(found.course),
    }
    return render(request, "performance/close.html", context)


@require_GET
def close_progress(request: ActorRequest, month: Month) -> HttpResponse:
    """How far a close is; asked again by itself until it has ended, then the page loads anew."""
    course = queries.close_course(actor=request.actor, month=month)
    response = render(request, "performance/close_progress.html", _course(course))
    if (course is None or course.ended) and wants_fragment(request):
        response["HX-Refresh"] = "true"
    return response


def my_standing_panel(request: HttpRequest, _object_id: int) -> str:
    """The last closed month in small, for My day; nothing for somebody who was never judged."""
    result = queries.my_standing(actor=cast("ActorRequest", request).actor)
    if result is None:
        return ""
    return render_to_string("performance/_my_standing.html", _shown(result), request)


def _shown(result: queries.Result | None) -> dict[str, object]:
    if result is None:
        return {"result": None}
    return {
        "result": result,
        "figures": tables.result_figures(result),
        "table": tables.ledger_table(result),
        "chart": charts.points_chart(result.trend),
        "why": tables.why_points(result.month, result.staff_id),
    }


def _course(course: queries.Course | None) -> dict[str, object]:
    if course is None:
        return {"work": None}
    return {
        "work": tables.course_work(course),
        "poll": reverse("performance:close_progress", args=[course.month]),
    }


def _explained(request: ActorRequest, explanation: Explanation) -> HttpResponse:
    context = {"explanation": explanation}
    return render(request, "ui/explanation_page.html", context, part="ui/_explanation.html")
