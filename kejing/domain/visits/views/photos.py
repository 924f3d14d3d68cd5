"""Photos of a visit."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kejing.domain.visits import actions, forms, queries
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render


@require_http_methods(["GET", "POST"])
def add_photo(request: ActorRequest, visit_id: int) -> HttpResponse:
    queries.adding_to_visit(actor=request.actor, visit_id=visit_id, held=False)
    form = forms.PhotoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.submit(
        lambda data: actions.add_photo(actor=request.actor, visit_id=visit_id, **data)
    ):
        messages.success(request, _("The photo is with the visit."))
        return redirect("visits:visit_page", visit_id)
    cancel = reverse("visits:visit_page", args=[visit_id])
    return render(request, "visits/add_photo.html", {"form": form, "cancel": cancel})


@require_GET
def show_photo(request: ActorRequest, photo_id: int) -> HttpResponse:
    """A picture and nothing else: its kind was read from its bytes, and the browser may not guess another."""
    found = queries.photo(actor=request.actor, photo_id=photo_id)
    response = HttpResponse(found.content, content_type=found.media_type)
    response["Content-Disposition"] = f'inline; filename="{photo_id}.{found.media_type.rpartition("/")[2]}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
