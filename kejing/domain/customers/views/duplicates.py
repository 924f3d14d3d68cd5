"""Who is there twice: HTTP ↔ one query and one action each."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kejing.domain.customers import actions, queries, tables
from kejing.domain.customers.forms import AskForm, DecideForm, MergeForm, UnmergeForm
from kejing.domain.customers.vocabulary import PairState
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render

entering = require_http_methods(["GET", "POST"])


@entering
def check_duplicate(request: ActorRequest) -> HttpResponse:
    """A fragment for forms that enter customers: who is there already. Empty while too little is known."""
    form = AskForm(request.POST or request.GET)
    found = actions.ask_duplicate(actor=request.actor, **form.asked) if form.enough else None
    return render(request, "customers/check_duplicate.html", {"found": found})


@require_GET
def duplicate_queue(request: ActorRequest) -> HttpResponse:
    queue = queries.duplicate_queue(
        actor=request.actor, state=request.GET.get("state", ""), cursor=request.GET.get("after")
    )
    context = {
        "queue": queue,
        "table": tables.pair_table(queue),
        "states": tables.pair_states(queue),
        "work": tables.search_progress(queue),
        "poll": reverse("customers:duplicate_progress"),
    }
    return render(request, "customers/duplicate_queue.html", context)


@require_GET
def duplicate_progress(request: ActorRequest) -> HttpResponse:
    queue = queries.duplicate_queue(actor=request.actor)
    context = {"work": tables.search_progress(queue), "poll": reverse("customers:duplicate_progress")}
    return render(request, "customers/duplicate_progress.html", context)


@require_POST
def request_duplicates(request: ActorRequest) -> HttpResponse:
    actions.request_duplicates(actor=request.actor)
    messages.success(request, _("The search is queued; its course is shown here."))
    return redirect("customers:duplicate_queue")


@entering
def duplicate_pair(request: ActorRequest, pair_id: int) -> HttpResponse:
    """Both side by side; sent, the form merges them."""
    page = queries.duplicate_pair(actor=request.actor, pair_id=pair_id)
    form = MergeForm(request.POST or None, pair=page)
    if request.method == "POST" and form.submit(
        lambda data: actions.merge_customers(actor=request.actor, **form.named(data))
    ):
        messages.success(request, _("The two are one now. It can be undone on the customer's page."))
        return redirect("customers:duplicate_queue")
    context = {"page": page, "form": form, "fields": tables.field_table(page), "PairState": PairState}
    return render(request, "customers/duplicate_pair.html", context)


@require_POST
def decide_pair(request: ActorRequest, pair_id: int) -> HttpResponse:
    decided = DecideForm(request.POST).decided
    actions.decide_pair(actor=request.actor, pair_id=pair_id, **decided)
    return redirect("customers:duplicate_queue")


@entering
def unmerge_customer(request: ActorRequest, merge_id: int) -> HttpResponse:
    row = queries.merge_row(actor=request.actor, merge_id=merge_id)
    form = UnmergeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.submit(
        lambda data: actions.unmerge_customer(actor=request.actor, merge_id=merge_id, **data)
    ):
        return redirect("customers:customer_page", form.outcome)
    cancel = reverse("customers:customer_page", args=[row.survivor_id])
    return render(request, "customers/unmerge_customer.html", {"form": form, "row": row, "cancel": cancel})


def merges_panel(request: HttpRequest, customer_id: int) -> str:
    """What is merged into the customer, and the way back; nothing where nothing is."""
    actor = request.actor  # type: ignore[attr-defined]  # panels get the plain request
    rows = queries.merges(actor=actor, customer_id=customer_id)
    return render_to_string("customers/_merges.html", {"rows": rows}, request) if rows else ""
