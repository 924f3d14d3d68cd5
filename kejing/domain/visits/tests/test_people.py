"""First contacts, contacts inside the house, and the evidence for a talk."""

from datetime import date

import pytest

from kejing.domain.customers.public import add_contact
from kejing.domain.visits import actions, queries
from kejing.domain.visits.models import InternalContact
from kejing.domain.visits.rules import Share
from kejing.domain.visits.tests.factories import YESTERDAY, found, held, photographed, planned, working
from kejing.domain.visits.vocabulary import VisitRefusal
from kejing.engines.packs.public import apply_pack
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import NotVisible, Refused
from kejing.foundation.kernel.testing import as_owner
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def policy(cast: Cast) -> None:
    with as_system("pack") as system:
        apply_pack(actor=system, code="bank")


class TestPrepareFirstContact:
    @pytest.mark.requirement(
        "A3.10", shows="a first contact is marked, prepared before, and followed up within the pack's days"
    )
    def test_prepared_before_and_followed_up_after(self, cast: Cast) -> None:
        visit_id = planned(cast)
        with working(cast, "manager_a1", TODAY, 8) as actor:
            customer = cast.customers["C0001"]
            contact = add_contact(actor=actor, customer_id=customer, name="N", title="T")
            said = {"actor": actor, "visit_id": visit_id, "version": 1, "contact_id": contact}
            with pytest.raises(Refused) as caught:
                actions.prepare_first_contact(**said, preparation="")
            assert caught.value.code == VisitRefusal.PREPARATION_MISSING
            with pytest.raises(NotVisible):
                actions.prepare_first_contact(**(said | {"contact_id": contact + 1}), preparation="p")
            actions.prepare_first_contact(**said, preparation="read the accounts")
            shown = queries.prepared_for(actor=actor, visit_id=visit_id)
            assert shown is not None
            assert (shown.contact, shown.preparation) == ("N", "read the accounts")
        record = {
            "visit_id": visit_id,
            "version": 1,
            "direction": "outbound",
            "happened_at": clock.at(TODAY, 10),
        }
        with working(cast, "manager_a1") as actor:
            for next_step in ({}, {"next_step": "call", "next_step_on": date(1998, 1, 18)}):
                with pytest.raises(Refused) as caught:
                    actions.record_planned(actor=actor, **record, **next_step)
                assert (caught.value.code, caught.value.field) == (
                    VisitRefusal.FOLLOW_UP_MISSING,
                    "next_step_on",
                )
                assert caught.value.params["day"] == date(1998, 1, 17)
            actions.record_planned(actor=actor, **record, next_step="call", next_step_on=date(1998, 1, 17))

    def test_not_once_somebody_has_arrived(self, cast: Cast) -> None:
        visit_id = planned(cast)
        with working(cast, "manager_a1", TODAY, 9) as actor:
            contact = add_contact(actor=actor, customer_id=cast.customers["C0001"], name="N", title="T")
            actions.check_in(actor=actor, visit_id=visit_id, version=1)
            with pytest.raises(Refused) as caught:
                actions.prepare_first_contact(
                    actor=actor, visit_id=visit_id, version=2, contact_id=contact, preparation="p"
                )
        assert caught.value.code == VisitRefusal.THERE_ALREADY

    def test_the_page_offers_the_contact_persons(self, cast: Cast) -> None:
        visit_id = planned(cast)
        with working(cast, "manager_a1", TODAY, 8) as actor:
            contact = add_contact(
                actor=actor, customer_id=cast.customers["C0001"], name="Person N", title="T"
            )
        with clock.frozen(clock.at(TODAY, 9)):
            client, address = cast["manager_a1"].client, f"/visits/{visit_id}/first-contact/"
            assert "Person N" in client.get(address).content.decode()
            answer = client.post(address, {"contact_id": contact, "preparation": "p", "version": 1})
        assert answer["Location"] == f"/visits/{visit_id}/"


class TestLogInternal:
    @pytest.mark.requirement(
        "A3.12", shows="contacts with departments of one's own house stand beside those with customers"
    )
    def test_logged_and_read_by_the_manager(self, cast: Cast) -> None:
        client = cast["manager_a1"].client
        with clock.frozen(clock.at(TODAY, 17)):
            sent = {
                "department": "Credit",
                "happened_at": "1998-01-15T09:00",
                "channel": "call",
                "topic": "limit",
            }
            assert client.post("/visits/internal/record/", sent)["Location"] == "/visits/internal/"
            assert "Credit" in client.get("/visits/internal/").content.decode()
            assert "Credit" in cast["market_manager_a"].client.get("/visits/internal/").content.decode()
            for stranger in ("manager_a2", "market_manager_b"):
                assert "Credit" not in cast[stranger].client.get("/visits/internal/").content.decode()

    def test_neither_to_come_nor_too_long_ago(self, cast: Cast) -> None:
        for at, code in (
            (clock.at(TODAY, 18), VisitRefusal.VISIT_IN_FUTURE), (clock.at(date(1998, 1, 1), 9), VisitRefusal.TOO_LONG_AGO),
        ):  # fmt: skip
            with working(cast, "manager_a1") as actor, pytest.raises(Refused) as caught:
                actions.log_internal(actor=actor, department="D", happened_at=at, topic="t")
            assert caught.value.code == code
        with as_owner():
            assert InternalContact.objects.count() == 0


class TestEvidenceSheet:
    @pytest.mark.requirement(
        "A7.54", shows="findings, photos, course and comparison of a customer on one printable page"
    )
    def test_all_of_it_on_one_page(self, cast: Cast) -> None:
        visit_id = held(cast)
        held(cast, day=YESTERDAY)
        finding_id = found(cast, "manager_a1", visit_id)
        photo = photographed(cast, "manager_a1", visit_id)
        held(cast, "manager_a2", "C0004")
        customer = cast.customers["C0001"]
        with working(cast, "market_manager_a") as actor:
            sheet = queries.evidence_sheet(actor=actor, customer_id=customer)
        assert [one.id for one in sheet.findings] == [finding_id]
        assert [one.id for one in sheet.photos] == [photo]
        assert (sheet.here, sheet.around) == (Share(1, 2), Share(1, 3))
        assert [(one.visits, one.found, one.solved) for one in sheet.trend][-1] == (2, 1, 0)
        assert len(sheet.trend) == 6
        with clock.frozen(clock.at(TODAY, 17)):
            html = cast["manager_a1"].client.get(f"/visits/evidence/{customer}/").content.decode()
            assert cast["manager_a2"].client.get(f"/visits/evidence/{customer}/").status_code == 404
        assert f"/findings/{finding_id}/" in html
        assert f"/visits/photos/{photo}/" in html
