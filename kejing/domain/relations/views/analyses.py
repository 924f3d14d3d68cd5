"""HTTP ↔ analyses."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kejing.domain.relations import actions, forms, queries
from kejing.domain.relations.views.entering import one_form, task
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render


@one_form
def analyse_customer(request: ActorRequest, customer_id: int) -> HttpResponse:
    page = queries.entering(actor=request.actor, customer_id=customer_id)
    return task(
        request, page, forms.AnalysisForm(request.POST or None, page=page), _("Analyse the customer"),
        lambda data: actions.analyse_customer(actor=request.actor, customer_id=customer_id, **data), "analyses",
    )  # fmt: skip


@one_form
def analysis_page(request: ActorRequest, analysis_id: int) -> HttpResponse:
    """The sheet; for whoever may review it, with the form that signs it."""
    page = queries.analysis_page(actor=request.actor, analysis_id=analysis_id)
    form = forms.ReviewForm(request.POST or None, version=page.row.version)
    if request.method == "POST" and form.submit(
        lambda data: actions.review_analysis(actor=request.actor, analysis_id=analysis_id, **data)
    ):
        return redirect("relations:analysis_page", analysis_id)
    context = {"page": page, "row": page.row, "customer": page.customer, "form": form}
    return render(request, "relations/analysis_page.html", context)
