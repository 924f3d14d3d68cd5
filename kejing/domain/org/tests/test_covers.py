"""Who acts for whom, and where units are."""

from datetime import date, timedelta
from typing import Any

import pytest

from kejing.domain.org.actions import arrange_cover, end_cover, set_unit_place
from kejing.domain.org.models import Unit
from kejing.domain.org.tables import local_time
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import NotVisible, Refused
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
NUMBERS = [f"C{n:04}" for n in range(1, 9)]
LATER = TODAY + timedelta(days=2)


def as_(cast: Cast, person: str, act: Any, **arguments: Any) -> Any:
    with cast[person].acting() as actor:
        return act(actor=actor, **arguments)


def refused(cast: Cast, person: str, act: Any, **arguments: Any) -> str:
    """The code of the refusal; `404` where the person does not see it at all."""
    with pytest.raises((Refused, NotVisible)) as refusal:
        as_(cast, person, act, **arguments)
    return str(refusal.value.code.value) if isinstance(refusal.value, Refused) else "404"


def seen(cast: Cast, person: str) -> set[str]:
    """The numbers on a person's list of customers."""
    page = cast[person].client.get("/customers/").content.decode()
    return {number for number in NUMBERS if number in page}


def cover(cast: Cast, **more: Any) -> dict[str, Any]:
    return {
        "covered_id": cast["manager_a1"].holder_id, "deputy_id": cast["manager_a2"].holder_id, "first": TODAY,
        "last": LATER, "reason": "leave", **more,
    }  # fmt: skip


class TestArrangeCover:
    def test_the_deputy_acts_until_the_last_day(self, cast: Cast) -> None:
        as_(cast, "market_manager_a", arrange_cover, **cover(cast))
        assert {"C0001", "C0002", "C0003"} < seen(cast, "manager_a2")
        with clock.frozen(clock.at(LATER + timedelta(days=1), 9)):
            assert seen(cast, "manager_a2") == {"C0004", "C0005"}

    def test_refused(self, cast: Cast) -> None:
        assert refused(cast, "manager_a1", arrange_cover, **cover(cast)) == "forbidden"
        assert refused(cast, "market_manager_b", arrange_cover, **cover(cast)) == "not_yours"
        yesterday = TODAY - timedelta(days=1)
        for more, code in (
            ({"deputy_id": cast["manager_a1"].holder_id}, "self_cover"),
            ({"first": yesterday}, "too_late"),
            ({"first": LATER, "last": TODAY}, "no_days"),
        ):
            assert refused(cast, "market_manager_a", arrange_cover, **cover(cast, **more)) == code
        as_(cast, "market_manager_a", arrange_cover, **cover(cast))
        assert refused(cast, "market_manager_a", arrange_cover, **cover(cast)) == "covered_already"

    def test_by_a_form(self, cast: Cast) -> None:
        answer = cast["market_manager_a"].client.post("/organisation/covers/arrange/", cover(cast))
        assert answer.status_code == 302
        assert "leave" in cast["manager_a1"].client.get("/organisation/covers/").content.decode()


class TestCoverPage:
    def test_handed_back_the_deputy_sees_nothing_more(self, cast: Cast) -> None:
        pk = as_(cast, "market_manager_a", arrange_cover, **cover(cast))
        page = cast["manager_a1"].client.get(f"/organisation/covers/{pk}/").content.decode()
        assert "leave" in page
        assert cast["market_manager_a"].client.post(f"/organisation/covers/{pk}/end/").status_code == 302
        assert seen(cast, "manager_a2") == {"C0004", "C0005"}
        assert refused(cast, "market_manager_a", end_cover, cover_id=pk) == "ended"
        assert refused(cast, "market_manager_b", end_cover, cover_id=pk) == "404"


class TestCoverList:
    def test_only_those_that_concern_the_reader(self, cast: Cast) -> None:
        as_(cast, "market_manager_a", arrange_cover, **cover(cast))
        for person, there in (
            ("manager_a2", True),
            ("branch_head_a", True),
            ("manager_b1", False),
            ("auditor", True),
        ):
            assert ("leave" in cast[person].client.get("/organisation/covers/").content.decode()) is there


class TestSetUnitPlace:
    @pytest.mark.requirement(
        "A3.26", shows="an overseas unit's own time and language stand where its people are listed"
    )
    def test_the_time_there_stands_with_its_people(self, cast: Cast) -> None:
        client = cast["administrator"].client
        place = {"time_zone": "Europe/Prague", "language": "en"}
        answer = client.post(f"/organisation/units/{cast.units['A'].pk}/place/", place)
        assert answer.status_code == 302
        page = client.get("/organisation/", headers={"accept-language": "en"}).content.decode()
        assert "there (Europe/Prague)" in page
        assert local_time("Europe/Prague", clock.at(date(1998, 1, 15), 9)) == "02:00"

    def test_refused(self, cast: Cast) -> None:
        one = {"unit_id": cast.units["A"].pk, "language": ""}
        assert refused(cast, "branch_head_a", set_unit_place, **one, time_zone="") == "forbidden"
        assert (
            refused(cast, "administrator", set_unit_place, **one, time_zone="Mars/Crater") == "unknown_zone"
        )
        assert refused(cast, "administrator", set_unit_place, unit_id=0, language="", time_zone="") == "404"


@pytest.mark.requirement(
    "A3.26", shows="head office, province, city and overseas see what lies below them, nobody beside"
)
def test_each_level_sees_what_lies_below(cast: Cast) -> None:
    with as_system("levels"):
        for code, kind in (("HQ", "group"), ("EAST", "province"), ("A", "city"), ("B", "overseas")):
            Unit.objects.filter(code=code).update(kind=kind)
    assert seen(cast, "branch_head_a") == {"C0001", "C0002", "C0003", "C0004", "C0005", "C0008"}
    assert seen(cast, "branch_head_b") == {"C0006", "C0007"}
    assert len(seen(cast, "auditor")) == 8
    page = (
        cast["administrator"].client.get("/organisation/", headers={"accept-language": "en"}).content.decode()
    )
    for level in ("group", "province", "city", "overseas"):
        assert f">{level}<" in page
