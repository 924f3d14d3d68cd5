"""Segments: the list, one of them, its rule, what a draft would change."""

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

entering = require_http_methods(["GET", "POST"])


@require_GET
def segment_list(request: ActorRequest) -> HttpResponse:
    found = queries.segment_list(actor=request.actor, cursor=request.GET.get("after"))
    context = {"found": found, "table": tables.segment_table(found)}
    return render(request, "segments/segment_list.html", context)


@require_GET
def segment_page(request: ActorRequest, segment_id: int) -> HttpResponse:
    page = queries.segment_page(
        actor=request.actor,
        segment_id=segment_id,
        on=forms.day_of(request.GET.get("on")),
        cursor=request.GET.get("after"),
    )
    return render(request, "segments/segment_page.html", {"page": page, "table": tables.member_table(page)})


@entering
def define_segment(request: ActorRequest) -> HttpResponse:
    page = queries.rule_form(actor=request.actor)
    form = forms.DefineForm(request.POST or None, fields=page.fields, initial={"kind": "free"})
    if request.method == "POST" and form.submit(
        lambda data: actions.define_segment(
            actor=request.actor,
            name=data["name"],
            kind=data["kind"],
            rule=form.rule,
            idempotency_key=data["idempotency_key"],
        )
    ):
        return redirect("segments:segment_page", form.outcome)
    context = {"form": form, "page": page, "cancel": reverse("segments:segment_list")}
    return render(request, "segments/define_segment.html", context)


@entering
def draft_rule(request: ActorRequest, segment_id: int) -> HttpResponse:
    page = queries.rule_form(actor=request.actor, segment_id=segment_id)
    form = forms.ChangeForm(request.POST or None, fields=page.fields, rule=page.rule, version=page.version)
    if request.method == "POST" and form.submit(
        lambda data: actions.draft_rule(
            actor=request.actor,
            segment_id=segment_id,
            version=data["version"],
            rule=form.rule,
            idempotency_key=data["idempotency_key"],
        )
    ):
        return redirect("segments:segment_page", segment_id)
    context = {"form": form, "page": page, "cancel": reverse("segments:segment_page", args=[segment_id])}
    return render(request, "segments/draft_rule.html", context)


@require_GET
def trial_page(request: ActorRequest, version_id: int) -> HttpResponse:
    page = queries.trial_page(actor=request.actor, version_id=version_id)
    return render(request, "segments/trial_page.html", {"page": page, "table": tables.trial_table(page.rows)})


@require_POST
def try_version(request: ActorRequest, version_id: int) -> HttpResponse:
    actions.try_version(actor=request.actor, version_id=version_id)
    return redirect("segments:trial_page", version_id)


@require_POST
def apply_segments(request: ActorRequest, version_id: int) -> HttpResponse:
    actions.apply_segments(
        actor=request.actor, version_id=version_id, idempotency_key=request.POST.get("idempotency_key")
    )
    messages.success(request, _("The rules are in force from today on."))
    return redirect("segments:segment_list")


@require_GET
def explain_membership(request: ActorRequest, customer_id: int, set_id: int) -> HttpResponse:
    found = queries.explain_membership(actor=request.actor, customer_id=customer_id, set_id=set_id)
    return render(request, "ui/explanation_page.html", {"explanation": found}, part="ui/_explanation.html")


def segments_panel(request: HttpRequest, customer_id: int) -> str:
    """On the customer's page: her segments now and before. Nothing for who may not see segments."""
    rows = queries.customer_segments(actor=cast("ActorRequest", request).actor, customer_id=customer_id)
    if rows is None:
        return ""
    context = {
        "now": [row for row in rows if row.until is None],
        "before": [row for row in rows if row.until],
        "customer_id": customer_id,
    }
    return render_to_string("segments/_customer_segments.html", context, request)
