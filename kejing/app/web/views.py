"""Root pages: where a role begins, and the search over everything."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kejing.domain.customers.public import FoundBy, FoundCustomer, search_customers
from kejing.domain.org.public import find_in_team
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.models import CalendarDay
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.kernel.workdays import LAST_ANNOUNCED_YEAR
from kejing.foundation.ui import nav
from kejing.foundation.ui.formats import chinese
from kejing.foundation.ui.responses import render

HITS = 10
PLACES = 5
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of the answer under the search box: `reason` says why it is there, where the name does not."""

    label: str
    detail: str
    url: str
    icon: str = "building"
    reason: str = ""
    group: str = ""


@require_GET
def home(request: ActorRequest) -> HttpResponse:
    """The first place of the reader's role: her day, her team, the trail; or the list of all places."""
    first = next(iter(nav.places(request)), None)
    return redirect(first.address if first else reverse("ui:more"))


@require_GET
def search(request: ActorRequest) -> HttpResponse:
    """Customers, people and places, as the reader may see them."""
    query = request.GET.get("q", "").strip()
    found = search_customers(actor=request.actor, text=query, limit=HITS)
    hits = [*map(_customer, found), *_people(request, query), *_places(request, query)]
    more = f"{reverse('customers:customer_list')}?{request.GET.urlencode()}" if len(found) == HITS else ""
    return render(
        request, "web/search.html", {"hits": hits, "more_url": more, "query": query}, part="ui/_found.html"
    )


def _customer(found: FoundCustomer) -> Hit:
    reason = "" if found.found_by is FoundBy.TEXT else str(found.found_by.label)
    if found.contact:
        reason = f"{reason}: {found.contact} {found.contact_title}".strip()
    address = reverse("customers:customer_page", args=[found.card.id])
    icon = "user" if found.contact else "building"
    return Hit(found.card.name, found.card.number, address, icon, reason, _("Customers"))


def _people(request: ActorRequest, query: str) -> list[Hit]:
    """Those in scope, for who sees a team."""
    if not request.actor.may("team.view"):
        return []
    found = find_in_team(request.actor, query[:LONGEST].replace("\0", ""), clock.today())
    return [
        Hit(
            one.name if chinese() else one.name_en or one.name,
            f"{one.number} · {one.unit if chinese() else one.unit_en or one.unit}",
            reverse("visits:person_page", args=[one.staff_id]),
            "user-circle",
            group=_("People"),
        )
        for one in found
    ]


def _places(request: ActorRequest, query: str) -> list[Hit]:
    """Screens whose name has the text in it."""
    wanted = query.lower()
    if len(wanted) < 2:  # as for customers: one character is no question
        return []
    fitting = [place for place in nav.places(request) if wanted in str(place.entry.label).lower()]
    return [
        Hit(str(place.entry.label), "", place.address, place.entry.icon, group=_("Screens"))
        for place in fitting[:PLACES]
    ]


def provisional_panel(request: HttpRequest, object_id: int) -> str:
    """A warning while the year's working days are not announced (nor confirmed by an entry of the organisation)."""
    year = clock.today().year
    if year <= LAST_ANNOUNCED_YEAR or CalendarDay.objects.filter(day__year=year).exists():
        return ""
    return render_to_string("web/_provisional.html", {"year": year}, request)
