"""HTTP ↔ adding and changing a customer, confirming her profile, whose profile is incomplete."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kejing.domain.customers import actions, forms, queries, tables
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render

entering = require_http_methods(["GET", "POST"])
GREATEST_ID = 2**63 - 1


def id_of(text: str | None) -> int | None:
    """`?holder=17`; whatever is no id is none."""
    if not text or not text.isascii() or not text.isdigit():
        return None
    return min(int(text[:20]), GREATEST_ID)


@entering
def add_customer(request: ActorRequest) -> HttpResponse:
    """The fields of the profile follow the kind, which is chosen first (`?kind=`)."""
    sent = request.POST.get("kind") or request.GET.get("kind", "")
    page = queries.entering(actor=request.actor, kind=sent)
    form = forms.AddForm(
        request.POST or None, fields=page.fields, withheld=page.withheld, initial={"kind": page.kind}
    )
    if request.method == "POST" and form.submit(
        lambda data: actions.add_customer(actor=request.actor, **data)
    ):
        messages.success(request, _("The customer is entered."))
        return redirect("customers:customer_page", form.outcome)
    context = {"form": form, "page": page, "cancel": reverse("customers:customer_list")}
    return render(request, "customers/add_customer.html", context)


@entering
def change_customer(request: ActorRequest, customer_id: int) -> HttpResponse:
    page = queries.changing_customer(actor=request.actor, customer_id=customer_id)
    customer = page.customer
    assert customer is not None  # one that is there is changed
    start = {
        name: getattr(customer, name) for name in ("kind", "name", "identity_number", "phone", "address")
    }
    form = forms.ChangeForm(
        request.POST or None,
        fields=page.fields,
        withheld=page.withheld,
        initial=start,
        version=customer.version,
    )
    if request.method == "POST" and form.submit(
        lambda data: actions.change_customer(actor=request.actor, customer_id=customer_id, **data)
    ):
        return redirect("customers:customer_page", customer_id)
    context = {"form": form, "page": page, "cancel": reverse("customers:customer_page", args=[customer_id])}
    return render(request, "customers/change_customer.html", context)


@require_POST
def confirm_profile(request: ActorRequest, customer_id: int) -> HttpResponse:
    form = forms.ConfirmForm(request.POST)
    if form.submit(
        lambda data: actions.confirm_profile(actor=request.actor, customer_id=customer_id, **data)
    ):
        messages.success(request, _("Confirmed as of today."))
    else:
        messages.error(request, " ".join(str(text) for texts in form.errors.values() for text in texts))
    return redirect("customers:customer_page", customer_id)


@require_GET
def explain_profile(request: ActorRequest, customer_id: int) -> HttpResponse:
    explanation = queries.explain_profile(actor=request.actor, customer_id=customer_id)
    return render(
        request, "ui/explanation_page.html", {"explanation": explanation}, part="ui/_explanation.html"
    )


@require_GET
def profile_gaps(request: ActorRequest) -> HttpResponse:
    found = queries.profile_gaps(
        actor=request.actor, holder_id=id_of(request.GET.get("holder")), cursor=request.GET.get("after")
    )
    context = {"found": found, "table": tables.gap_table(found)}
    return render(request, "customers/profile_gaps.html", context)
