"""HTTP ↔ contacts and their posts."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from kejing.domain.customers import actions, forms, queries
from kejing.domain.customers.vocabulary import CONTACT_PROTECTED
from kejing.foundation.kernel.fields import not_entered
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui.responses import render

entering = require_http_methods(["GET", "POST"])


def contact_panel(request: HttpRequest, customer_id: int) -> str:
    """The people at a customer, present ones first."""
    panel = queries.contact_panel(actor=cast("ActorRequest", request).actor, customer_id=customer_id)
    return render_to_string("customers/_contacts.html", {"panel": panel}, request)


@require_GET
def contact_page(request: ActorRequest, contact_id: int) -> HttpResponse:
    page = queries.contact_page(actor=request.actor, contact_id=contact_id)
    return render(request, "customers/contact_page.html", {"page": page, "contact": page.contact})


@entering
def add_contact(request: ActorRequest, customer_id: int) -> HttpResponse:
    customer = queries.changing(actor=request.actor, customer_id=customer_id)
    withheld = not_entered(request.actor, CONTACT_PROTECTED)
    form = forms.ContactForm(request.POST or None, withheld=withheld)
    if request.method == "POST" and form.submit(
        lambda data: actions.add_contact(actor=request.actor, customer_id=customer_id, **data)
    ):
        return redirect("customers:customer_page", customer_id)
    cancel = reverse("customers:customer_page", args=[customer_id])
    return render(
        request, "customers/add_contact.html", {"form": form, "customer": customer, "cancel": cancel}
    )


@entering
def change_contact(request: ActorRequest, contact_id: int) -> HttpResponse:
    contact, withheld = queries.changing_contact(actor=request.actor, contact_id=contact_id)
    start = {"name": contact.name, "phone": contact.phone, "email": contact.email}
    form = forms.ChangeContactForm(
        request.POST or None, withheld=withheld, initial=start, version=contact.version
    )
    if request.method == "POST" and form.submit(
        lambda data: actions.change_contact(actor=request.actor, contact_id=contact_id, **data)
    ):
        return redirect("customers:contact_page", contact_id)
    cancel = reverse("customers:contact_page", args=[contact_id])
    return render(
        request, "customers/change_contact.html", {"form": form, "contact": contact, "cancel": cancel}
    )


@entering
def add_post(request: ActorRequest, contact_id: int) -> HttpResponse:
    contact = queries.changing_contact(actor=request.actor, contact_id=contact_id)
    form = forms.PostForm(request.POST or None)
    if request.method == "POST" and form.submit(
        lambda data: actions.add_post(actor=request.actor, contact_id=contact_id, **data)
    ):
        return redirect("customers:contact_page", contact_id)
    cancel = reverse("customers:contact_page", args=[contact_id])
    return render(request, "customers/add_post.html", {"form": form, "contact": contact, "cancel": cancel})


@entering
def end_post(request: ActorRequest, post_id: int) -> HttpResponse:
    post = queries.ending_post(actor=request.actor, post_id=post_id)
    form = forms.EndPostForm(request.POST or None)
    if request.method == "POST" and form.submit(
        lambda data: actions.end_post(actor=request.actor, post_id=post_id, **data)
    ):
        return redirect("customers:contact_page", post.contact_id)
    cancel = reverse("customers:contact_page", args=[post.contact_id])
    return render(request, "customers/end_post.html", {"form": form, "post": post, "cancel": cancel})
