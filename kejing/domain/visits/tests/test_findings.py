"""Findings on their three routes, and the clock that follows them."""

from datetime import date
from typing import Any

import pytest

from kejing.domain.org.models import Position
from kejing.domain.visits import actions, queries
from kejing.domain.visits.access import NotYours
from kejing.domain.visits.models import Finding, FindingStep
from kejing.domain.visits.tasks import nightly
from kejing.domain.visits.tests.factories import (
    YESTERDAY,
    found,
    handed_over,
    held,
    photographed,
    planned,
    png,
    staff_of,
    working,
)
from kejing.domain.visits.vocabulary import FindingRefusal, PhotoRefusal
from kejing.engines.packs.public import apply_pack
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden, NotVisible, Refused, Stale
from kejing.foundation.kernel.testing import as_owner
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def policy(cast: Cast) -> None:
    with as_system("pack") as system:
        apply_pack(actor=system, code="bank")


def row(finding_id: int) -> Finding:
    with as_owner():
        return Finding.objects.get(pk=finding_id)


def steps(finding_id: int) -> list[str]:
    with as_owner():
        return list(
            FindingStep.objects.filter(finding_id=finding_id).order_by("id").values_list("step", flat=True)
        )


def refused(cast: Cast, visit_id: int, **said: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        found(cast, "manager_a1", visit_id, **said)
    with as_owner():
        assert Finding.objects.count() == 0
    return caught.value


def night(day: date) -> None:
    with clock.frozen(clock.at(day, 3)):
        nightly()


class TestFixedOnTheSpot:
    @pytest.mark.requirement(
        "A7.52", shows="a finding fixed on the spot is closed the same day, with evidence only"
    )
    def test_it_is_closed_the_same_day_with_evidence(self, cast: Cast) -> None:
        visit_id = held(cast)
        assert refused(cast, visit_id, route="fixed").code == FindingRefusal.EVIDENCE_MISSING
        finding = row(found(cast, "manager_a1", visit_id, route="fixed", evidence="replaced the leaflet"))
        assert (finding.solved_on, finding.due_on, finding.route) == (TODAY, None, "fixed")

    def test_a_photo_is_evidence_too(self, cast: Cast) -> None:
        visit_id = held(cast)
        photo = photographed(cast, "manager_a1", visit_id)
        finding_id = found(cast, "manager_a1", visit_id, route="fixed", photo_ids=[photo])
        with working(cast, "manager_a1") as actor:
            page = queries.finding_page(actor=actor, finding_id=finding_id)
        assert [one.id for one in page.photos] == [photo]

    def test_not_for_a_visit_of_yesterday(self, cast: Cast) -> None:
        visit_id = held(cast, day=YESTERDAY)
        assert refused(cast, visit_id, route="fixed", evidence="e").code == FindingRefusal.NOT_THE_SAME_DAY


class TestCustomerRectifies:
    @pytest.mark.requirement(
        "A7.51", shows="due by severity, reminded, checked again, taken to the superior when overdue"
    )
    def test_due_reminded_checked_and_taken_up(self, cast: Cast) -> None:
        finding_id = found(cast, "manager_a1", held(cast), severity="grave")
        assert row(finding_id).due_on == date(1998, 1, 18)
        night(date(1998, 1, 16))  # a Friday: the next working day is after the due day
        assert steps(finding_id) == ["found", "reminded"]
        night(date(1998, 1, 16))
        assert steps(finding_id) == ["found", "reminded"]
        with working(cast, "manager_a1", date(1998, 1, 18)) as actor:
            actions.check_finding(
                actor=actor, finding_id=finding_id, version=2, solved=False, note="still empty"
            )
        assert row(finding_id).due_on == date(1998, 1, 21)
        night(date(1998, 1, 22))
        finding = row(finding_id)
        assert (finding.route, finding.first_route) == ("escalate", "rectify")
        assert (finding.superior_id, finding.due_on) == (
            staff_of(cast, "market_manager_a"),
            date(1998, 1, 26),
        )
        assert steps(finding_id)[-2:] == ["not_solved", "escalated"]

    @pytest.mark.requirement(
        "A7.39", shows="a dealer's shortcoming is a kind of its own, with a request to put it right by a day"
    )
    def test_a_dealers_shortcoming_is_put_right_and_solved(self, cast: Cast) -> None:
        finding_id = found(
            cast, "manager_a1", held(cast), kind="dealer_shortcoming", due_on=date(1998, 1, 20)
        )
        assert row(finding_id).due_on == date(1998, 1, 20)
        with working(cast, "manager_a1") as actor:
            assert [one.id for one in queries.finding_list(actor=actor).page.rows] == [finding_id]
            with pytest.raises(Stale):
                actions.check_finding(actor=actor, finding_id=finding_id, version=9, solved=True, note="n")
            actions.check_finding(actor=actor, finding_id=finding_id, version=1, solved=True, note="in order")
            assert queries.finding_list(actor=actor).page.rows == []
            with pytest.raises(Refused) as caught:
                actions.check_finding(actor=actor, finding_id=finding_id, version=2, solved=True, note="n")
        assert caught.value.code == FindingRefusal.NOT_OPEN
        assert row(finding_id).solved_on == TODAY

    def test_not_beyond_the_check_period(self, cast: Cast) -> None:
        visit_id = held(cast)
        late = refused(cast, visit_id, severity="medium", due_on=date(1998, 1, 23))
        assert (late.code, late.params["day"]) == (FindingRefusal.DUE_TOO_LATE, date(1998, 1, 22))
        assert refused(cast, visit_id, due_on=YESTERDAY).code == FindingRefusal.DUE_IN_THE_PAST
        assert refused(cast, visit_id, kind="made_up").code == FindingRefusal.UNKNOWN_KIND

    def test_it_goes_with_the_customer(self, cast: Cast) -> None:
        finding_id = found(cast, "manager_a1", held(cast))
        handed_over(cast, "C0001", "manager_a2")
        assert row(finding_id).staff_id == staff_of(cast, "manager_a2")
        assert row(finding_id).found_by_id == staff_of(cast, "manager_a1")
        with working(cast, "manager_a2") as actor:
            actions.check_finding(actor=actor, finding_id=finding_id, version=2, solved=True, note="in order")


class TestToTheSuperior:
    @pytest.mark.requirement(
        "A7.53", shows="taken to the superior with an answer deadline; she answers, the finder sees it solved"
    )
    def test_she_answers_by_her_deadline(self, cast: Cast) -> None:
        finding_id = found(cast, "manager_a1", held(cast), route="escalate")
        finding = row(finding_id)
        assert (finding.superior_id, finding.due_on) == (
            staff_of(cast, "market_manager_a"),
            date(1998, 1, 19),
        )
        answer = {"finding_id": finding_id, "version": 1, "answer": "a second clerk from Monday"}
        with working(cast, "market_manager_a") as actor:
            (asked,) = queries.finding_list(actor=actor, whose="asked").page.rows
            assert asked.id == finding_id
            actions.answer_finding(actor=actor, **answer)
            assert queries.finding_list(actor=actor, whose="asked").page.rows == []
        assert row(finding_id).due_on == date(1998, 1, 22)
        assert steps(finding_id) == ["found", "answered"]
        with working(cast, "manager_a1") as actor:
            actions.check_finding(
                actor=actor, finding_id=finding_id, version=2, solved=True, note="two clerks"
            )

    def test_only_the_superior_and_the_leaders_answer(self, cast: Cast) -> None:
        finding_id = found(cast, "manager_a1", held(cast), route="escalate")
        answer = {"finding_id": finding_id, "version": 1, "answer": "a"}
        for person, error in (
            ("manager_a1", Forbidden), ("manager_a2", Forbidden), ("market_manager_b", NotVisible), ("auditor", NotYours),
        ):  # fmt: skip
            with working(cast, person) as actor, pytest.raises(error):
                actions.answer_finding(actor=actor, **answer)
        assert row(finding_id).answered_at is None

    def test_nobody_above(self, cast: Cast) -> None:
        with as_owner():
            Position.objects.update(reports_to=None)
        assert refused(cast, held(cast), route="escalate").code == FindingRefusal.NO_SUPERIOR


class TestWithTheVisit:
    def test_one_call_says_it_all_and_saying_it_twice_is_once(self, cast: Cast) -> None:
        visit_id, photo = planned(cast), photographed(cast, "manager_a1")
        said: dict[str, Any] = {
            "visit_id": visit_id, "version": 1, "direction": "outbound", "happened_at": clock.at(TODAY, 10),
            "checklist": {"on_time": True, "dressed": False, "mood": "open"}, "photo_ids": [photo],
            "findings": [{"kind": "complaint", "severity": "slight", "text": "waited long", "route": "rectify"}],
            "idempotency_key": "one",
        }  # fmt: skip
        for _again in range(2):
            with working(cast, "manager_a1") as actor:
                actions.record_planned(actor=actor, **said)
        with working(cast, "manager_a1") as actor:
            page = queries.visit_page(actor=actor, visit_id=visit_id)
        assert [one.text for one in page.findings] == ["waited long"]
        assert [one.id for one in page.photos] == [photo]
        assert page.checklist is not None
        assert (page.checklist.kept, page.checklist.whole) == (1, 6)

    def test_a_plan_has_no_findings_yet(self, cast: Cast) -> None:
        assert refused(cast, planned(cast)).code == FindingRefusal.NOT_HELD_YET


class TestPhotos:
    def refusal(self, cast: Cast, content: bytes, visit_id: int | None = None) -> Refused:
        with working(cast, "manager_a1") as actor, pytest.raises(Refused) as caught:
            actions.add_photo(actor=actor, content=content, visit_id=visit_id)
        return caught.value

    def test_what_is_no_photo_or_too_large_is_refused(self, cast: Cast) -> None:
        for content in (
            b"",
            b"<html>",
            b"GIF89a",
            png()[:-20],
            b"\xff\xd8\xff\xe0\0\x04ab",
            b"RIFF\x04\0\0\0WEBP",
        ):
            assert self.refusal(cast, content).code == PhotoRefusal.NOT_A_PHOTO
        assert self.refusal(cast, png() + b"\0" * 8 * 1024 * 1024).code == PhotoRefusal.TOO_LARGE
        assert self.refusal(cast, png(60_000, 1_000)).code == PhotoRefusal.TOO_MANY_PIXELS

    def test_it_is_served_as_a_picture_without_what_the_camera_wrote(self, cast: Cast) -> None:
        visit_id = held(cast)
        with working(cast, "manager_a1") as actor:
            photo = actions.add_photo(
                actor=actor,
                visit_id=visit_id,
                content=png(3, 2, (b"eXIf", b"GPS 50.08"), (b"tEXt", b"Author")) + b"tail",
            )
        answer = cast["manager_a1"].client.get(f"/visits/photos/{photo}/")
        assert answer.content == png()
        assert answer["Content-Type"] == "image/png"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert cast["manager_a2"].client.get(f"/visits/photos/{photo}/").status_code == 404

    def test_a_photo_waits_for_its_own_visit_alone(self, cast: Cast) -> None:
        foreign = photographed(cast, "manager_a2")
        visit_id = held(cast)
        assert refused(cast, visit_id, route="fixed", photo_ids=[foreign]).code == PhotoRefusal.NOT_THERE
        assert cast["manager_a1"].client.get(f"/visits/photos/{foreign}/").status_code == 404


class TestWhoMay:
    """Each refused and then allowed, at the actions themselves."""

    def test_a_finding_is_its_visits_and_its_customers(self, cast: Cast) -> None:
        visit_id = held(cast)
        said = {"kind": "complaint", "severity": "slight", "text": "t", "route": "rectify"}
        with working(cast, "market_manager_a") as actor, pytest.raises(NotYours):
            actions.add_finding(actor=actor, visit_id=visit_id, **said)
        finding_id = found(cast, "manager_a1", visit_id)
        with working(cast, "manager_a2") as actor, pytest.raises(NotVisible):
            actions.escalate_finding(actor=actor, finding_id=finding_id, version=1, note="n")
        with working(cast, "manager_a1") as actor:
            actions.escalate_finding(actor=actor, finding_id=finding_id, version=1, note="help")
        with working(cast, "manager_a1") as actor, pytest.raises(Forbidden):
            actions.answer_finding(actor=actor, finding_id=finding_id, version=2, answer="a")
        assert steps(finding_id) == ["found", "escalated"]

    def test_etiquette_is_noted_by_whoever_acts_for_the_customer(self, cast: Cast) -> None:
        customer = cast.customers["C0001"]
        with working(cast, "manager_a2") as actor, pytest.raises(NotVisible):
            actions.note_etiquette(actor=actor, customer_id=customer, text="t")
        with working(cast, "manager_a1") as actor:
            actions.note_etiquette(actor=actor, customer_id=customer, text="t")
            with pytest.raises(Stale):
                actions.note_etiquette(actor=actor, customer_id=customer, text="u")

    def test_the_nights_work_is_nobodys_by_day(self, cast: Cast) -> None:
        with working(cast, "market_manager_a") as actor:
            with pytest.raises(Forbidden):
                actions.follow_findings(actor=actor)
            with pytest.raises(Forbidden):
                actions.forget_photos(actor=actor)
            with pytest.raises(Forbidden):
                actions.forget_places(actor=actor)
