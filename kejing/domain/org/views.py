"""HTTP ↔ one query or action each."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from kejing.domain.org import actions, queries
from kejing.domain.org.forms import AddPersonForm
from kejing.domain.org.queries import Seat
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.formats import chinese
from kejing.foundation.ui.responses import render
from kejing.foundation.ui.tables import Column, Empty, Table


@require_GET
def organisation(request: ActorRequest) -> HttpResponse:
    found = queries.organisation(actor=request.actor)
    return render(request, "org/organisation.html", {"found": found, "table": _people(found.people)})


@require_http_methods(["GET", "POST"])
def add_person(request: ActorRequest) -> HttpResponse:
    found = queries.organisation(actor=request.actor)
    form = AddPersonForm(request.POST or None, units=found.unit_choices, roles=found.roles)
    if request.method == "POST" and form.submit(lambda data: actions.add_person(actor=request.actor, **data)):
        link = request.build_absolute_uri(reverse("identity:set_password", args=[form.outcome]))
        return render(request, "org/person_added.html", {"name": form.cleaned_data["name"], "link": link})
    return render(request, "org/add_person.html", {"form": form, "cancel": reverse("org:organisation")})


def _people(people: list[Seat]) -> Table[Seat]:
    zh = chinese()
    return Table.of(
        [
            Column("name", _("Name"), cell=lambda row: row.name if zh else row.name_en or row.name),
            Column("username", _("User name")),
            Column("role", _("Role"), cell=lambda row: row.role if zh else row.role_en),
            Column("unit", _("Unit"), cell=lambda row: row.unit if zh else row.unit_en),
        ],
        people,
        caption=_("People"),
        cards=True,
        empty=Empty(_("Nobody yet")),
    )
