"""HTTP ↔ one query or action each."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kejing.domain.org import actions, queries, tables
from kejing.domain.org.forms import AddPersonForm, CoverForm, UnitPlaceForm
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.formats import local
from kejing.foundation.ui.responses import Option, options, render


@require_GET
def organisation(request: ActorRequest) -> HttpResponse:
    text, cursor = request.GET.get("q", "").strip()[:80], request.GET.get("after")
    found = queries.organisation(actor=request.actor, text=text.replace("\0", ""), cursor=cursor)
    return render(
        request,
        "org/organisation.html",
        {
            "found": found,
            "table": tables.people_table(found),
            "units": tables.unit_table(found.tree),
            "moves": tables.move_table(found.moves),
        },
    )


@require_http_methods(["GET", "POST"])
def add_person(request: ActorRequest) -> HttpResponse:
    choices = queries.post_choices(actor=request.actor)
    form = AddPersonForm(request.POST or None, units=choices.units, roles=choices.roles)
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
    return render(request, "org/invitations.html", {"people": people, "table": tables.waiting_table(people)})


@require_GET
def pick_person(request: ActorRequest) -> JsonResponse:
    """People in posts, while somebody types."""
    found = queries.find_people(actor=request.actor, text=request.GET.get("q", ""))
    return options(
        [
            Option(
                card.holder_id,
                local(card.name, card.name_en),
                f"{card.number} {local(card.unit, card.unit_en)}",
            )
            for card in found
        ]
    )


@require_GET
def cover_list(request: ActorRequest) -> HttpResponse:
    found = queries.covers(actor=request.actor, cursor=request.GET.get("after"))
    return render(request, "org/cover_list.html", {"found": found, "table": tables.cover_table(found)})


@require_http_methods(["GET", "POST"])
def arrange_cover(request: ActorRequest) -> HttpResponse:
    queries.may_arrange(actor=request.actor)
    form = CoverForm(request.POST or None, initial={"first": clock.today(), "last": clock.today()})
    if request.method == "POST" and form.submit(
        lambda data: actions.arrange_cover(actor=request.actor, **data)
    ):
        return redirect("org:cover_page", form.outcome)
    return render(request, "org/arrange_cover.html", {"form": form, "cancel": reverse("org:cover_list")})


@require_GET
def cover_page(request: ActorRequest, cover_id: int) -> HttpResponse:
    page = queries.cover_page(actor=request.actor, cover_id=cover_id)
    context = {"page": page, "cover": page.cover, "state": tables.cover_state(page.cover)}
    return render(request, "org/cover_page.html", context)


@require_POST
def end_cover(request: ActorRequest, cover_id: int) -> HttpResponse:
    actions.end_cover(actor=request.actor, cover_id=cover_id)
    return redirect("org:cover_page", cover_id)


@require_http_methods(["GET", "POST"])
def set_unit_place(request: ActorRequest, unit_id: int) -> HttpResponse:
    unit = queries.unit_place(actor=request.actor, unit_id=unit_id)
    form = UnitPlaceForm(
        request.POST or None, initial={"time_zone": unit.time_zone, "language": unit.language}
    )
    if request.method == "POST" and form.submit(
        lambda data: actions.set_unit_place(actor=request.actor, unit_id=unit_id, **data)
    ):
        return redirect("org:organisation")
    return render(
        request,
        "org/set_unit_place.html",
        {"form": form, "unit": unit, "cancel": reverse("org:organisation")},
    )
