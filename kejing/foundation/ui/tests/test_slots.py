"""Slots: panels in order, deferred ones by their own request."""

from collections.abc import Callable

import pytest
from django.http import Http404, HttpRequest
from django.template import engines

from kejing.foundation.ui import slots
from kejing.foundation.ui.views import panel

MakeRequest = Callable[..., HttpRequest]


def render(request: HttpRequest, source: str) -> str:
    return str(engines["django"].from_string(source).render({"id": 17}, request))


def test_panels_stand_in_their_order(page_request: MakeRequest) -> None:
    slots.register("customer.side", "b", lambda _request, i: f"<p>b{i}</p>", order=2)
    slots.register("customer.side", "a", lambda _request, i: f"<p>a{i}</p>", order=1)
    html = render(page_request(), '{% slot "customer.side" id %}')
    assert html.split() == ["<p>a17</p>", "<p>b17</p>"]


def test_a_slot_nobody_fills_is_empty(page_request: MakeRequest) -> None:
    assert render(page_request(), '{% slot "nobody" %}') == ""


@pytest.mark.parametrize(("comes", "trigger"), [("SOON", "load"), ("SEEN", "intersect once")])
def test_a_deferred_panel_leaves_its_address_and_is_not_drawn(
    page_request: MakeRequest, comes: str, trigger: str
) -> None:
    def draw(request: HttpRequest, i: int) -> str:
        raise AssertionError

    slots.register("customer.side", "visits", draw, comes=slots.Comes[comes])
    html = render(page_request(), '{% slot "customer.side" id phone="o0" %}')
    assert 'hx-get="/ui/panels/customer.side/visits/17/"' in html
    assert f'hx-trigger="{trigger}"' in html
    assert 'o0"' in html


def test_a_panel_answers_its_own_request(page_request: MakeRequest) -> None:
    slots.register("customer.side", "visits", lambda _request, i: f"<p>{i}</p>", comes=slots.Comes.SOON)
    assert panel(page_request(), "customer.side", "visits", 17).content == b"<p>17</p>"
    with pytest.raises(Http404):
        panel(page_request(), "customer.side", "others", 17)


def test_a_name_is_taken_once() -> None:
    slots.register("customer.side", "a", lambda _request, _i: "")
    with pytest.raises(ValueError, match="already"):
        slots.register("customer.side", "a", lambda _request, _i: "")
