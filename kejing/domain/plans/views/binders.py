"""Weekly plans of a month, loose and bound."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kejing.domain.plans import actions, forms, queries, tables
from kejing.domain.plans.views.plans import archived
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render


@require_GET
def binder_list(request: ActorRequest) -> HttpResponse:
    found = queries.binder_list(actor=request.actor, month=forms.month_of(request.GET.get("month")))
    context = {
        "found": found,
        "month": found.leaves.month,
        "missing": tables.missing_table(found.leaves.missing),
        "press": forms.PressForm(),
        "bound": tables.binder_table(found.bound),
    }
    return render(request, "plans/binder_list.html", context)


@require_POST
def bind_plans(request: ActorRequest) -> HttpResponse:
    month = forms.wanted_month(request.POST.get("month"))
    key = request.POST.get("idempotency_key")
    done = actions.bind_plans(actor=request.actor, month=month.start, idempotency_key=key)
    messages.success(request, _("The month is bound and archived."))
    return redirect("plans:binder_page", done)


@require_GET
def binder_page(request: ActorRequest, binder_id: int) -> HttpResponse:
    page = queries.binder_page(actor=request.actor, binder_id=binder_id)
    back = f"{reverse('plans:binder_list')}?month={page.month}"
    return render(
        request,
        "plans/binder_page.html",
        {"page": page, "row": page.row, "leaves": tables.leaves(page), "back": back},
    )


@require_GET
def binder_file(request: ActorRequest, binder_id: int) -> HttpResponse:
    text = queries.binder_file(actor=request.actor, binder_id=binder_id)
    return archived(text, f"binder-{binder_id}.json")
