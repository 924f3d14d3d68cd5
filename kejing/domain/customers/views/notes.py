"""HTTP ↔ notes, tags and files of a customer."""

from typing import cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kejing.domain.customers import actions, forms, queries, tables
from kejing.domain.customers.vocabulary import Share
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import Option, options, render

entering = require_http_methods(["GET", "POST"])


def note_panel(request: HttpRequest, customer_id: int) -> str:
    panel = queries.note_panel(actor=cast("ActorRequest", request).actor, customer_id=customer_id)
    return render_to_string("customers/_notes.html", {"panel": panel}, request)


def file_panel(request: HttpRequest, customer_id: int) -> str:
    panel = queries.file_panel(actor=cast("ActorRequest", request).actor, customer_id=customer_id)
    return render_to_string("customers/_files.html", {"panel": panel}, request)


def tag_panel(request: HttpRequest, customer_id: int) -> str:
    panel = queries.tag_panel(actor=cast("ActorRequest", request).actor, customer_id=customer_id)
    return render_to_string("customers/_tags.html", {"panel": panel}, request)


@entering
def add_note(request: ActorRequest, customer_id: int) -> HttpResponse:
    customer = queries.changing(actor=request.actor, customer_id=customer_id)
    form = forms.NoteForm(request.POST or None, initial={"share": Share.OWNER})
    if request.method == "POST" and form.submit(
        lambda data: actions.add_note(actor=request.actor, customer_id=customer_id, **data)
    ):
        return redirect("customers:customer_page", customer_id)
    return _form(request, "customers/add_note.html", form, customer_id, customer=customer)


@entering
def change_note(request: ActorRequest, note_id: int) -> HttpResponse:
    note = queries.changing_note(actor=request.actor, note_id=note_id)
    start = {"text": note.text, "share": note.share}
    form = forms.ChangeNoteForm(request.POST or None, initial=start, version=note.version)
    if request.method == "POST" and form.submit(
        lambda data: actions.change_note(actor=request.actor, note_id=note_id, **data)
    ):
        return redirect("customers:customer_page", note.customer_id)
    return _form(request, "customers/change_note.html", form, note.customer_id, note=note)


@require_POST
def remove_note(request: ActorRequest, note_id: int) -> HttpResponse:
    customer_id = actions.remove_note(actor=request.actor, note_id=note_id)
    return redirect("customers:customer_page", customer_id)


@entering
def tag_customer(request: ActorRequest, customer_id: int) -> HttpResponse:
    customer = queries.changing(actor=request.actor, customer_id=customer_id)
    form = forms.TagForm(request.POST or None)
    if request.method == "POST" and form.submit(
        lambda data: actions.tag_customer(actor=request.actor, customer_id=customer_id, **data)
    ):
        return redirect("customers:customer_page", customer_id)
    return _form(request, "customers/tag_customer.html", form, customer_id, customer=customer)


@require_POST
def untag_customer(request: ActorRequest, customer_id: int, tag_id: int) -> HttpResponse:
    actions.untag_customer(actor=request.actor, customer_id=customer_id, tag_id=tag_id)
    return redirect("customers:customer_page", customer_id)


@entering
def add_tag(request: ActorRequest) -> HttpResponse:
    queries.adding_tag(actor=request.actor)
    form = forms.NewTagForm(request.POST or None)
    if request.method == "POST" and form.submit(lambda data: actions.add_tag(actor=request.actor, **data)):
        return redirect("customers:tagged_list", form.outcome)
    return render(
        request, "customers/add_tag.html", {"form": form, "cancel": reverse("customers:customer_list")}
    )


@require_GET
def pick_tag(request: ActorRequest) -> JsonResponse:
    """What the picker of tags asks while somebody types."""
    found = queries.find_tags(actor=request.actor, text=request.GET.get("q", ""))
    return options([Option(tag.pk, tag.name) for tag in found])


@require_GET
def tagged_list(request: ActorRequest, tag_id: int) -> HttpResponse:
    found = queries.tagged_list(actor=request.actor, tag_id=tag_id, cursor=request.GET.get("after"))
    context = {"found": found, "table": tables.tagged_table(found)}
    return render(request, "customers/tagged_list.html", context)


@entering
def add_file(request: ActorRequest, customer_id: int) -> HttpResponse:
    customer = queries.changing(actor=request.actor, customer_id=customer_id)
    form = forms.FileForm(request.POST or None, request.FILES or None, initial={"share": Share.UNIT})
    if request.method == "POST" and form.submit(
        lambda data: actions.add_file(actor=request.actor, customer_id=customer_id, **data)
    ):
        return redirect("customers:customer_page", customer_id)
    return _form(request, "customers/add_file.html", form, customer_id, customer=customer)


@require_GET
def download_file(request: ActorRequest, file_id: int) -> HttpResponse:
    """Always a download: nothing that was put in by somebody is shown by the browser inside our pages."""
    found = queries.download(actor=request.actor, file_id=file_id)
    response = HttpResponse(found.content, content_type=found.media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=found.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def remove_file(request: ActorRequest, file_id: int) -> HttpResponse:
    customer_id = actions.remove_file(actor=request.actor, file_id=file_id)
    return redirect("customers:customer_page", customer_id)


def _form(
    request: HttpRequest, template: str, form: object, customer_id: int, **context: object
) -> HttpResponse:
    cancel = reverse("customers:customer_page", args=[customer_id])
    return render(request, template, {"form": form, "cancel": cancel, **context})
