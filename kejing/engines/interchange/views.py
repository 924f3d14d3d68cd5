"""HTTP ↔ one action or query each."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kejing.engines.interchange import actions, queries, tables
from kejing.engines.interchange.error_file import error_file
from kejing.engines.interchange.forms import (
    BringFilesForm,
    ChooseSheetForm,
    MapColumnsForm,
    ReadAgainForm,
    RunTriedForm,
    UndoImportForm,
)
from kejing.engines.interchange.vocabulary import RunState
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render, wants_fragment

_CSV = "text/csv; charset=utf-8"


@require_GET
def import_list(request: ActorRequest) -> HttpResponse:
    found = queries.import_list(actor=request.actor, cursor=request.GET.get("after"))
    return render(request, "interchange/import_list.html", {"table": tables.run_table(found)})


@require_http_methods(["GET", "POST"])
def bring_files(request: ActorRequest) -> HttpResponse:
    cards = queries.specification_cards(actor=request.actor)
    own = queries.target_choices(actor=request.actor)
    form = BringFilesForm(
        request.POST or None,
        request.FILES or None,
        choices=[*own, *((card.reference, tables.of_the_pack(card.label)) for card in cards)],
        initial={"what": request.GET.get("what", "")},
    )
    if request.method == "POST" and form.submit(
        lambda data: actions.bring_files(actor=request.actor, files=data.pop("uploads"), **data)
    ):
        return redirect("interchange:import_course", form.outcome)
    context = {"form": form, "cards": cards, "cancel": reverse("interchange:import_list")}
    return render(request, "interchange/bring_files.html", context)


@require_http_methods(["GET", "POST"])
def map_columns(request: ActorRequest, intake_id: int) -> HttpResponse:
    page = queries.map_page(actor=request.actor, intake_id=intake_id)
    form = MapColumnsForm(request.POST or None, page=page)
    if request.method == "POST" and form.submit(
        lambda data: actions.map_columns(
            actor=request.actor,
            intake_id=intake_id,
            mapping_chosen=form.chosen(),
            remember=data["remember"],
            idempotency_key=data["idempotency_key"],
        )
    ):
        return redirect("interchange:import_course", form.outcome)
    context = {
        "page": page,
        "form": form,
        "sheets": ChooseSheetForm(page=page) if len(page.sheets) > 1 else None,
        "again": ReadAgainForm(initial={"skip": page.skip, "header_rows": page.header_rows}),
        "cancel": reverse("interchange:import_list"),
    }
    return render(request, "interchange/map_columns.html", context)


@require_POST
def read_again(request: ActorRequest, intake_id: int) -> HttpResponse:
    form = ReadAgainForm(request.POST)
    if form.submit(lambda data: actions.read_again(actor=request.actor, intake_id=intake_id, **data)):
        return redirect("interchange:map_columns", form.outcome)
    return render(request, "interchange/read_again.html", {"form": form, "intake_id": intake_id})


@require_POST
def choose_sheet(request: ActorRequest, intake_id: int) -> HttpResponse:
    form = ChooseSheetForm(request.POST, page=queries.map_page(actor=request.actor, intake_id=intake_id))
    if form.submit(lambda data: actions.choose_sheet(actor=request.actor, intake_id=intake_id, **data)):
        return redirect("interchange:map_columns", form.outcome)
    return render(request, "interchange/choose_sheet.html", {"form": form})


@require_GET
def import_course(request: ActorRequest, intake_id: int) -> HttpResponse:
    """How far an import is; asked again by itself until it has ended, then it leads on."""
    course = queries.import_course(actor=request.actor, intake_id=intake_id)
    if (address := tables.next_address(course)) and not wants_fragment(request):
        return redirect(address)
    context = {"course": course, "work": tables.course_work(course), "poll": request.path}
    response = render(request, "interchange/import_course.html", context, part="interchange/_course.html")
    if course.ended or address:
        response["HX-Refresh"] = "true"
    return response


@require_GET
def import_page(request: ActorRequest, import_run_id: int) -> HttpResponse:
    run = queries.import_run(actor=request.actor, run_id=import_run_id)
    return render(request, "interchange/import_page.html", _shown(run))


@require_POST
def run_tried(request: ActorRequest, import_run_id: int) -> HttpResponse:
    key = request.POST.get("idempotency_key", "")[:64]
    intake_id = actions.run_tried(actor=request.actor, import_run_id=import_run_id, idempotency_key=key)
    return redirect("interchange:import_course", intake_id)


@require_http_methods(["GET", "POST"])
def undo_import(request: ActorRequest, import_run_id: int) -> HttpResponse:
    run = queries.import_run(actor=request.actor, run_id=import_run_id)
    form = UndoImportForm(request.POST or None)
    if request.method == "POST" and form.submit(
        lambda data: actions.undo_import(actor=request.actor, import_run_id=import_run_id, **data)
    ):
        return redirect("interchange:import_page", import_run_id)
    context = {"run": run, "form": form, "cancel": reverse("interchange:import_page", args=[import_run_id])}
    return render(request, "interchange/undo_import.html", context)


@require_GET
def import_errors(request: ActorRequest, import_run_id: int) -> HttpResponse:
    run = queries.import_run(actor=request.actor, run_id=import_run_id)
    return _file(error_file(run), f"import-{run.id}-faults.csv")


@require_GET
def rows_to_correct(request: ActorRequest, import_run_id: int) -> HttpResponse:
    content = queries.file_to_correct(actor=request.actor, run_id=import_run_id)
    return _file(content, f"import-{import_run_id}-to-correct.csv")


def _file(content: str | bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=_CSV)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _shown(run: queries.RunPage) -> dict[str, Any]:
    mark = (
        tables.undone_mark()
        if run.undone
        else tables.run_mark(run.state, run.error_total, dry=run.dry, pill=True)
    )
    return {
        "run": run,
        "mark": mark,
        "sources": tables.source_table(run),
        "steps": tables.step_table(run),
        "errors": tables.error_table(run),
        "form": RunTriedForm(),
        "left_out": run.error_total > 0 and run.state != RunState.REFUSED,
    }
