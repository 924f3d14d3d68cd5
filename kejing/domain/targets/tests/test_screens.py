"""Every page: as whom it opens, what it says."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import RequestFactory

from kejing.domain.targets import actions
from kejing.domain.targets.tests.factories import (
    D,
    counts,
    found,
    given,
    history,
    lent,
    product,
    staff_of,
    target,
    working,
)
from kejing.domain.targets.views import my_targets_panel, person_targets_panel
from kejing.foundation.kernel import clock
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
MONTH = {"measure": "loans", "kind": "month", "day": "1998-01-15", "base": "100"}


@pytest.fixture(autouse=True)
def afternoon(db: None) -> Iterator[None]:
    with clock.frozen(clock.at(TODAY, 17)):
        yield


def text(response: Any) -> str:
    return str(response.content.decode())


class TestMyTargets:
    def test_each_period_with_attainment_floor_and_why(self, cast: Cast) -> None:
        pk = given(cast, base="1000", floor=D(800))
        given(cast, kind="year", base="9000")
        lent("C0001", "850")
        html = text(cast["manager_a1"].client.get("/targets/"))
        assert html.index("1998年") < html.index("85.0%")
        assert f"/targets/{pk}/why/" in html
        assert "已达到" in html

    def test_empty_and_without_the_right(self, cast: Cast) -> None:
        assert "kj-empty" in text(cast["manager_a1"].client.get("/targets/"))
        assert cast["hr"].client.get("/targets/").status_code == 403
        assert cast["manager_a1"].client.get("/targets/?day=x").status_code == 422


class TestPersonTargets:
    def test_for_whoever_has_her_in_scope(self, cast: Cast) -> None:
        given(cast)
        address = f"/targets/people/{staff_of(cast, 'manager_a1')}/"
        assert "manager_a1" in text(cast["market_manager_a"].client.get(address))
        assert cast["market_manager_b"].client.get(address).status_code == 404


class TestTargetTree:
    def test_the_difference_is_red_and_levels_load_by_themselves(self, cast: Cast) -> None:
        branch = given(cast, "A", "100")
        given(cast, "manager_a1", "60")
        client = cast["branch_head_a"].client
        html = text(client.get("/targets/tree/?measure=loans&kind=month&day=1998-01-15"))
        assert f'hx-get="/targets/{branch}/parts/"' in html
        assert "−40" in html
        assert "manager_a1" not in html
        assert "manager_a1" in text(client.get(f"/targets/{branch}/parts/", headers={"HX-Request": "true"}))

    def test_what_nobody_knows_is_refused_and_empty_says_what_to_do(self, cast: Cast) -> None:
        client = cast["branch_head_a"].client
        assert client.get("/targets/tree/?measure=nonsense").status_code == 422
        assert client.get("/targets/tree/?kind=decade").status_code == 422
        assert "/targets/set/" in text(client.get("/targets/tree/"))


class TestTargetParts:
    def test_out_of_sight(self, cast: Cast) -> None:
        branch = given(cast, "A", "100")
        assert cast["manager_a1"].client.get(f"/targets/{branch}/parts/").status_code == 404


class TestTargetPage:
    def test_parts_difference_history_and_theme(self, cast: Cast) -> None:
        branch = given(cast, "A", "100", themes=["growth"])
        given(cast, "manager_a1", "60")
        html = text(cast["market_manager_a"].client.get(f"/targets/{branch}/"))
        assert "促发展" in html
        assert f"/targets/{branch}/explain/subject/" in html
        assert "market_manager_a" in html
        plain = text(cast["auditor"].client.get(f"/targets/{branch}/"))
        assert f"/targets/{branch}/change/" not in plain


class TestSetTarget:
    def test_saved_or_refused_in_both_languages(self, cast: Cast) -> None:
        client = cast["market_manager_a"].client
        body = MONTH | {"staff_id": staff_of(cast, "manager_a1"), "floor": "120"}
        answer = client.post("/targets/set/", body)
        assert (answer.status_code, counts()) == (422, 0)
        assert "底线" in text(answer)
        client.cookies["kejing_language"] = "en"
        assert "The floor is at most the target." in text(client.post("/targets/set/", body))
        assert client.post("/targets/set/", body | {"floor": "80", "themes": ["growth"]}).status_code == 302
        (row,) = found()
        assert (row.base, row.floor, row.themes) == (D(100), D(80), ["growth"])

    def test_not_for_another_unit(self, cast: Cast) -> None:
        body = MONTH | {"staff_id": staff_of(cast, "manager_b1")}
        assert cast["market_manager_a"].client.post("/targets/set/", body).status_code == 403
        assert cast["auditor"].client.get("/targets/set/").status_code == 403


class TestChangeTarget:
    def test_with_a_reason(self, cast: Cast) -> None:
        pk = given(cast)
        client = cast["market_manager_a"].client
        assert client.get(f"/targets/{pk}/change/").status_code == 200
        body = {"base": "90", "version": "1", "reason": "less"}
        assert client.post(f"/targets/{pk}/change/", body).status_code == 302
        assert [row.base for row in history(pk)] == [D(100), D(90)]
        assert client.post(f"/targets/{pk}/change/", body | {"base": "80"}).status_code == 409


class TestCascadeTarget:
    def test_lines_pasted_from_a_spreadsheet(self, cast: Cast) -> None:
        pk = given(cast, "A", "100")
        client = cast["market_manager_a"].client
        address = f"/targets/{pk}/break-down/?way=subject&by=even"
        assert 'name="base-S003" value="50"' in text(client.get(address))
        bad = client.post(address, {"version": "1", "paste": "S003\t60\nS004\tforty"})
        assert (bad.status_code, counts()) == (422, 1)
        assert "forty" in text(bad)
        assert client.post(address, {"version": "1", "paste": "S003\t60\nS004\t40"}).status_code == 302
        assert [row.base for row in found(level="staff")] == [D(60), D(40)]

    def test_entered_line_by_line(self, cast: Cast) -> None:
        pk = given(cast, "A", "100")
        client = cast["market_manager_a"].client
        answer = client.post(
            f"/targets/{pk}/break-down/", {"version": "1", "base-S003": "60", "base-S004": "41"}
        )
        assert (answer.status_code, counts()) == (422, 1)
        assert "101" in text(answer)
        client.post(f"/targets/{pk}/break-down/", {"version": "1", "base-S003": "60", "base-S004": ""})
        assert [row.base for row in found(level="staff")] == [D(60)]


class TestExplainDifference:
    def test_the_difference_is_shown_and_explained(self, cast: Cast) -> None:
        pk = given(cast, "A", "100")
        given(cast, "manager_a1", "60")
        client = cast["market_manager_a"].client
        address = f"/targets/{pk}/explain/subject/"
        assert "−40" in text(client.get(address))
        assert client.post(address, {"explanation": "kept back"}).status_code == 302
        assert "kept back" in text(client.get(f"/targets/{pk}/"))
        assert client.get(f"/targets/{pk}/explain/nonsense/").status_code == 404


class TestExplainTarget:
    def test_down_to_the_fact(self, cast: Cast) -> None:
        pk = given(cast)
        number = lent("C0001", "50")
        html = text(cast["manager_a1"].client.get(f"/targets/{pk}/why/"))
        assert number in html
        assert "50.0%" in html


class TestThemePage:
    def test_what_serves_each_theme(self, cast: Cast) -> None:
        pk = given(cast, "A", "100", themes=["growth"])
        actions.refresh()
        html = text(cast["branch_head_a"].client.get("/targets/themes/"))
        assert html.index("促发展") < html.index(f"/targets/{pk}/")


class TestPickUnit:
    def test_where_one_sets_targets(self, cast: Cast) -> None:
        ask = "/targets/pick-unit/?q=Unit"
        assert [
            o["name"] if "name" in o else o["label"]
            for o in cast["market_manager_a"].client.get(ask).json()["options"]
        ] == ["机构A"]
        assert len(cast["administrator"].client.get(ask).json()["options"]) == 4


class TestPickPerson:
    def test_whom_one_sets_targets_for(self, cast: Cast) -> None:
        ask = "/targets/pick-person/?q=manager"
        ids = {o["id"] for o in cast["market_manager_a"].client.get(ask).json()["options"]}
        assert staff_of(cast, "manager_a1") in ids
        assert staff_of(cast, "manager_b1") not in ids


def panel(cast: Cast, person: str, staff_id: int = 0) -> str:
    request = RequestFactory().get("/")
    with working(cast, person) as actor:
        request.actor = actor  # type: ignore[attr-defined]
        return person_targets_panel(request, staff_id) if staff_id else my_targets_panel(request, 0)


def test_panels_of_my_day_and_of_a_person(cast: Cast) -> None:
    assert panel(cast, "manager_a1").strip() == ""
    given(cast, base="200")
    given(cast, base="100", product=product().code)
    assert panel(cast, "manager_a1").count("<li>") == 1
    assert panel(cast, "market_manager_a", staff_of(cast, "manager_a1")).count("<li>") == 1
    assert panel(cast, "manager_b1", staff_of(cast, "manager_a1")).strip() == ""
    assert panel(cast, "hr", staff_of(cast, "manager_a1")) == ""


def test_the_api(cast: Cast) -> None:
    client = cast["market_manager_a"].client

    def post(path: str, body: dict[str, Any]) -> Any:
        return client.post(f"/api/v1/targets/{path}", body, content_type="application/json")

    made = post("", MONTH | {"unit_id": cast.units["A"].pk, "floor": "70"})
    assert made.status_code == 201
    pk = made.json()["target_id"]
    assert post("", MONTH | {"unit_id": cast.units["A"].pk}).json()["code"] == "there_already"
    parts = [{"key": "S003", "base": "60"}, {"key": "S004", "base": "30"}]
    assert post(f"{pk}/cascade", {"version": 1, "way": "subject", "parts": parts}).json() == {"n": 2}
    assert post(f"{pk}/explain", {"way": "subject", "explanation": "kept back"}).status_code == 200
    assert post(f"{pk}", {"version": 1, "base": "95", "reason": "less"}).status_code == 200
    page = client.get(f"/api/v1/targets/{pk}").json()
    assert (page["row"]["version"], len(page["history"]), page["ways"][0]["parts"]["n"]) == (2, 2, 2)
    assert target(pk).base == D(95)
    lent("C0001", "30")
    (mine,) = cast["manager_a1"].client.get("/api/v1/targets/").json()["targets"]
    assert (mine["attainment"], mine["floor_met"], mine["floor"]) == ("0.5", False, "42.0000")
    (top,) = client.get("/api/v1/targets/tree?measure=loans").json()["rows"]
    assert (top["id"], top["parts"]["difference"]) == (pk, "-5.0000")
    assert len(client.get(f"/api/v1/targets/{pk}/parts").json()["rows"]) == 2
    assert [m["code"] for m in client.get("/api/v1/targets/measures").json()] == [
        "loans",
        "balance",
        "spent",
        "calls",
    ]
    assert [t["code"] for t in client.get("/api/v1/targets/themes").json()] == ["structure", "growth"]
