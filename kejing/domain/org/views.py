"""HTTP ↔ one query or action each."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from kejing.domain.org import actions, queries
from kejing.domain.org.forms import AddPersonForm
from kejing.domain.org.queries import PlannedMove, Seat, WaitingPerson
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.formats import chinese
from kejing.foundation.ui.responses import render
from kejing.foundation.ui.tables import Column, Empty, Table


@require_GET
def organisation(request: ActorRequest) -> HttpResponse:
    found = queries.organisation(actor=request.actor)
    return render(
        request,
        "org/organisation.html",
        {"found": found, "table": _people(found.people), "moves": _moves(found.moves)},
    )


@require_http_methods(["GET", "POST"])
def add_person(request: ActorRequest) -> HttpResponse:
    found = queries.organisation(actor=request.actor)
    form = AddPersonForm(request.POST or None, units=found.unit_choices, roles=found.roles)
    if request.method == "POST" and form.submit(lambda data: actions.add_person(actor=request.actor, **data)):
        link = request.build_absolute_uri(reverse("identity:set_password", args=[form.outcome]))
        return render(request, "org/person_added.html", {"name": form.cleaned_data["name"], "link": link})
    return render(request, "org/add_person.html", {"form": form, "cancel": reverse("org:organisation")})


@require_http_methods(["GET", "POST"])
def invitations(request: ActorRequest) -> HttpResponse:
    """Who has no password yet; sent, the links of all of them, shown this once."""
    if request.method == "POST":
        made = actions.invite_waiting(actor=request.actor)
        links = [
            (one, request.build_absolute_uri(reverse("identity:set_password", args=[one.secret])))
            for one in made
        ]
        return render(request, "org/invited.html", {"links": links})
    people = queries.waiting_people(actor=request.actor)
    return render(request, "org/invitations.html", {"people": people, "table": _waiting(people)})


def _waiting(people: list[WaitingPerson]) -> Table[WaitingPerson]:
    return Table.of(
        [Column("name", _("Name")), Column("username", _("User name")), Column("unit", _("Unit"))],
        people,
        caption=_("People without a password"),
        cards=True,
        empty=Empty(_("Everybody has a password")),
    )


def _moves(moves: list[PlannedMove]) -> Table[PlannedMove]:
    return Table.of(
        [
            Column("unit", _("Unit")),
            Column("parent", _("Goes below")),
            Column("moves_on", _("On"), kind="iso"),
            Column("asked_by", _("Asked for by")),
            Column(
                "overdue",
                _("State"),
                cell=lambda row: _("cannot be made: the tree changed") if row.overdue else "–",
            ),
        ],
        moves,
        caption=_("Moves of units ahead"),
        cards=True,
    )


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
