"""HTTP ↔ risk signals, events, foresight and influence."""

from datetime import timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kejing.domain.relations import actions, forms, queries, tables
from kejing.domain.relations.queries.policy import choices
from kejing.domain.relations.views.entering import one_form, task
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render


@require_GET
def risk_signals(request: ActorRequest) -> HttpResponse:
    found = queries.risk_signals(actor=request.actor, cursor=request.GET.get("after"))
    return render(request, "relations/risk_signals.html", {"table": tables.signal_table(found)})


@require_GET
def explain_signal(request: ActorRequest, signal_id: int) -> HttpResponse:
    found = queries.explain_signal(actor=request.actor, signal_id=signal_id)
    return render(request, "ui/explanation_page.html", {"explanation": found}, part="ui/_explanation.html")


@require_GET
def indicators(request: ActorRequest) -> HttpResponse:
    """Foresight and influence of everybody in scope."""
    found = queries.indicators(actor=request.actor)
    return render(
        request, "relations/indicators.html", {"found": found, "table": tables.indicator_table(found)}
    )


@require_GET
def explain_indicator(request: ActorRequest, holder_id: int, figure: queries.Indicator) -> HttpResponse:
    found = queries.explain_indicator(actor=request.actor, holder_id=holder_id, figure=figure)
    return render(request, "ui/explanation_page.html", {"explanation": found}, part="ui/_explanation.html")


@one_form
def raise_signal(request: ActorRequest, customer_id: int) -> HttpResponse:
    page = queries.entering(actor=request.actor, customer_id=customer_id)
    form = forms.SignalForm(
        request.POST or None, choices={"kind": choices(page.policy.risk_kinds)},
        initial={"level": "watch", "until": clock.today() + timedelta(days=90)},
    )  # fmt: skip
    return task(
        request, page, form, _("Warn of a risk"),
        lambda data: actions.raise_signal(actor=request.actor, customer_id=customer_id, **data), "risk",
    )  # fmt: skip


@one_form
def change_signal(request: ActorRequest, signal_id: int) -> HttpResponse:
    page = queries.changing(actor=request.actor, kind="signal", row_id=signal_id)
    form = forms.ChangeSignalForm(
        request.POST or None, initial=page.said("level", "control", "until"), version=page.version
    )
    return task(
        request, page, form, _("Control a risk"),
        lambda data: actions.change_signal(actor=request.actor, signal_id=signal_id, **data), "risk",
    )  # fmt: skip


@one_form
def record_event(request: ActorRequest, customer_id: int) -> HttpResponse:
    page = queries.entering(actor=request.actor, customer_id=customer_id)
    form = forms.EventForm(
        request.POST or None,
        choices={"kind": choices(page.policy.risk_kinds)},
        initial={"day": clock.today()},
    )
    return task(
        request, page, form, _("Record a risk event"),
        lambda data: actions.record_event(actor=request.actor, customer_id=customer_id, **data),
        reverse("relations:relation_page", args=[customer_id]),
    )  # fmt: skip
