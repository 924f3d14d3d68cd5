"""What every page that is one form shares."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kejing.domain.relations.queries.entering import Entering
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.forms import ActionForm
from kejing.foundation.ui.responses import render

one_form = require_http_methods(["GET", "POST"])


def task(
    request: ActorRequest, page: Entering, form: ActionForm[int], heading: str,
    act: Callable[[dict[str, Any]], int], back: str = "",
) -> HttpResponse:  # fmt: skip
    """Show the form, or act and go back: to the relation's page, at the section `back`, or to an address."""
    relation = reverse("relations:relation_page", args=[page.customer.id])
    address = back if back.startswith("/") else f"{relation}#{back}" if back else relation
    if request.method == "POST" and form.submit(act):
        return redirect(address)
    context = {"form": form, "page": page, "heading": heading, "cancel": address}
    return render(request, "relations/task.html", context)
