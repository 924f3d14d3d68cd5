"""HTTP ↔ communication, stances, negotiations."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kejing.domain.relations import actions, forms, queries
from kejing.domain.relations.queries.policy import choices
from kejing.domain.relations.views.entering import one_form, task
from kejing.domain.relations.vocabulary import LIMITS
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render


@one_form
def set_communication(request: ActorRequest, customer_id: int, contact_id: int) -> HttpResponse:
    page, contact = queries.speaking(actor=request.actor, customer_id=customer_id, contact_id=contact_id)
    form = forms.CommunicationForm(
        request.POST or None, choices={"style": choices(page.policy.styles)}, version=page.version,
        initial=page.said("means", "hours", "style", "purpose", "every_days", "next_on"),
    )  # fmt: skip
    return task(
        request, page, form, _("Speaking with %(name)s") % {"name": contact.name},
        lambda data: actions.set_communication(
            actor=request.actor, customer_id=customer_id, contact_id=contact_id, **data
        ), "people",
    )  # fmt: skip


@one_form
def note_stance(request: ActorRequest, customer_id: int, contact_id: int) -> HttpResponse:
    page, contact = queries.speaking(actor=request.actor, customer_id=customer_id, contact_id=contact_id)
    return task(
        request, page, forms.StanceForm(request.POST or None), contact.name,
        lambda data: actions.note_stance(
            actor=request.actor, customer_id=customer_id, contact_id=contact_id, **data
        ), "people",
    )  # fmt: skip


@require_GET
def negotiation_page(request: ActorRequest, negotiation_id: int) -> HttpResponse:
    page = queries.negotiation_page(actor=request.actor, negotiation_id=negotiation_id)
    context = {"page": page, "row": page.row, "customer": page.customer}
    return render(request, "relations/negotiation_page.html", context)


@one_form
def open_negotiation(request: ActorRequest, customer_id: int) -> HttpResponse:
    page = queries.entering(actor=request.actor, customer_id=customer_id)
    return task(
        request, page, forms.NegotiationForm(request.POST or None), _("Open a negotiation"),
        lambda data: actions.open_negotiation(actor=request.actor, customer_id=customer_id, **data),
        "negotiations",
    )  # fmt: skip


@one_form
def set_limits(request: ActorRequest, negotiation_id: int) -> HttpResponse:
    page, negotiation = queries.limiting(
        actor=request.actor, negotiation_id=negotiation_id, permission=LIMITS
    )
    form = forms.LimitsForm(request.POST or None, initial=page.said("text"), version=page.version)
    return task(
        request, page, form, _("Limits: %(what)s") % {"what": negotiation.title},
        lambda data: actions.set_limits(actor=request.actor, negotiation_id=negotiation_id, **data),
        reverse("relations:negotiation_page", args=[negotiation_id]),
    )  # fmt: skip


@one_form
def add_round(request: ActorRequest, negotiation_id: int) -> HttpResponse:
    page = queries.changing(actor=request.actor, kind="negotiation", row_id=negotiation_id)
    return task(
        request, page, forms.RoundForm(request.POST or None), _("Round: %(what)s") % {"what": page.row.title},
        lambda data: actions.add_round(actor=request.actor, negotiation_id=negotiation_id, **data),
        reverse("relations:negotiation_page", args=[negotiation_id]),
    )  # fmt: skip


@one_form
def close_negotiation(request: ActorRequest, negotiation_id: int) -> HttpResponse:
    page = queries.changing(actor=request.actor, kind="negotiation", row_id=negotiation_id)
    form = forms.EndForm(request.POST or None, version=page.version)
    return task(
        request, page, form, _("End: %(what)s") % {"what": page.row.title},
        lambda data: actions.close_negotiation(actor=request.actor, negotiation_id=negotiation_id, **data),
        reverse("relations:negotiation_page", args=[negotiation_id]),
    )  # fmt: skip
