"""Own progress, the tree, one target, and changing it."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from kejing.domain.targets import actions, forms, queries, tables
from kejing.domain.targets.vocabulary import VIEW, Way
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import Option, options, render

entering = require_http_methods(["GET", "POST"])


@require_GET
def my_targets(request: ActorRequest) -> HttpResponse:
    progress = queries.own_progress(actor=request.actor, day=forms.day_of(request.GET.get("day")))
    return render(request, "targets/my_targets.html", _tables(progress))


@require_GET
def person_targets(request: ActorRequest, staff_id: int) -> HttpResponse:
    progress = queries.progress_of(
        actor=request.actor, staff_id=staff_id, day=forms.day_of(request.GET.get("day"))
    )
    return render(request, "targets/person_targets.html", _tables(progress))


def _tables(progress: queries.Progress) -> dict[str, Any]:
    groups = [(group, tables.progress_table(group.rows)) for group in progress.groups]
    return {"progress": progress, "groups": groups}


@require_GET
def target_tree(request: ActorRequest) -> HttpResponse:
    tree = queries.tree(
        actor=request.actor,
        measure=request.GET.get("measure", ""),
        kind=request.GET.get("kind", "month"),
        day=forms.day_of(request.GET.get("day")),
        cursor=request.GET.get("after"),
    )
    return render(request, "targets/target_tree.html", {"tree": tree})


@require_GET
def target_parts(request: ActorRequest, target_id: int) -> HttpResponse:
    """A level of the tree, as a fragment."""
    row, nodes = queries.parts_page(actor=request.actor, target_id=target_id, cursor=request.GET.get("after"))
    return render(request, "targets/target_parts.html", {"row": row, "nodes": nodes})


@require_GET
def target_page(request: ActorRequest, target_id: int) -> HttpResponse:
    page = queries.target_page(actor=request.actor, target_id=target_id)
    ways = [(way, tables.parts_table(way.rows)) for way in page.ways]
    context = {"page": page, "row": page.row, "figures": tables.target_figures(page), "ways": ways}
    return render(request, "targets/target_page.html", context)


@require_GET
def explain_target(request: ActorRequest, target_id: int) -> HttpResponse:
    explanation = queries.explain_target(actor=request.actor, target_id=target_id)
    return render(
        request, "ui/explanation_page.html", {"explanation": explanation}, part="ui/_explanation.html"
    )


@require_GET
def theme_page(request: ActorRequest) -> HttpResponse:
    themes = queries.theme_page(actor=request.actor, day=forms.day_of(request.GET.get("day")))
    return render(request, "targets/theme_page.html", {"themes": themes})


@entering
def set_target(request: ActorRequest) -> HttpResponse:
    setting = queries.setting(actor=request.actor)
    start: dict[str, Any] = {
        "day": forms.day_of(request.GET.get("day")) or clock.today(),
        "kind": request.GET.get("kind", "month"),
        "measure": request.GET.get("measure", ""),
    }
    form = forms.SetForm(request.POST or None, initial=start, setting=setting)
    if request.method == "POST" and form.submit(lambda data: actions.set_target(actor=request.actor, **data)):
        messages.success(request, _("The target is set."))
        return redirect("targets:target_page", form.outcome)
    context = {"form": form, "cancel": reverse("targets:target_tree")}
    return render(request, "targets/set_target.html", context)


@entering
def change_target(request: ActorRequest, target_id: int) -> HttpResponse:
    page = queries.changing(actor=request.actor, target_id=target_id)
    form = forms.ChangeForm(
        request.POST or None, initial=forms.written(page.row), version=page.row.version, setting=page.setting
    )
    if request.method == "POST" and form.submit(
        lambda data: actions.change_target(actor=request.actor, target_id=target_id, **data)
    ):
        return redirect("targets:target_page", target_id)
    context = {"form": form, "row": page.row, "cancel": reverse("targets:target_page", args=[target_id])}
    return render(request, "targets/change_target.html", context)


@entering
def cascade_target(request: ActorRequest, target_id: int) -> HttpResponse:
    asked = {name: request.GET.get(name, "") for name in ("way", "kind")}
    division = queries.division(
        actor=request.actor, target_id=target_id, split=request.GET.get("by", ""), **asked
    )
    form = forms.CascadeForm(request.POST or None, division=division, version=division.version)
    if request.method == "POST" and form.submit(
        lambda data: actions.cascade_target(
            actor=request.actor, target_id=target_id, way=division.way, kind=division.kind, **data
        )
    ):
        made = form.outcome
        said = ngettext("%(n)s target is set.", "%(n)s targets are set.", made) % {"n": made}
        messages.success(request, said)
        return redirect("targets:target_page", target_id)
    context = {"form": form, "division": division, "cancel": reverse("targets:target_page", args=[target_id])}
    return render(request, "targets/cascade_target.html", context)


@entering
def explain_difference(request: ActorRequest, target_id: int, way: str) -> HttpResponse:
    if way not in Way.values:
        raise Http404
    page = queries.dividing(actor=request.actor, target_id=target_id, way=way)
    form = forms.ExplainForm(request.POST or None)
    if request.method == "POST" and form.submit(
        lambda data: actions.explain_difference(actor=request.actor, target_id=target_id, way=way, **data)
    ):
        return redirect("targets:target_page", target_id)
    context = {"form": form, "page": page, "cancel": reverse("targets:target_page", args=[target_id])}
    return render(request, "targets/explain_difference.html", context)


@require_GET
def pick_unit(request: ActorRequest) -> JsonResponse:
    found = queries.find_target_units(actor=request.actor, text=request.GET.get("q", "")[:40])
    return options([Option(each.id, each.name, each.detail) for each in found])


@require_GET
def pick_person(request: ActorRequest) -> JsonResponse:
    found = queries.find_target_people(actor=request.actor, text=request.GET.get("q", "")[:40])
    return options([Option(each.id, each.name, each.detail) for each in found])


def my_targets_panel(request: HttpRequest, object_id: int) -> str:
    """On My day: the reader's targets of the month."""
    actor = cast("ActorRequest", request).actor
    if not actor.may(VIEW):
        return ""
    context = {"rows": queries.my_targets(actor=actor), "staff_id": None}
    return render_to_string("targets/_my_targets.html", context, request)


def person_targets_panel(request: HttpRequest, staff_id: int) -> str:
    """On a person's page, for who has her in scope."""
    actor = cast("ActorRequest", request).actor
    if not actor.may(VIEW):
        return ""
    rows = queries.panel_targets(actor=actor, staff_id=staff_id)
    return render_to_string("targets/_my_targets.html", {"rows": rows, "staff_id": staff_id}, request)
