"""Telling, reading, marking, choosing."""

from datetime import time
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from kejing.domain.customers.actions import ask_unlock
from kejing.domain.customers.public import assign_customers, lock_customers
from kejing.domain.org.public import arrange_cover
from kejing.domain.visits.public import review_log
from kejing.domain.visits.tests.factories import submitted
from kejing.engines.notices import actions, queries
from kejing.engines.notices.models import Delivery, Notice, Preference, Reach
from kejing.engines.notices.public import tell
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import NotVisible, Refused, Stale
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
HABITS: dict[str, Any] = {"email": "", "digest_hour": 8, "version": 0}


def told(
    cast: Cast,
    *people: str,
    kind: str = "customers.assigned",
    customer: str = "C0001",
    key: str = "k",
    n: int = 1,
) -> None:
    with cast["market_manager_a"].acting() as actor:
        tell(
            actor,
            kind=kind,
            to=[cast[p].user.pk for p in people],
            subject_id=cast.customers[customer],
            key=key,
            n=n,
        )


def texts(cast: Cast, person: str, **given: Any) -> list[str]:
    cache.clear()
    with cast[person].acting() as actor:
        return [row.text for row in queries.inbox(actor=actor, **given).page.rows]


def notice_of(cast: Cast, person: str) -> int:
    with as_system("test"):
        return Notice.objects.get(user=cast[person].user).pk


class TestTell:
    def test_once_by_key_and_never_oneself(self, cast: Cast) -> None:
        for _ in range(2):
            told(cast, "manager_a1", "manager_a2", "market_manager_a")
        assert texts(cast, "manager_a1") == ["曾国华 came to you."] or texts(cast, "manager_a1") == [
            "曾国华 已划归您。"
        ]
        assert len(texts(cast, "manager_a2")) == 1
        assert texts(cast, "market_manager_a") == []
        told(cast, "manager_a1", key="other")
        assert len(texts(cast, "manager_a1")) == 2

    def test_a_kind_nobody_declared_is_a_mistake(self, cast: Cast) -> None:
        with pytest.raises(LookupError), cast["market_manager_a"].acting() as actor:
            tell(actor, kind="no.such", to=[1], subject_id=None, key="k")

    def test_it_goes_with_the_callers_transaction(self, cast: Cast) -> None:
        with pytest.raises(ZeroDivisionError), cast["market_manager_a"].acting() as actor:
            tell(actor, kind="logs.reviewed", to=[cast["manager_a1"].user.pk], subject_id=1, key="k")
            raise ZeroDivisionError
        assert texts(cast, "manager_a1") == []

    def test_one_statement_for_many(self, cast: Cast, django_assert_num_queries: Any) -> None:
        users = [person.user.pk for person in cast.people.values()]
        with cast["manager_a1"].acting() as actor, django_assert_num_queries(1):
            tell(actor, kind="logs.reviewed", to=users, subject_id=1, key="many")
        with as_system("test"):
            assert Notice.objects.count() == len(users) - 1


class TestReading:
    def test_a_name_as_the_reader_may_know_it_now(self, cast: Cast) -> None:
        told(cast, "manager_a1", "manager_b1")
        [named], [unnamed] = texts(cast, "manager_a1"), texts(cast, "manager_b1")
        assert "曾国华" in named
        assert "曾国华" not in unnamed
        with as_system("test"):
            assert not Notice.objects.filter(kind__contains="曾").exists()
        answer = cast["manager_b1"].client.post(
            reverse("notices:open_notice", args=[notice_of(cast, "manager_b1")])
        )
        assert answer["Location"] == reverse("notices:notice_page", args=[notice_of(cast, "manager_b1")])

    @pytest.mark.parametrize("person", ["manager_a2", "auditor", "administrator", "branch_head_a"])
    def test_nobody_reads_anothers_inbox(self, cast: Cast, person: str) -> None:
        told(cast, "manager_a1")
        assert texts(cast, person) == []
        address = reverse("notices:notice_page", args=[notice_of(cast, "manager_a1")])
        assert cast[person].client.get(address).status_code == 404
        with cast[person].acting() as actor:
            with connection.cursor() as cursor:
                cursor.execute("select count(*) from notices_notice")
                assert cursor.fetchone() == (0,)
            with pytest.raises(NotVisible):
                actions.mark_read(actor=actor, notice_id=notice_of(cast, "manager_a1"))

    @pytest.mark.parametrize("n", [10, 30])
    def test_costs_the_same_for_many(self, cast: Cast, n: int, django_assert_max_num_queries: Any) -> None:
        for i in range(n):
            told(
                cast, "manager_a1", key=str(i), kind=("customers.assigned", "relations.signal_raised")[i % 2]
            )
        with cast["manager_a1"].acting() as actor, django_assert_max_num_queries(4):
            assert len(queries.inbox(actor=actor).page.rows) == n

    def test_the_bell_counts_and_opening_reads(self, cast: Cast) -> None:
        told(cast, "manager_a1")
        client = cast["manager_a1"].client
        page = client.get(reverse("visits:my_day")).text
        assert f'hx-get="{reverse("notices:bell")}"' in page  # not known yet: asked for after the page
        assert 'class="count"' in client.get(reverse("notices:bell")).text
        assert 'class="count"' in client.get(reverse("visits:my_day")).text  # kept
        answer = client.post(reverse("notices:open_notice", args=[notice_of(cast, "manager_a1")]))
        assert answer["Location"] == reverse("customers:customer_page", args=[cast.customers["C0001"]])
        assert 'class="count"' not in client.get(reverse("notices:bell")).text

    def test_marked_unread_again_all_read_and_filtered(self, cast: Cast) -> None:
        told(cast, "manager_a1", key="1")
        told(cast, "manager_a1", key="2", kind="relations.signal_raised")
        client, pk = cast["manager_a1"].client, None
        assert len(texts(cast, "manager_a1", kind="relations.signal_raised")) == 1
        client.post(reverse("notices:mark_all"), {"kind": "customers.assigned"})
        assert len(texts(cast, "manager_a1", only_unread=True)) == 1
        client.post(reverse("notices:mark_all"), {"kind": ""})
        assert texts(cast, "manager_a1", only_unread=True) == []
        with as_system("test"):
            pk = Notice.objects.order_by("id")[0].pk
        client.post(reverse("notices:mark_notice", args=[pk]), {"read": "no"})
        assert len(texts(cast, "manager_a1", only_unread=True)) == 1
        page = client.get(reverse("notices:inbox") + "?unread=1&kind=customers.assigned").text
        assert "曾国华" in page

    def test_by_the_api(self, cast: Cast) -> None:
        told(cast, "manager_a1")
        client = cast["manager_a1"].client
        [row] = client.get("/api/v1/notices?unread=true").json()["rows"]
        marked = client.post(
            f"/api/v1/notices/{row['id']}/mark", {"read": True}, content_type="application/json"
        )
        assert marked.json()["read_at"]
        assert client.get("/api/v1/notices?unread=true").json()["rows"] == []


