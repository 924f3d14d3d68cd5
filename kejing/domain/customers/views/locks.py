"""HTTP ↔ one query or one action each: locks, and what is packed to whom."""

from django.contrib import messages
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kejing.domain.customers import actions, forms, queries, tables
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render

entering = require_http_methods(["GET", "POST"])


@entering
def lock_customers(request: ActorRequest) -> HttpResponse:
    queries.may_lock(actor=request.actor)
    form = forms.LockForm(request.POST or None, initial={"numbers": request.GET.get("number", "")})
    if request.method == "POST" and form.submit(
        lambda data: actions.lock_customers(actor=request.actor, **data)
    ):
        n = form.outcome
        messages.success(
            request, ngettext("%(n)s customer is locked.", "%(n)s customers are locked.", n) % {"n": n}
        )
        return redirect("customers:lock_customers")
    return render(
        request, "customers/lock_customers.html", {"form": form, "cancel": reverse("customers:unlock_list")}
    )


@entering
def ask_unlock(request: ActorRequest, customer_id: int) -> HttpResponse:
    customer = queries.asking_unlock(actor=request.actor, customer_id=customer_id)
    form = forms.UnlockForm(request.POST or None)
    if request.method == "POST" and form.submit(
        lambda data: actions.ask_unlock(actor=request.actor, customer_id=customer_id, **data)
    ):
        messages.success(request, _("A second person decides on it."))
        return redirect("customers:ownership_page", customer_id)
    cancel = reverse("customers:ownership_page", args=[customer_id])
    return render(
        request, "customers/ask_unlock.html", {"form": form, "customer": customer, "cancel": cancel}
    )


@require_GET
def unlock_list(request: ActorRequest) -> HttpResponse:
    page = queries.unlock_list(actor=request.actor, cursor=request.GET.get("after"))
    return render(
        request, "customers/unlock_list.html", {"table": tables.unlock_table(page, get_token(request))}
    )


@require_POST
def decide_unlock(request: ActorRequest, request_id: int) -> HttpResponse:
    actions.decide_unlock(
        actor=request.actor, request_id=request_id, approve=bool(request.POST.get("approve"))
    )
    messages.success(request, _("Decided."))
    return redirect("customers:unlock_list")


@entering
def package(request: ActorRequest, customer_id: int) -> HttpResponse:
    found = queries.package(actor=request.actor, customer_id=customer_id)
    form = forms.PackForm(request.POST or None, holdings=found.free, people=found.people)
    if request.method == "POST" and form.submit(
        lambda data: actions.pack_holdings(actor=request.actor, customer_id=customer_id, **data)
    ):
        return redirect("customers:package", customer_id)
    context = {
        "found": found,
        "customer": found.customer,
        "form": form,
        "table": tables.package_table(found.holdings),
    }
    return render(request, "customers/package.html", context)


@require_POST
def unpack_holdings(request: ActorRequest, customer_id: int) -> HttpResponse:
    ids = [found for text in request.POST.getlist("holding") if (found := forms.id_of(text)) is not None]
    actions.unpack_holdings(actor=request.actor, customer_id=customer_id, holding_ids=ids)
    return redirect("customers:package", customer_id)
