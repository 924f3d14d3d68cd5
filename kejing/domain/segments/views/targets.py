"""Target lists, targets and prospects."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kejing.domain.segments import actions, forms, queries, tables
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render

entering = require_http_methods(["GET", "POST"])


@require_GET
def target_lists(request: ActorRequest) -> HttpResponse:
    page = queries.target_lists(actor=request.actor, cursor=request.GET.get("after"))
    return render(request, "segments/target_lists.html", {"table": tables.list_table(page)})


@require_GET
def target_list(request: ActorRequest, list_id: int) -> HttpResponse:
    page = queries.target_list(
        actor=request.actor, list_id=list_id, holder_id=forms.id_of(request.GET.get("holder")),
        cursor=request.GET.get("after"),
    )  # fmt: skip
    context = {
        "page": page,
        "figures": tables.list_figures(page),
        "people": tables.coverage_table(page, by_unit=False),
        "units": tables.coverage_table(page, by_unit=True),
        "targets": tables.target_table(page),
    }
    return render(request, "segments/target_list.html", context)


@entering
def make_list(request: ActorRequest, segment_id: int) -> HttpResponse:
    page = queries.list_form(actor=request.actor, segment_id=segment_id)
    form = forms.ListForm(request.POST or None)
    if request.method == "POST" and form.submit(
        lambda data: actions.make_list(actor=request.actor, segment_id=segment_id, **data)
    ):
        messages.success(request, _("The list is made; every account manager sees her part."))
        return redirect("segments:target_list", form.outcome)
    context = {"form": form, "page": page, "cancel": reverse("segments:segment_page", args=[segment_id])}
    return render(request, "segments/make_list.html", context)


@entering
def mark_target(request: ActorRequest, target_id: int) -> HttpResponse:
    row = queries.target_page(actor=request.actor, target_id=target_id)
    form = forms.MarkForm(
        request.POST or None, initial={"state": row.state, "note": row.note}, version=row.version
    )
    if request.method == "POST" and form.submit(
        lambda data: actions.mark_target(actor=request.actor, target_id=target_id, **data)
    ):
        return redirect("segments:target_list", row.list_id)
    context = {"form": form, "row": row, "cancel": reverse("segments:target_list", args=[row.list_id])}
    return render(request, "segments/mark_target.html", context)


@require_GET
def explain_coverage(request: ActorRequest, list_id: int) -> HttpResponse:
    found = queries.explain_coverage(
        actor=request.actor, list_id=list_id, holder_id=forms.id_of(request.GET.get("holder"))
    )
    return render(request, "ui/explanation_page.html", {"explanation": found}, part="ui/_explanation.html")


@entering
def prospect_list(request: ActorRequest, segment_id: int) -> HttpResponse:
    found = queries.prospect_list(actor=request.actor, segment_id=segment_id, cursor=request.GET.get("after"))
    form = forms.ProspectForm(request.POST or None)
    if request.method == "POST" and form.submit(
        lambda data: actions.add_prospect(actor=request.actor, segment_id=segment_id, **data)
    ):
        return redirect("segments:prospect_list", segment_id)
    context = {"found": found, "form": form, "table": tables.prospect_table(found)}
    return render(request, "segments/prospect_list.html", context)


@entering
def move_prospect(request: ActorRequest, prospect_id: int) -> HttpResponse:
    row = queries.prospect_page(actor=request.actor, prospect_id=prospect_id)
    form = forms.MoveForm(request.POST or None, version=row.version)
    if request.method == "POST" and form.submit(
        lambda data: actions.move_prospect(actor=request.actor, prospect_id=prospect_id, **data)
    ):
        return redirect("segments:prospect_list", row.segment_id)
    context = {"form": form, "row": row, "cancel": reverse("segments:prospect_list", args=[row.segment_id])}
    return render(request, "segments/move_prospect.html", context)


def my_targets_panel(request: HttpRequest, object_id: int) -> str:
    """On My day: the reader's own part of the lists still running."""
    actor = cast("ActorRequest", request).actor
    if not actor.may("segments.view"):
        return ""
    return render_to_string("segments/_my_targets.html", {"rows": queries.my_targets(actor=actor)}, request)
