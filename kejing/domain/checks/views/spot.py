"""HTTP ↔ spot checks, and a person's own checks of all kinds."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kejing.domain.checks import actions, forms, queries, tables
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render


@require_GET
def my_checks(request: ActorRequest) -> HttpResponse:
    return render(request, "checks/my_checks.html", {"page": queries.my_checks(actor=request.actor)})


@require_GET
def spot_list(request: ActorRequest) -> HttpResponse:
    page = queries.spot_list(actor=request.actor, cursor=request.GET.get("after"))
    context = {
        "page": page,
        "table": tables.spot_table(page.page),
        "coverage": tables.coverage_table(page.coverage),
    }
    return render(request, "checks/spot_list.html", context)


@require_http_methods(["GET", "POST"])
def spot_page(request: ActorRequest, spot_check_id: int) -> HttpResponse:
    """The check; while it waits, with the form of its result."""
    row, may_record = queries.spot_page(actor=request.actor, spot_check_id=spot_check_id)
    form = forms.SpotForm(request.POST or None)
    if request.method == "POST" and form.submit(
        lambda data: actions.record_spot_check(actor=request.actor, spot_check_id=spot_check_id, **data)
    ):
        messages.success(request, _("Recorded. The person sees it from now on."))
        return redirect("checks:spot_list")
    return render(
        request, "checks/spot_page.html",
        {"row": row, "may_record": may_record, "form": form, "state": tables.spot_state(row)},
    )  # fmt: skip


@require_GET
def explain_spots(request: ActorRequest, unit_id: int) -> HttpResponse:
    explanation = queries.explain_coverage(actor=request.actor, unit_id=unit_id)
    return render(
        request, "ui/explanation_page.html", {"explanation": explanation}, part="ui/_explanation.html"
    )


def spot_panel(request: HttpRequest, _object_id: int) -> str:
    """Whom to call now, on the team board; nothing when nobody is drawn."""
    rows = queries.waiting_spots(actor=cast("ActorRequest", request).actor)
    return render_to_string("checks/_spots.html", {"rows": rows}, request) if rows else ""


def mine_panel(request: HttpRequest, _object_id: int) -> str:
    """What waits for the reader's own answer, on My day; nothing when nothing does."""
    page = queries.waiting_for_me(actor=cast("ActorRequest", request).actor)
    return render_to_string("checks/_mine.html", {"page": page}, request) if page.waits else ""
