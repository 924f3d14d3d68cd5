"""What goes outside: mails, digests, signed calls; never a name, never at night; tried again, given up, sent anew."""

import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.conf import LazySettings
from django.core import mail
from django.urls import reverse

from kejing.domain.org.public import enter_absence
from kejing.domain.org.tests.factories import leave_kinds
from kejing.engines.notices import actions, digest, sending, tasks, webhook
from kejing.engines.notices.models import Delivery, Endpoint, Notice, Reach
from kejing.engines.notices.public import tell
from kejing.engines.notices.queries import endpoint_secret
from kejing.engines.notices.rules import BACKOFF
from kejing.engines.notices.vocabulary import Failure
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden, NotVisible, Refused, Stale
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 3, 3, 10, tzinfo=SHANGHAI)
"""A working Tuesday."""


class Clock:
    """The real time as the engine sees it."""

    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    for module in (
        sending,
        digest,
        tasks,
        "kejing.engines.notices.telling",
        "kejing.engines.notices.actions.endpoints",
    ):
        name = module if isinstance(module, str) else module.__name__
        monkeypatch.setattr(f"{name}.system_now", found)
    return found


class Bridge:
    """Another system on this machine: remembers what it got, answers what it is told to."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.status = 200
        bridge = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                bridge.got.append((dict(self.headers), body))
                self.send_response(bridge.status)
                if 300 <= bridge.status < 400:
                    self.send_header("Location", bridge.url)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook?a=1"


@pytest.fixture
def bridge(settings: LazySettings) -> Iterator[Bridge]:
    settings.WEBHOOK_PRIVATE = True
    found = Bridge()
    thread = threading.Thread(target=found.server.serve_forever, daemon=True)
    thread.start()
    yield found
    found.server.shutdown()
    found.server.server_close()


def told(cast: Cast, *people: str, kind: str = "relations.signal_raised", key: str = "k") -> None:
    with cast["market_manager_a"].acting() as actor:
        tell(
            actor,
            kind=kind,
            to=[cast[p].user.pk for p in people],
            subject_id=cast.customers["C0001"],
            key=key,
        )


def reached(cast: Cast, person: str = "manager_a1", email: str = "a1@example.org", **more: Any) -> None:
    given = {"digest_hour": 8, "quiet_from": time(20), "quiet_to": time(8), **more}
    with as_system("test"):
        Reach.objects.create(user=cast[person].user, email=email, **given)


def endpoint(cast: Cast, bridge: Bridge, **more: Any) -> int:
    with cast["administrator"].acting() as actor:
        return actions.add_endpoint(actor=actor, name="bridge", url=bridge.url, **more)


def deliveries() -> list[Delivery]:
    with as_system("test"):
        return list(Delivery.objects.order_by("id"))


class TestMail:
    def test_it_names_nobody(self, cast: Cast, clock: Clock) -> None:
        reached(cast)
        told(cast, "manager_a1", "manager_a2")
        assert sending.send_due() == 1
        [message] = mail.outbox
        assert message.to == ["a1@example.org"]
        with as_system("test"):
            pk = Notice.objects.get(user=cast["manager_a1"].user).pk
        assert reverse("notices:notice_page", args=[pk]) in str(message.body)
        for text in (message.subject, str(message.body)):
            assert "曾国华" not in text
            assert "C0001" not in text
        assert [row.state for row in deliveries()] == ["sent"]
        assert sending.send_due() == 0

    def test_nothing_goes_out_at_night(self, cast: Cast, clock: Clock) -> None:
        reached(cast)
        clock.now = MORNING.replace(hour=22)
        told(cast, "manager_a1")
        assert sending.send_due() == 0
        assert deliveries()[0].next_at == MORNING.replace(day=4, hour=8)
        clock.now = MORNING.replace(day=4, hour=8)
        assert sending.send_due() == 1

    def test_nothing_goes_out_on_leave(self, cast: Cast, clock: Clock) -> None:
        leave_kinds()
        reached(cast)
        with (
            cast["branch_head_a"].acting() as actor,
            mock.patch("kejing.foundation.kernel.clock.today", return_value=date(2026, 3, 2)),
        ):
            enter_absence(
                actor=actor, person_id=cast["manager_a1"].holder_id or 0, kind="annual", first=date(2026, 3, 2),
                last=date(2026, 3, 5),
            )  # fmt: skip
        told(cast, "manager_a1")
        with mock.patch("kejing.foundation.kernel.clock.today", return_value=date(2026, 3, 3)):
            assert sending.send_due() == 0
        assert deliveries()[-1].next_at == MORNING.replace(day=6, hour=8)

    def test_a_mail_server_that_fails_is_tried_again(self, cast: Cast, clock: Clock) -> None:
        reached(cast)
        told(cast, "manager_a1")
        with mock.patch("django.core.mail.EmailMessage.send", side_effect=ConnectionRefusedError):
            sending.send_due()
        [row] = deliveries()
        assert (row.state, row.failure, row.next_at) == ("waiting", "mail", MORNING + BACKOFF[0])


class TestDigest:
    def test_once_a_working_day_at_the_readers_hour(self, cast: Cast, clock: Clock) -> None:
        reached(cast, digest_hour=9)
        for key in ("1", "2"):
            told(cast, "manager_a1", kind="customers.assigned", key=key)
        for moment, n in (
            (MORNING.replace(day=1), 0),  # a Sunday
            (MORNING.replace(hour=8), 0),
            (MORNING.replace(hour=9), 1),
            (MORNING.replace(hour=10), 0),
        ):
            clock.now = moment
            assert digest.write_digests() == n, moment
        told(cast, "manager_a1", kind="customers.assigned", key="3")
        assert digest.write_digests() == 0
        assert sending.send_due() == 1
        body = str(mail.outbox[0].body)
        assert "(2)" in body
        assert "曾国华" not in body
        clock.now = MORNING.replace(day=4, hour=9)
        assert digest.write_digests() == 1

    def test_what_was_read_meanwhile_is_left_out(self, cast: Cast, clock: Clock) -> None:
        reached(cast)
        told(cast, "manager_a1", kind="customers.assigned")
        with cast["manager_a1"].acting() as actor:
            actions.mark_all_read(actor=actor)
        assert digest.write_digests() == 0


class TestWebhook:
    def test_a_signed_call_without_names(self, cast: Cast, clock: Clock, bridge: Bridge) -> None:
        pk = endpoint(cast, bridge)
        told(cast, "manager_a1")
        assert sending.send_due() == 1
        [(headers, body)] = bridge.got
        with cast["administrator"].acting() as actor:
            secret = endpoint_secret(actor=actor, endpoint_id=pk)
        stamp = headers["Kejing-Timestamp"]
        signed = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
        assert headers["Kejing-Signature"] == f"v1={signed}"
        assert int(stamp) == int(MORNING.timestamp())
        sent = json.loads(body)
        assert (sent["kind"], sent["recipient"]) == ("relations.signal_raised", cast["manager_a1"].user.pk)
        assert "曾国华" not in body.decode()
        assert set(sent["text"]) == {"zh-hans", "en"}

    def test_only_kinds_it_is_told_of_and_only_in_use(self, cast: Cast, clock: Clock, bridge: Bridge) -> None:
        pk = endpoint(cast, bridge, kinds=["customers.assigned"])
        told(cast, "manager_a1")
        assert deliveries() == []
        told(cast, "manager_a1", kind="customers.assigned")
        with cast["administrator"].acting() as actor:
            actions.change_endpoint(
                actor=actor, endpoint_id=pk, name="b", url=bridge.url, kinds=[], active=False, version=1
            )
        sending.send_due()
        assert [(row.state, row.failure) for row in deliveries()] == [("dead", "gone")]
        assert bridge.got == []

    def test_tried_again_then_given_up_then_sent_anew(self, cast: Cast, clock: Clock, bridge: Bridge) -> None:
        endpoint(cast, bridge)
        reached(cast, email="", quiet_from=time(0), quiet_to=time(0))
        told(cast, "manager_a1")
        bridge.status = 500
        for wait in (*BACKOFF, None):
            assert sending.send_due() == 1
            [row] = deliveries()
            assert row.next_at == clock.now + wait if wait else row.state == "dead"
            assert sending.send_due() == 0
            clock.now += wait or timedelta()
        assert (len(bridge.got), row.status, row.failure) == (6, 500, "status")
        client = cast["administrator"].client
        assert "500" in client.get(reverse("notices:dead_list")).text
        client.post(reverse("notices:retry_delivery", args=[row.pk]))
        bridge.status = 204
        assert sending.send_due() == 1
        assert deliveries()[0].state == "sent"
        with cast["administrator"].acting() as actor, pytest.raises(Refused):
            actions.retry_delivery(actor=actor, delivery_id=row.pk)

    def test_redirects_are_not_followed(self, cast: Cast, clock: Clock, bridge: Bridge) -> None:
        endpoint(cast, bridge)
        told(cast, "manager_a1")
        bridge.status = 302
        sending.send_due()
        assert (len(bridge.got), deliveries()[0].failure) == (1, "redirect")

    def test_a_worker_that_died_leaves_it_to_the_next(self, cast: Cast, clock: Clock, bridge: Bridge) -> None:
        endpoint(cast, bridge)
        told(cast, "manager_a1")
        with (
            mock.patch("kejing.engines.notices.sending._send", side_effect=KeyboardInterrupt),
            pytest.raises(KeyboardInterrupt),
        ):
            sending.send_due()
        assert sending.send_due() == 0
        clock.now += sending.HELD
        assert sending.send_due() == 1
        assert len(bridge.got) == 1


class TestEndpoints:
    @pytest.mark.parametrize(
        ("url", "code"),
        [
            ("http://example.org/", "https_only"),
            ("ftp://example.org/", "not_an_address"),
            ("https://", "not_an_address"),
            ("https://a:b@example.org/", "not_an_address"),
            ("https://example.org:99999/", "not_an_address"),
            ("https://10.0.0.1/", "private"),
            ("https://[::ffff:127.0.0.1]/", "private"),
            ("http://localhost:9/", "private"),
            ("https://169.254.169.254/latest", "private"),
        ],
    )
    def test_addresses_that_will_not_do(self, cast: Cast, url: str, code: str) -> None:
        with cast["administrator"].acting() as actor, pytest.raises(Refused) as refusal:
            actions.add_endpoint(actor=actor, name="x", url=url)
        assert (refusal.value.code.value, refusal.value.field) == (code, "url")

    def test_a_name_with_one_private_address_is_private(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answers = [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 443)) for ip in ("93.184.216.34", "10.0.0.1")
        ]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: answers)
        with pytest.raises(Refused):
            webhook.target("https://example.org/")
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: answers[:1])
        assert webhook.target("https://example.org/a?b=1") == webhook.Target(
            "example.org", "93.184.216.34", 443, "/a?b=1", True
        )

    def test_judged_again_at_each_call(self, cast: Cast, bridge: Bridge, settings: LazySettings) -> None:
        settings.WEBHOOK_PRIVATE = False
        assert webhook.call(bridge.url, "s", 1, {}, 1) == webhook.Answer(None, Failure.ADDRESS)
        assert bridge.got == []

    def test_made_changed_tested_and_its_secret_renewed_by_pages(
        self, cast: Cast, clock: Clock, bridge: Bridge
    ) -> None:
        client = cast["administrator"].client
        page = client.post(reverse("notices:add_endpoint"), {"name": "bridge", "url": bridge.url})
        with as_system("test"):
            made = Endpoint.objects.get()
        with cast["administrator"].acting() as actor:
            secret = endpoint_secret(actor=actor, endpoint_id=made.pk)
        assert secret in page.text
        assert secret not in client.get(reverse("notices:endpoint_page", args=[made.pk])).text
        assert secret not in client.post(reverse("notices:renew_secret", args=[made.pk])).text
        client.post(reverse("notices:try_endpoint", args=[made.pk]))
        assert sending.send_due() == 1
        assert json.loads(bridge.got[0][1])["kind"] == "test"
        change = {"name": "b2", "url": bridge.url, "kinds": ["logs.reviewed"], "active": "on", "version": 1}
        assert client.post(reverse("notices:change_endpoint", args=[made.pk]), change).status_code == 302
        assert (
            client.post(
                reverse("notices:change_endpoint", args=[made.pk]), {**change, "name": "b3"}
            ).status_code
            == 409
        )
        assert "b2" in client.get(reverse("notices:endpoint_list")).text

    def test_for_the_administrator_alone(self, cast: Cast, bridge: Bridge) -> None:
        pk = endpoint(cast, bridge)
        with cast["branch_head_a"].acting() as actor:
            with pytest.raises(Forbidden):
                actions.add_endpoint(actor=actor, name="x", url="https://example.org/")
            with pytest.raises(Forbidden):
                actions.renew_secret(actor=actor, endpoint_id=pk)
            with pytest.raises(Forbidden):
                actions.try_endpoint(actor=actor, endpoint_id=pk)
        given: dict[str, Any] = {"name": "x", "url": bridge.url, "kinds": [], "active": True}
        with cast["administrator"].acting() as actor:
            with pytest.raises(Stale):
                actions.change_endpoint(actor=actor, endpoint_id=pk, version=7, **given)
            with pytest.raises(NotVisible):
                actions.change_endpoint(actor=actor, endpoint_id=0, version=1, **given)
            actions.change_endpoint(actor=actor, endpoint_id=pk, version=1, **{**given, "active": False})
            with pytest.raises(Refused):
                actions.try_endpoint(actor=actor, endpoint_id=pk)
        assert cast["auditor"].client.get(reverse("notices:dead_list")).status_code == 403


def test_old_read_notices_go(cast: Cast, clock: Clock) -> None:
    told(cast, "manager_a1", "manager_a2")
    with cast["manager_a1"].acting() as actor:
        actions.mark_all_read(actor=actor)
    with as_system("test"):
        Notice.objects.filter(read_at__isnull=False).update(read_at=MORNING)
    clock.now = MORNING + tasks.READ_KEPT + timedelta(days=1)
    tasks.forget()
    with as_system("test"):
        assert [row.user_id for row in Notice.objects.all()] == [cast["manager_a2"].user.pk]
