"""The kit's own few routes: language, the list of all places, panels that load by themselves."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.i18n import set_language as django_set_language

from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui import actions, saved_views, slots
from kejing.foundation.ui.responses import render
from kejing.foundation.ui.view_forms import ChangeViewForm, SaveViewForm

set_language = login_not_required(django_set_language)


@require_GET
def more(request: HttpRequest) -> HttpResponse:
    """All places, and on the phone the switches of the top bar."""
    return render(request, "ui/more.html")


@require_GET
def panel(request: HttpRequest, slot: str, name: str, object_id: int) -> HttpResponse:
    """One panel of a slot, for the page that left it out at first."""
    return HttpResponse(slots.panel(slot, name).render(request, object_id))


@require_GET
def view_list(request: ActorRequest) -> HttpResponse:
    """One's own saved views of all lists, to rename, share and delete."""
    rows = [(view, saved_views.address(view)) for view in saved_views.own_views(actor=request.actor)]
    return render(request, "ui/view_list.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def save_view(request: ActorRequest) -> HttpResponse:
    start = {name: request.GET.get(name, "") for name in ("route", "query")} | {"share": "own"}
    form = SaveViewForm(request.POST or None, actor=request.actor, initial=start)
    if request.method == "POST" and form.submit(lambda data: actions.save_view(actor=request.actor, **data)):
        view = saved_views.get_own(request.actor, form.outcome)
        messages.success(request, _("The view is saved."))
        return redirect(saved_views.address(view))
    return render(request, "ui/save_view.html", {"form": form, "cancel": reverse("ui:view_list")})


@require_http_methods(["GET", "POST"])
def change_view(request: ActorRequest, view_id: int) -> HttpResponse:
    view = saved_views.get_own(request.actor, view_id)
    form = ChangeViewForm(
        request.POST or None, actor=request.actor, initial={"name": view.name, "share": view.share}
    )
    if request.method == "POST" and form.submit(
        lambda data: actions.change_view(actor=request.actor, view_id=view_id, **data)
    ):
        return redirect("ui:view_list")
    return render(
        request, "ui/change_view.html", {"form": form, "view": view, "cancel": reverse("ui:view_list")}
    )


@require_POST
def delete_view(request: ActorRequest, view_id: int) -> HttpResponse:
    key = request.POST.get("idempotency_key", "")[:64]
    actions.delete_view(actor=request.actor, view_id=view_id, idempotency_key=key)
    messages.success(request, _("The view is deleted."))
    return redirect("ui:view_list")
