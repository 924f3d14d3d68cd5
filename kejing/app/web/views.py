"""Root pages: where a role begins, and the search over everything."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET

from kejing.domain.customers.public import find_customers
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.models import CalendarDay
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.kernel.workdays import LAST_ANNOUNCED_YEAR
from kejing.foundation.ui import nav
from kejing.foundation.ui.responses import render

HITS = 10


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of the answer under the search box."""

    label: str
    detail: str
    url: str
    icon: str = "building"


@require_GET
def home(request: ActorRequest) -> HttpResponse:
    """The first place of the reader's role: her day, her team, the trail; or the list of all places."""
    first = next(iter(nav.places(request)), None)
    return redirect(first.address if first else reverse("ui:more"))


@require_GET
def search(request: ActorRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()
    hits = [
        Hit(card.name, card.number, reverse("customers:customer_page", args=[card.id]))
        for card in find_customers(actor=request.actor, text=query, limit=HITS)
    ]
    more = (
        f"{reverse('customers:customer_list')}?{request.GET.urlencode()}" if len(hits) == 10 else ""
    )  # as many as asked for
    return render(
        request, "web/search.html", {"hits": hits, "more_url": more, "query": query}, part="ui/_found.html"
    )


def provisional_panel(request: HttpRequest, object_id: int) -> str:
    """A warning while the year's working days are not announced (nor confirmed by an entry of the organisation)."""
    year = clock.today().year
    if year <= LAST_ANNOUNCED_YEAR or CalendarDay.objects.filter(day__year=year).exists():
        return ""
    return render_to_string("web/_provisional.html", {"year": year}, request)
