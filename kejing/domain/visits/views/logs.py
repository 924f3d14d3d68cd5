"""Writing, reading and reviewing logs."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kejing.domain.visits import actions, forms, queries, tables
from kejing.domain.visits.queries.logs import PARTS, DayLog
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.periods import Month
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.forms import ActionForm
from kejing.foundation.ui.responses import render

entering = require_http_methods(["GET", "POST"])


@require_GET
def my_logs(request: ActorRequest) -> HttpResponse:
    page = queries.my_logs(
        actor=request.actor, month=forms.month_of(request.GET.get("month")), cursor=request.GET.get("after")
    )
    context = {
        "page": page,
        "today": clock.today(),
        "staff_id": request.actor.staff_id,
        "table": tables.log_table(page.page),
        "figures": tables.rate_figures(request.actor.staff_id or 0, page.record, page.rates, page.month),
    }
    return render(request, "visits/my_logs.html", context)


@entering
def submit_log(request: ActorRequest, day: date) -> HttpResponse:
    """The day's log, drafted; handed in, its reader's page; past the cut-off, the page for a late one."""
    page = queries.day_log(actor=request.actor, day=day)
    form = forms.LogForm(
        request.POST or None, initial=dict(zip(PARTS, page.draft, strict=True)), hours=page.hours
    )
    if request.method == "POST" and form.submit(
        lambda data: actions.submit_log(actor=request.actor, day=day, **data)
    ):
        messages.success(request, _("Your log is handed in."))
        return redirect("visits:log_page", form.outcome)
    if request.method == "GET" and page.log:
        return redirect("visits:log_page", page.log.id)
    if request.method == "GET" and page.must_correct:
        return redirect("visits:correct_log", day)
    return _writing(request, "visits/submit_log.html", form, page)


@entering
def correct_log(request: ActorRequest, day: date) -> HttpResponse:
    page = queries.day_log(actor=request.actor, day=day)
    form = forms.CorrectLogForm(
        request.POST or None, initial=dict(zip(PARTS, page.parts, strict=True)), hours=page.hours
    )
    if request.method == "POST" and form.submit(
        lambda data: actions.correct_log(actor=request.actor, day=day, **data)
    ):
        return redirect("visits:log_page", form.outcome)
    return _writing(request, "visits/correct_log.html", form, page)


def _writing(request: ActorRequest, template: str, form: ActionForm[int], page: DayLog) -> HttpResponse:
    return render(request, template, {"form": form, "page": page, "cancel": reverse("visits:my_logs")})


@entering
def log_page(request: ActorRequest, log_id: int) -> HttpResponse:
    page = queries.log_page(actor=request.actor, log_id=log_id)
    said = {"mark": page.review.mark, "comment": page.review.comment} if page.review else {}
    form = forms.ReviewForm(request.POST or None, initial=said, version=len(page.reviews))
    if request.method == "POST" and form.submit(
        lambda data: actions.review_log(actor=request.actor, log_id=log_id, **data)
    ):
        messages.success(request, _("Reviewed. The writer sees your mark and comment."))
        return redirect("visits:review_queue")
    return render(request, "visits/log_page.html", {"page": page, "log": page.log, "form": form})


@require_GET
def review_queue(request: ActorRequest) -> HttpResponse:
    page = queries.review_queue(actor=request.actor, cursor=request.GET.get("after"))
    context = {"page": page, "table": tables.queue_table(page), "figures": tables.queue_figures(page)}
    return render(request, "visits/review_queue.html", context)


@require_GET
def explain_reviews(request: ActorRequest) -> HttpResponse:
    month = forms.month_of(request.GET.get("month")) or Month.of(clock.today())
    explanation = queries.explain_reviews(actor=request.actor, month=month)
    return render(
        request, "ui/explanation_page.html", {"explanation": explanation}, part="ui/_explanation.html"
    )
