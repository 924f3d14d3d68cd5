"""The pages of exports: ask, mine, to approve, register, trace, one."""

from pathlib import Path

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kejing.engines.interchange.exports import actions, queries, tables
from kejing.engines.interchange.exports.forms import AskForm, DecideForm
from kejing.engines.interchange.exports.vocabulary import FileFormat
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render


@require_http_methods(["GET", "POST"])
def ask_export(request: ActorRequest, target: str) -> HttpResponse:
    """The address carries the list's own filters, as the list's page does."""
    found = queries.prospect(actor=request.actor, target=target, params=request.GET.dict())
    form = AskForm(request.POST or None, initial={"file_format": FileFormat.XLSX})
    if request.method == "POST" and form.submit(
        lambda data: actions.start_export(actor=request.actor, target=target, query=found.query, **data)
    ):
        return redirect("exports:export_page", form.outcome)
    cancel = reverse(found.target.route) + (f"?{found.query}" if found.query else "")
    return render(request, "interchange/ask_export.html", {"form": form, "found": found, "cancel": cancel})


@require_GET
def export_list(request: ActorRequest) -> HttpResponse:
    found = queries.own_exports(actor=request.actor, cursor=request.GET.get("after"))
    return render(request, "interchange/export_list.html", {"table": tables.own_table(found)})


@require_GET
def approval_list(request: ActorRequest) -> HttpResponse:
    found = queries.to_approve(actor=request.actor, cursor=request.GET.get("after"))
    return render(request, "interchange/approval_list.html", {"table": tables.request_table(found)})


@require_GET
def export_register(request: ActorRequest) -> HttpResponse:
    found = queries.register(actor=request.actor, cursor=request.GET.get("after"))
    return render(request, "interchange/export_register.html", {"table": tables.register_table(found)})


@require_GET
def trace_export(request: ActorRequest) -> HttpResponse:
    code = request.GET.get("code", "")[:40]
    found = queries.trace(actor=request.actor, code=code)
    return render(request, "interchange/trace_export.html", {"code": code, "export": found})


@require_GET
def export_page(request: ActorRequest, export_id: int) -> HttpResponse:
    page = queries.export_page(actor=request.actor, export_id=export_id)
    context = {
        "page": page,
        "export": page.export,
        "mark": tables.state_mark(page.export, pill=True),
        "work": tables.work(page),
        "poll": reverse("exports:export_page", args=[export_id]),
    }
    response = render(request, "interchange/export_page.html", context, part="interchange/_export_work.html")
    if context["work"] is None and request.headers.get("HX-Request"):
        response["HX-Refresh"] = "true"
    return response


@require_http_methods(["GET", "POST"])
def decide_export(request: ActorRequest, export_id: int) -> HttpResponse:
    page = queries.deciding(actor=request.actor, export_id=export_id)
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.submit(
        lambda data: actions.decide_export(actor=request.actor, export_id=export_id, **data)
    ):
        return redirect("exports:approval_list")
    context = {"page": page, "export": page.export, "form": form, "cancel": reverse("exports:approval_list")}
    return render(request, "interchange/decide_export.html", context)


@require_POST
def make_approved(request: ActorRequest, export_id: int) -> HttpResponse:
    key = request.POST.get("idempotency_key", "")[:64]
    actions.make_approved(actor=request.actor, export_id=export_id, idempotency_key=key)
    return redirect("exports:export_page", export_id)


@require_POST
def fetch_export(request: ActorRequest, export_id: int) -> FileResponse:
    path = Path(actions.fetch_export(actor=request.actor, export_id=export_id))
    response = FileResponse(path.open("rb"), as_attachment=True, filename=f"kejing-{path.name}")
    response["Cache-Control"] = "no-store"
    return response
