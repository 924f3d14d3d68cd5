"""The yardstick: one indexed query and one template, as Django's own tutorial would write them."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from kejing.domain.customers.models import Customer

ROWS = 50


def customers(request: HttpRequest) -> HttpResponse:
    """The first customers of a holder: no session, no sign-in, no middleware, no transaction."""
    rows = (
        Customer.objects.using("bare")
        .filter(holder_id=int(request.GET["holder"]))
        .select_related("holder", "unit")
        .order_by("sort_key", "id")[:ROWS]
    )
    page = render_to_string("performance/customers.html", {"rows": rows}).encode()
    return HttpResponse(page, headers={"Content-Length": len(page)})