class TestChoose:
    def choose(self, cast: Cast, **more: Any) -> int:

        given = {**HABITS, "quiet_from": time(20), "quiet_to": time(8), "channels": {}, **more}
        with cast["manager_a1"].acting() as actor:
            return actions.choose(actor=actor, **given)

    def test_nothing_of_a_kind_means_nothing(self, cast: Cast) -> None:
        self.choose(cast, channels={"customers.assigned": []})
        told(cast, "manager_a1")
        with as_system("test"):
            assert not Notice.objects.exists()

    def test_by_mail_alone_it_is_not_in_the_inbox(self, cast: Cast) -> None:
        self.choose(cast, channels={"customers.assigned": ["email"]}, email="a@example.org")
        told(cast, "manager_a1")
        assert texts(cast, "manager_a1") == []
        with as_system("test"):
            assert Delivery.objects.get().channel == "email"
        page = cast["manager_a1"].client.get(
            reverse("notices:notice_page", args=[notice_of(cast, "manager_a1")])
        )
        assert page.status_code == 200

    def test_refused(self, cast: Cast) -> None:
        with pytest.raises(Refused) as refusal:
            self.choose(cast, channels={"no.such": []})
        assert refusal.value.code.value == "unknown_kind"
        with cast["manager_a1"].acting() as actor, pytest.raises(Refused):
            actions.mark_all_read(actor=actor, kind="no.such")
        self.choose(cast)
        with pytest.raises(Stale):
            self.choose(cast, email="b@example.org")

    def test_on_one_page(self, cast: Cast) -> None:
        client = cast["manager_a1"].client
        page = client.get(reverse("notices:choose"))
        assert page.status_code == 200
        given = {
            "email": "a@example.org", "digest_hour": "9", "quiet_from": "19:00", "quiet_to": "07:00", "version": 0,
            "kind-customers.assigned": ["in_app", "digest"],
        }  # fmt: skip
        wrong = client.post(reverse("notices:choose"), {**given, "email": "nobody"})
        assert wrong.status_code == 422
        assert client.post(reverse("notices:choose"), given).status_code == 302
        with as_system("test"):
            reach = Reach.objects.get()
            assert (reach.email, reach.digest_hour, f"{reach.quiet_from:%H}") == ("a@example.org", 9, "19")
            assert Preference.objects.get(kind="customers.assigned").channels == ["in_app", "digest"]
            assert Preference.objects.get(kind="logs.reviewed").channels == []


class TestWiring:
    def test_a_review_tells_the_writer(self, cast: Cast) -> None:
        log = submitted(cast, "manager_a1", TODAY)
        with cast["market_manager_a"].acting() as actor:
            review_log(actor=actor, log_id=log, mark=4)
        client = cast["manager_a1"].client
        answer = client.post(reverse("notices:open_notice", args=[notice_of(cast, "manager_a1")]))
        assert answer["Location"] == reverse("visits:log_page", args=[log])

    def test_customers_tell_their_new_holder_and_a_cover_its_deputy(self, cast: Cast) -> None:

        ids = [cast.customers["C0001"], cast.customers["C0002"]]
        a1, a2 = cast["manager_a1"].holder_id or 0, cast["manager_a2"].holder_id or 0
        with cast["branch_head_a"].acting() as actor:
            assign_customers(actor=actor, customer_ids=ids, holder_id=a2, reason="relief")
            arrange_cover(actor=actor, covered_id=a1, deputy_id=a2, first=TODAY, last=TODAY, reason="")
        first, second = texts(cast, "manager_a2")
        assert "manager_a1" in first
        assert "2" in second

    def test_a_request_to_unlock_tells_the_deciders_of_the_unit(self, cast: Cast) -> None:

        with cast["branch_head_a"].acting() as actor:
            lock_customers(actor=actor, numbers=["C0001"], reason="stock")
        with cast["manager_a1"].acting() as actor:
            ask_unlock(actor=actor, customer_id=cast.customers["C0001"], reason="moved away")
        for person, n in (
            ("market_manager_a", 1),
            ("branch_head_a", 1),
            ("market_manager_b", 0),
            ("manager_a1", 0),
        ):
            assert len(texts(cast, person)) == n, person
