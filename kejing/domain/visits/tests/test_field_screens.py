"""The pages of work in the field: as whom they open, what they say, where they lead."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kejing.domain.visits import actions
from kejing.domain.visits.models import Finding, Photo
from kejing.domain.visits.tests.factories import found, held, planned, png, staff_of, working
from kejing.domain.visits.vocabulary import FindingRefusal
from kejing.engines.packs.public import apply_pack
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.testing import as_owner
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture(autouse=True)
def afternoon(cast: Cast) -> Iterator[None]:
    with as_system("pack") as system:
        apply_pack(actor=system, code="bank")
    with clock.frozen(clock.at(TODAY, 17)):
        yield


def seen(cast: Cast, address: str, person: str = "manager_a1") -> str:
    answer = cast[person].client.get(address, headers=ENGLISH)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_plan_takes_no_finding(cast: Cast) -> None:
    visit_id = planned(cast)
    with working(cast, "manager_a1") as actor, pytest.raises(Refused) as caught:
        actions.add_finding(
            actor=actor, visit_id=visit_id, kind="complaint", severity="slight", text="t", route="rectify"
        )
    assert caught.value.code == FindingRefusal.NOT_HELD_YET


class TestFindingList:
    def test_mine_those_asked_of_me_and_all(self, cast: Cast) -> None:
        finding = found(cast, "manager_a1", held(cast), route="escalate")
        assert f"/findings/{finding}/" in seen(cast, "/findings/")
        assert f"/findings/{finding}/" in seen(cast, "/findings/?whose=asked", "market_manager_a")
        assert f"/findings/{finding}/" not in seen(cast, "/findings/?whose=team", "manager_b1")
        assert "No open findings" in seen(cast, "/findings/?whose=nonsense", "manager_a2")


class TestFindingPage:
    def test_what_was_found_and_what_may_be_done(self, cast: Cast) -> None:
        finding = found(cast, "manager_a1", held(cast))
        html = seen(cast, f"/findings/{finding}/")
        assert "the counter was not manned" in html
        assert f"/findings/{finding}/check/" in html
        assert f"/findings/{finding}/check/" not in seen(cast, f"/findings/{finding}/", "auditor")


class TestAddFinding:
    def test_evidence_is_asked_for_beside_its_field(self, cast: Cast) -> None:
        address = f"/visits/{held(cast)}/finding/"
        said = {"kind": "complaint", "severity": "slight", "text": "t", "route": "fixed"}
        assert "Service falls short" in seen(cast, address)
        client = cast["manager_a1"].client
        assert client.post(address, said).status_code == 422
        assert client.post(address, said | {"evidence": "done"}).status_code == 302
        with as_owner():
            assert Finding.objects.get().solved_on == TODAY


class TestCheckFinding:
    def test_not_solved_yet(self, cast: Cast) -> None:
        finding = found(cast, "manager_a1", held(cast))
        address = f"/findings/{finding}/check/"
        assert "Is it solved?" in seen(cast, address)
        sent = {"solved": "no", "note": "still", "due_on": "1998-01-16", "version": 1}
        assert cast["manager_a1"].client.post(address, sent)["Location"] == f"/findings/{finding}/"
        with as_owner():
            assert Finding.objects.get().due_on == date(1998, 1, 16)


class TestEscalateFinding:
    def test_to_the_superior(self, cast: Cast) -> None:
        finding = found(cast, "manager_a1", held(cast))
        address = f"/findings/{finding}/escalate/"
        seen(cast, address)
        cast["manager_a1"].client.post(address, {"note": "help", "version": 1})
        with as_owner():
            assert Finding.objects.get().superior_id == staff_of(cast, "market_manager_a")


class TestAnswerFinding:
    def test_by_the_superior(self, cast: Cast) -> None:
        finding = found(cast, "manager_a1", held(cast), route="escalate")
        address = f"/findings/{finding}/answer/"
        seen(cast, address, "market_manager_a")
        cast["market_manager_a"].client.post(address, {"answer": "yes", "version": 1})
        with as_owner():
            assert Finding.objects.get().answered_at is not None


class TestAddPhoto:
    def test_sent_and_refused(self, cast: Cast) -> None:
        visit_id = held(cast)
        address, client = f"/visits/{visit_id}/photo/", cast["manager_a1"].client
        seen(cast, address)
        assert client.post(address, {"content": SimpleUploadedFile("a.png", b"<html>")}).status_code == 422
        sent = client.post(address, {"content": SimpleUploadedFile("a.png", png())})
        assert sent["Location"] == f"/visits/{visit_id}/"
        with as_owner():
            assert Photo.objects.get().visit_id == visit_id


class TestNoteEtiquette:
    def test_noted_for_the_next(self, cast: Cast) -> None:
        address = f"/visits/etiquette/{cast.customers['C0001']}/"
        seen(cast, address)
        assert cast["manager_a1"].client.post(address, {"text": "no calls", "version": 0}).status_code == 302
        assert "no calls" in seen(cast, address)


class TestInternalList:
    def test_empty_says_what_to_do(self, cast: Cast) -> None:
        assert "No internal contacts yet" in seen(cast, "/visits/internal/")


class TestExplainField:
    def test_an_unknown_figure_is_not_there(self, cast: Cast) -> None:
        staff = staff_of(cast, "manager_a1")
        assert "The mean of three shares" in seen(cast, f"/team/{staff}/field/order/")
        assert cast["manager_a1"].client.get(f"/team/{staff}/field/nonsense/").status_code == 404
