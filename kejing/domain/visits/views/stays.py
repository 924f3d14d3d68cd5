"""Arriving, leaving, and what to mind when meeting a customer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kejing.domain.visits import actions, forms, queries
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.forms import ActionForm
from kejing.foundation.ui.responses import render


@require_POST
def check_in(request: ActorRequest, visit_id: int) -> HttpResponse:
    """One tap; what follows is the form of the visit itself."""
    form = forms.ArrivalForm(request.POST)
    if form.submit(lambda data: actions.check_in(actor=request.actor, visit_id=visit_id, **data)):
        return redirect("visits:record_planned", visit_id)
    return _stays_here(request, form)


@require_POST
def drop_in(request: ActorRequest, customer_id: int) -> HttpResponse:
    form = ActionForm[int](request.POST)
    if form.submit(lambda data: actions.drop_in(actor=request.actor, customer_id=customer_id, **data)):
        return redirect("visits:record_planned", form.outcome)
    return _stays_here(request, form)


@require_POST
def check_out(request: ActorRequest, visit_id: int) -> HttpResponse:
    actions.check_out(actor=request.actor, visit_id=visit_id)
    messages.success(request, _("Checked out. Record what was said when you can."))
    return redirect("visits:my_day")


def _stays_here(request: ActorRequest, form: ActionForm[int]) -> HttpResponse:
    """Why not, above one's day, where the open visit stands."""
    for text in form.errors.values():
        messages.error(request, " ".join(str(line) for line in text))
    return redirect("visits:my_day")


@require_http_methods(["GET", "POST"])
def note_etiquette(request: ActorRequest, customer_id: int) -> HttpResponse:
    page = queries.changing_etiquette(actor=request.actor, customer_id=customer_id)
    form = forms.EtiquetteForm(request.POST or None, initial={"text": page.text}, version=page.version)
    if request.method == "POST" and form.submit(
        lambda data: actions.note_etiquette(actor=request.actor, customer_id=customer_id, **data)
    ):
        return redirect("customers:customer_page", customer_id)
    cancel = reverse("customers:customer_page", args=[customer_id])
    return render(request, "visits/note_etiquette.html", {"form": form, "page": page, "cancel": cancel})
