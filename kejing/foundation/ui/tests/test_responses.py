"""Statuses, error pages and headers: a refusal is never a 500, and every answer carries the policy."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.test import Client

from kejing.foundation.kernel.errors import Difference, Forbidden, KernelRefusal, Refused, Stale
from kejing.foundation.ui import responses
from kejing.foundation.ui.middleware import (
    CONTENT_SECURITY_POLICY,
    RefusalMiddleware,
    SecurityHeadersMiddleware,
)

MakeRequest = Callable[..., HttpRequest]
GOOD = {"customer_id": "3", "reached": "yes", "result": "Agreed", "version": "3"}
ENGLISH = {"headers": {"accept-language": "en"}}


def text(response: Any) -> str:
    return str(response.content.decode())


@pytest.mark.parametrize(("way", "status"), [("stale", 409), ("refused", 422), ("ok", 200)])
def test_a_forms_end_is_the_pages_status(client: Client, way: str, status: int) -> None:
    assert client.post(f"/ui/kit/?save={way}", GOOD).status_code == status


@pytest.mark.parametrize(
    ("way", "status", "said"),
    [
        ("stale", 409, "Agreed on a new limit"),
        ("refused", 422, "is not a month"),
        ("forbidden", 403, "Record visits"),
    ],
)
def test_a_refusal_that_escapes_a_view_is_a_page(client: Client, way: str, status: int, said: str) -> None:
    response = client.get(f"/ui/kit/refusal/{way}/", **ENGLISH)
    assert response.status_code == status
    assert said in text(response)
    assert "Nothing was changed." in text(response)


def test_a_refusal_for_htmx_is_a_notice_in_its_place(client: Client) -> None:
    response = client.get("/ui/kit/refusal/refused/", headers={"hx-request": "true"})
    assert (response.status_code, response["HX-Retarget"]) == (422, "#notices")
    assert "<html" not in text(response)


def test_a_missing_fragment_is_a_notice_too(page_request: MakeRequest, en: None) -> None:
    answer = responses.not_found(page_request(HTTP_HX_REQUEST="true"))
    assert (answer.status_code, answer["HX-Retarget"]) == (404, "#notices")
    assert "There is nothing here for you." in text(answer)


@pytest.mark.parametrize(
    ("address", "header", "value"),
    [("/visits/7/", "HX-Redirect", "/visits/7/"), ("/sign-in/?next=/x/", "HX-Refresh", "true")],
)
def test_a_redirect_moves_the_page_and_not_the_fragment(
    page_request: MakeRequest, settings: Any, address: str, header: str, value: str
) -> None:
    settings.LOGIN_URL = "/sign-in/"
    middleware = RefusalMiddleware(lambda _request: redirect(address))
    moved = middleware(page_request(HTTP_HX_REQUEST="true"))
    assert (moved.status_code, moved[header]) == (204, value)
    assert middleware(page_request())["Location"] == address


def test_a_refusal_for_a_program_is_json(page_request: MakeRequest, en: None) -> None:
    stale = Stale([Difference("note", "a", None)])
    answers = {
        refusal: json.loads(responses.refused(page_request("/api/v1/visits"), refusal).content)
        for refusal in (Refused(KernelRefusal.BAD_CURSOR, field="after"), Forbidden("Record visits"), stale)
    }
    bad, forbidden, late = answers.values()
    assert (bad["code"], bad["field"]) == ("bad_cursor", "after")
    assert "Record visits" in forbidden["text"]
    assert late["differences"] == [{"field": "note", "yours": "a", "theirs": "None"}]


def test_other_exceptions_are_left_alone(page_request: MakeRequest) -> None:
    middleware = RefusalMiddleware(lambda _request: HttpResponse())
    assert middleware.process_exception(page_request(), ValueError()) is None


def test_a_part_is_rendered_only_for_those_who_ask(page_request: MakeRequest) -> None:
    context: dict[str, Any] = {"hits": []}
    whole = responses.render(page_request(), "ui/more.html", context, part="ui/_found.html")
    part = responses.render(
        page_request(HTTP_HX_REQUEST="true"), "ui/more.html", context, part="ui/_found.html"
    )
    back = responses.render(
        page_request(HTTP_HX_REQUEST="true", HTTP_HX_HISTORY_RESTORE_REQUEST="true"),
        "ui/more.html",
        part="ui/_found.html",
    )
    assert ["<html" in text(answer) for answer in (whole, part, back)] == [True, False, True]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(
    ("handler", "status"),
    [("bad_request", 400), ("forbidden", 403), ("not_found", 404), ("csrf_failure", 403)],
)
def test_error_pages_for_nobody_and_for_somebody(
    page_request: MakeRequest, handler: str, status: int, language: str
) -> None:
    for request in (page_request("/x/", actor=None), page_request("/x/")):
        request.META["HTTP_ACCEPT_LANGUAGE"] = language
        answer = getattr(responses, handler)(request)
        assert answer.status_code == status
        assert 'href="/"' in text(answer)


def test_error_pages_for_programs_are_json(page_request: MakeRequest) -> None:
    for handler, status in (("not_found", 404), ("server_error", 500)):
        answer = getattr(responses, handler)(page_request("/api/v1/x"))
        assert (answer.status_code, json.loads(answer.content)["code"]) == (status, str(status))


def test_the_page_of_a_broken_server_needs_no_request_and_no_query(
    page_request: MakeRequest, zh: None
) -> None:
    answer = responses.server_error(page_request(actor=None))
    assert answer.status_code == 500
    assert 'lang="zh-CN"' in text(answer)
    assert "已整体撤回" in text(answer)


def test_every_answer_carries_the_policy(page_request: MakeRequest) -> None:
    response = SecurityHeadersMiddleware(lambda _request: HttpResponse())(page_request())
    assert response["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert (response["X-Frame-Options"], response["Cache-Control"]) == ("DENY", "private, no-store")


def test_an_answer_may_set_a_header_itself(page_request: MakeRequest) -> None:
    answer = HttpResponse(headers={"Cache-Control": "max-age=60"})
    assert SecurityHeadersMiddleware(lambda _request: answer)(page_request())["Cache-Control"] == "max-age=60"


def test_theme_and_language_come_from_cookies(client: Client) -> None:
    client.cookies.load({"kejing_theme": "dark", "kejing_language": "en"})
    page = text(client.get("/ui/kit/"))
    assert '<html lang="en" data-bs-theme="dark">' in page
    client.cookies.load({"kejing_theme": '"><script>', "kejing_language": "zh-hans"})
    assert '<html lang="zh-CN">' in text(client.get("/ui/kit/"))


def test_language_is_switched_by_post_and_returns(client: Client) -> None:
    response = client.post("/ui/language/", {"language": "en", "next": "/ui/kit/"})
    assert (response.status_code, response["Location"]) == (302, "/ui/kit/")
    assert client.cookies["kejing_language"].value == "en"
    away = client.post("/ui/language/", {"language": "en", "next": "https://elsewhere.example/"})
    assert "elsewhere" not in away["Location"]
