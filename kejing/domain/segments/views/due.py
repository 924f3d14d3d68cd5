"""Who is overdue, and the service standards behind it."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kejing.domain.segments import actions, forms, queries, tables
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render

ON_MY_DAY = 5


@require_GET
def overdue_list(request: ActorRequest) -> HttpResponse:
    found = queries.overdue_list(
        actor=request.actor, holder_id=forms.id_of(request.GET.get("holder")), cursor=request.GET.get("after")
    )
    context = {"found": found, "table": tables.overdue_table(found), "people": tables.people_overdue(found)}
    return render(request, "segments/overdue_list.html", context)


@require_GET
def explain_overdue(request: ActorRequest, customer_id: int) -> HttpResponse:
    found = queries.explain_overdue(actor=request.actor, customer_id=customer_id)
    return render(request, "ui/explanation_page.html", {"explanation": found}, part="ui/_explanation.html")


@require_GET
def late_answers(request: ActorRequest) -> HttpResponse:
    found = queries.late_list(
        actor=request.actor, holder_id=forms.id_of(request.GET.get("holder")), cursor=request.GET.get("after")
    )
    context = {"found": found, "table": tables.late_table(found), "people": tables.people_overdue(found)}
    return render(request, "segments/late_answers.html", context)


@require_GET
def explain_answer(request: ActorRequest, question_id: int) -> HttpResponse:
    found = queries.explain_answer(actor=request.actor, question_id=question_id)
    return render(request, "ui/explanation_page.html", {"explanation": found}, part="ui/_explanation.html")


@require_http_methods(["GET", "POST"])
def standards(request: ActorRequest) -> HttpResponse:
    page = queries.standards(actor=request.actor)
    form = forms.StandardForm(request.POST or None, classes=page.classes if page else ())
    if request.method == "POST" and form.submit(
        lambda data: actions.draft_standard(
            actor=request.actor, classes=form.classes, idempotency_key=data["idempotency_key"]
        )
    ):
        return redirect("segments:standards")
    return render(
        request,
        "segments/standards.html",
        {"page": page, "form": form, "cancel": reverse("segments:standards")},
    )


@require_POST
def apply_standard(request: ActorRequest, standard_id: int) -> HttpResponse:
    actions.apply_standard(actor=request.actor, standard_id=standard_id)
    messages.success(request, _("The standard is in force from today on."))
    return redirect("segments:standards")


def service_panel(request: HttpRequest, customer_id: int) -> str:
    """On the customer's page: class, service standard, when the next contact is due."""
    actor = cast("ActorRequest", request).actor
    found = queries.serving(actor=actor, customer_id=customer_id)
    if not actor.may("segments.view"):
        return ""
    return render_to_string("segments/_customer_service.html", {"found": found}, request)


def my_overdue_panel(request: HttpRequest, object_id: int) -> str:
    """On My day: the reader's own customers whose contact is overdue, the longest first."""
    actor = cast("ActorRequest", request).actor
    if not actor.may("segments.view") or actor.holder_id is None:
        return ""
    found = queries.overdue_list(actor=actor, holder_id=actor.holder_id, size=ON_MY_DAY)
    return render_to_string("segments/_my_overdue.html", {"found": found}, request)
