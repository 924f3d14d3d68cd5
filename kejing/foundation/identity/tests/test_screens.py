"""The door as a browser meets it."""

from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse

from kejing.foundation.identity import actions
from kejing.foundation.identity.models import User
from kejing.foundation.kernel.context import as_system
from tests.cast import Cast

pytestmark = pytest.mark.django_db
PASSWORD = "a sentence she remembers"
OPEN = "ui:more"
"""A page that anybody signed in may open."""


@pytest.fixture(autouse=True)
def quick_hashes(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def account(cast: Cast) -> User:
    with as_system("set up"):
        User.objects.filter(username="manager_a1").update(password=make_password(PASSWORD))
    return cast["manager_a1"].user


def sign_in(client: Client, **data: str) -> Any:
    return client.post(reverse("identity:sign_in"), {"username": "manager_a1", "password": PASSWORD, **data})


class TestSignIn:
    def test_right_opens_and_leads_on(self, client: Client, account: User) -> None:
        answer = sign_in(client, next=reverse(OPEN))
        assert (answer.status_code, answer.url) == (302, reverse(OPEN))
        assert client.get(reverse(OPEN)).status_code == 200

    def test_wrong_says_so_and_keeps_the_name(self, client: Client, account: User) -> None:
        answer = sign_in(client, password="wrong")
        assert answer.status_code == 422
        assert 'value="manager_a1"' in answer.text
        assert 'value="wrong"' not in answer.text

    @pytest.mark.parametrize(
        "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
    )
    def test_it_leads_nowhere_else(self, client: Client, account: User, target: str) -> None:
        assert sign_in(client, next=target).url == "/"

    def test_the_session_gets_a_new_key(self, client: Client, account: User) -> None:
        client.get(reverse("identity:sign_in"))
        client.session["x"] = 1
        before = client.session.session_key
        sign_in(client)
        assert client.session.session_key != before

    def test_a_form_from_elsewhere_is_refused(self, account: User) -> None:
        assert sign_in(Client(enforce_csrf_checks=True)).status_code == 403

    def test_any_text_is_answered(self, client: Client, db: None) -> None:
        for text in ("\0", "𠮷" * 100, "' or 1=1 --", "a" * 10_000, ""):
            assert sign_in(client, username=text, password=text or "x").status_code in {200, 422}

    @pytest.mark.parametrize(("language", "word"), [("zh-hans", "登录"), ("en", "Sign in")])
    def test_it_speaks_both_languages(self, client: Client, db: None, language: str, word: str) -> None:
        assert word in client.get(reverse("identity:sign_in"), headers={"Accept-Language": language}).text


class TestSignOut:
    def test_it_ends_the_session(self, cast: Cast) -> None:
        client = cast["manager_a1"].client
        assert client.post(reverse("identity:sign_out")).status_code == 302
        assert client.get(reverse(OPEN)).status_code == 302

    def test_a_link_alone_does_not(self, cast: Cast) -> None:
        assert cast["manager_a1"].client.get(reverse("identity:sign_out")).status_code == 405


class TestSetPassword:
    def test_the_link_works_once(self, client: Client, account: User) -> None:
        with as_system("set up"):
            address = reverse("identity:set_password", args=[actions.make_link(account)])
        assert client.get(address).status_code == 200
        assert client.post(address, {"password": "another good sentence"}).status_code == 302
        assert client.get(reverse(OPEN)).status_code == 200
        again = Client().post(address, {"password": "one more good sentence"})
        assert again.status_code == 422

    def test_it_signs_out_everybody_else(self, client: Client, account: User) -> None:
        sign_in(client)
        with as_system("set up"):
            address = reverse("identity:set_password", args=[actions.make_link(account)])
        Client().post(address, {"password": "another good sentence"})
        assert client.get(reverse(OPEN)).status_code == 302

    def test_a_weak_password_says_why(self, client: Client, account: User) -> None:
        with as_system("set up"):
            address = reverse("identity:set_password", args=[actions.make_link(account)])
        answer = client.post(address, {"password": "short"})
        assert answer.status_code == 422
        assert 'value="short"' not in answer.text


class TestOut:
    def test_a_disabled_account_is_out_at_the_next_click(self, cast: Cast) -> None:
        client = cast["manager_a1"].client
        assert client.get(reverse(OPEN)).status_code == 200
        with as_system("disable"):
            User.objects.filter(username="manager_a1").update(is_active=False)
        answer = client.get(reverse(OPEN))
        assert answer.status_code == 302
        assert reverse("identity:sign_in") in answer.headers["Location"]

    def test_a_token_opens_no_page(self, cast: Cast) -> None:
        with cast["administrator"].acting() as actor:
            secret = actions.make_token(actor=actor, user_id=cast["auditor"].user.pk, name="x")
        answer = Client().get(
            reverse("customers:customer_list"), headers={"Authorization": f"Bearer {secret}"}
        )
        assert answer.status_code == 302
