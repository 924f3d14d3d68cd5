"""The kit's own few routes: language, the list of all places, panels that load by themselves."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET
from django.views.i18n import set_language as django_set_language

from kejing.foundation.ui import slots
from kejing.foundation.ui.responses import render

set_language = login_not_required(django_set_language)


@require_GET
def more(request: HttpRequest) -> HttpResponse:
    """All places, and on the phone the switches of the top bar."""
    return render(request, "ui/more.html")


@require_GET
def panel(request: HttpRequest, slot: str, name: str, object_id: int) -> HttpResponse:
    """One panel of a slot, for the page that left it out at first."""
    return HttpResponse(slots.panel(slot, name).render(request, object_id))
