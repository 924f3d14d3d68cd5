"""HTTP ↔ one action or query each."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kejing.engines.interchange import actions, queries, tables
from kejing.engines.interchange.error_file import error_file
from kejing.engines.interchange.forms import RunTriedForm, TryImportForm
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render


@require_GET
def import_list(request: ActorRequest) -> HttpResponse:
    found = queries.import_list(actor=request.actor, cursor=request.GET.get("after"))
    return render(request, "interchange/import_list.html", {"table": tables.run_table(found)})


@require_http_methods(["GET", "POST"])
def try_import(request: ActorRequest) -> HttpResponse:
    cards = queries.specification_cards(actor=request.actor)
    form = TryImportForm(
        request.POST or None,
        request.FILES or None,
        choices=[(card.reference, card.label) for card in cards],
        initial={"spec": cards[0].reference if cards else ""},
    )
    if request.method == "POST" and form.submit(
        lambda data: actions.try_import(actor=request.actor, files=data.pop("uploads"), **data)
    ):
        return redirect("interchange:import_page", form.outcome)
    context = {"form": form, "cards": cards, "cancel": reverse("interchange:import_list")}
    return render(request, "interchange/try_import.html", context)


@require_GET
def import_page(request: ActorRequest, import_run_id: int) -> HttpResponse:
    run = queries.import_run(actor=request.actor, run_id=import_run_id)
    context = {
        "run": run,
        "mark": tables.run_mark(run.state, dry=run.dry, pill=True),
        "sources": tables.source_table(run),
        "steps": tables.step_table(run),
        "errors": tables.error_table(run),
        "form": RunTriedForm(),
    }
    return render(request, "interchange/import_page.html", context)


@require_POST
def run_tried(request: ActorRequest, import_run_id: int) -> HttpResponse:
    key = request.POST.get("idempotency_key", "")[:64]
    run_id = actions.run_tried(actor=request.actor, import_run_id=import_run_id, idempotency_key=key)
    return redirect("interchange:import_page", run_id)


@require_GET
def import_errors(request: ActorRequest, import_run_id: int) -> HttpResponse:
    run = queries.import_run(actor=request.actor, run_id=import_run_id)
    response = HttpResponse(error_file(run), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{run.id}-faults.csv"'
    return response
