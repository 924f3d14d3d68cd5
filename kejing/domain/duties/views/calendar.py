"""The duty calendar and its versions."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kejing.domain.duties import actions, forms, queries
from kejing.domain.duties.vocabulary import MANAGE
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render

entering = require_http_methods(["GET", "POST"])


@require_GET
def duty_calendar(request: ActorRequest) -> HttpResponse:
    return render(request, "duties/duty_calendar.html", {"page": queries.duty_calendar(actor=request.actor)})


@require_GET
def duty_page(request: ActorRequest, duty_id: int) -> HttpResponse:
    page = queries.duty_page(actor=request.actor, duty_id=duty_id)
    return render(request, "duties/duty_page.html", {"page": page})


@entering
def add_duty(request: ActorRequest) -> HttpResponse:
    request.actor.require(MANAGE)
    form = forms.DutyForm(request.POST or None, roles=queries.role_names(), initial=forms.NEW_DUTY)
    if request.method == "POST" and form.submit(
        lambda data: actions.draft_duty(
            actor=request.actor, code=data["code"], said=form.said, idempotency_key=data["idempotency_key"]
        )
    ):
        messages.success(request, _("The draft waits to be put into force."))
        return redirect("duties:duty_calendar")
    return render(
        request, "duties/add_duty.html", {"form": form, "cancel": reverse("duties:duty_calendar")}
    )  # fmt: skip


@entering
def draft_duty(request: ActorRequest, duty_id: int) -> HttpResponse:
    duty = queries.duty_draft(actor=request.actor, duty_id=duty_id)
    code, cancel = duty.duty.code, reverse("duties:duty_page", args=[duty_id])
    form = forms.DutyForm(
        request.POST or None, roles=queries.role_names(), code=code, initial=forms.start_of(duty)
    )
    if request.method == "POST" and form.submit(
        lambda data: actions.draft_duty(
            actor=request.actor, code=code, said=form.said, duty_id=duty_id, idempotency_key=data["idempotency_key"]
        )
    ):  # fmt: skip
        messages.success(request, _("The draft waits to be put into force."))
        return redirect(cancel)
    return render(request, "duties/draft_duty.html", {"form": form, "duty": duty, "cancel": cancel})


@entering
def publish_duty(request: ActorRequest, version_id: int) -> HttpResponse:
    row = queries.duty_version(actor=request.actor, version_id=version_id)
    form = forms.FromForm(request.POST or None, initial={"from_day": clock.today()})
    if request.method == "POST" and form.submit(
        lambda data: actions.publish_duty(actor=request.actor, version_id=version_id, **data)
    ):
        return _changed(request, row.duty_id)
    cancel = reverse("duties:duty_page", args=[row.duty_id])
    return render(request, "duties/publish_duty.html", {"form": form, "row": row, "cancel": cancel})


@entering
def end_duty(request: ActorRequest, version_id: int) -> HttpResponse:
    row = queries.duty_version(actor=request.actor, version_id=version_id)
    form = forms.FromForm(request.POST or None, initial={"from_day": clock.today()})
    if request.method == "POST" and form.submit(
        lambda data: actions.end_duty(actor=request.actor, version_id=version_id, **data)
    ):
        return _changed(request, row.duty_id)
    cancel = reverse("duties:duty_page", args=[row.duty_id])
    return render(request, "duties/end_duty.html", {"form": form, "row": row, "cancel": cancel})


def _changed(request: ActorRequest, duty_id: int) -> HttpResponse:
    messages.success(request, _("The duty calendar is changed."))
    return redirect("duties:duty_page", duty_id)


@require_POST
def generate_duties(request: ActorRequest) -> HttpResponse:
    made = actions.generate_duties(actor=request.actor)
    text = ngettext("%(n)s task was made.", "%(n)s tasks were made.", made.created) % {"n": made.created}
    messages.success(request, text)
    return redirect("duties:duty_calendar")
