"""The pages of exports, in both languages."""

from pathlib import Path
from typing import Any

import pytest

from kejing.domain.customers.tests.factories import limits, rights
from kejing.engines.interchange.exports.models import Export
from kejing.foundation.kernel.context import as_system
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ASK = "/exports/new/customers.customer/"


@pytest.fixture(autouse=True)
def _home(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path


def text(cast: Cast, person: str, address: str, language: str = "en", status: int = 200) -> str:
    client = cast[person].client
    client.cookies["kejing_language"] = language
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def send(cast: Cast, person: str = "manager_a1", query: str = "", reason: str = "客户回访") -> str:
    response = cast[person].client.post(f"{ASK}{query}", {"file_format": "csv", "reason": reason})
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


class TestAskExport:
    def test_says_what_the_file_would_hold(self, cast: Cast) -> None:
        rights("account_manager", phone="mask", address="hide")
        shown = text(cast, "manager_a1", f"{ASK}?kind=person&after=x").partition("<main")[2]
        for words in ("3 rows", "Masked for you", "Left out for you", "<dd>person</dd>", "Make the file"):
            assert words in shown
        assert "after=x" not in shown

    def test_says_when_a_second_person_is_needed(self, cast: Cast) -> None:
        limits("account_manager", {"exports.rows": 2})
        shown = text(cast, "manager_a1", ASK)
        assert "A second person has to approve this." in shown
        assert "需要另一人审批" in text(cast, "manager_a1", ASK, "zh-hans")

    def test_refuses_no_reason_and_what_the_list_refuses(self, cast: Cast) -> None:
        assert cast["manager_a1"].client.post(ASK, {"file_format": "csv", "reason": ""}).status_code == 422
        text(cast, "manager_a1", f"{ASK}?colour=red", status=422)
        text(cast, "manager_a1", "/exports/new/customers.nothing/", status=422)
        rights("account_manager", phone="mask")
        text(cast, "manager_a1", f"{ASK}?phone=1", status=403)
        text(cast, "auditor", ASK, status=403)

    def test_the_lists_lead_here_with_their_filters(self, cast: Cast) -> None:
        assert f"{ASK}?kind=person" in text(cast, "manager_a1", "/customers/?kind=person")
        assert "/exports/new/visits.visit/" in text(cast, "manager_a1", "/visits/")
        assert ASK not in text(cast, "auditor", "/customers/")


class TestExportPage:
    def test_leads_to_the_file(self, cast: Cast) -> None:
        address = send(cast)
        assert "Fetch the file" in text(cast, "manager_a1", address)
        response = cast["manager_a1"].client.post(f"{address}file/")
        assert response.status_code == 200
        assert "attachment" in response["Content-Disposition"]
        assert "曾国华" in b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]  # a FileResponse
        assert cast["branch_head_a"].client.post(f"{address}file/").status_code == 404

    def test_tells_how_far_the_worker_is_and_why_it_stopped(self, cast: Cast) -> None:
        address = send(cast)
        with as_system("test"):
            Export.objects.update(state="running")
        assert "hx-get" in text(cast, "manager_a1", address)
        part = cast["manager_a1"].client.get(address, headers={"HX-Request": "true"})
        assert "HX-Refresh" not in part
        with as_system("test"):
            Export.objects.update(state="failed", failure="rights_changed")
        assert "has changed" in text(cast, "manager_a1", address)
        assert cast["manager_a1"].client.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


class TestDecideExport:
    def test_leads_to_the_file_or_a_refusal(self, cast: Cast) -> None:
        limits("account_manager", {"exports.rows": 2})
        address = send(cast)
        assert "waits for somebody else" in text(cast, "manager_a1", address)
        client = cast["branch_head_a"].client
        assert "Decide" in text(cast, "branch_head_a", address)
        assert "3" in text(cast, "branch_head_a", f"{address}decide/")
        assert client.post(f"{address}decide/", {"approve": "no", "reason": ""}).status_code == 422
        assert client.post(f"{address}decide/", {"approve": "yes"}).status_code == 302
        assert "Make the file" in text(cast, "manager_a1", address)
        assert cast["manager_a1"].client.post(f"{address}make/").status_code == 302
        assert "Fetch the file" in text(cast, "manager_a1", address)
        assert cast["manager_a1"].client.post(f"{address}decide/", {"approve": "yes"}).status_code == 403


class TestExportList:
    def test_has_one_s_own(self, cast: Cast) -> None:
        assert "No exports yet" in text(cast, "manager_a1", "/exports/")
        send(cast, query="?kind=person&q=%E9%87%8D%E5%BA%86&sort=-since")
        said = "“重庆” · person · by the day they became customers, downwards"
        assert said in text(cast, "manager_a1", "/exports/")
        assert "“重庆” · 个人 · 按开户日期排序（倒序）" in text(cast, "manager_a1", "/exports/", "zh-hans")
        assert said not in text(cast, "manager_a2", "/exports/")


class TestApprovalList:
    def test_has_what_one_may_decide_on(self, cast: Cast) -> None:
        limits("account_manager", {"exports.rows": 2})
        send(cast)
        assert "manager_a1" in text(cast, "branch_head_a", "/exports/approvals/")
        assert "Nothing waits for you" in text(cast, "branch_head_b", "/exports/approvals/")
        text(cast, "manager_a1", "/exports/approvals/", status=403)


class TestExportRegister:
    def test_has_everybody_s(self, cast: Cast) -> None:
        send(cast, reason="年度对账")
        assert "年度对账" in text(cast, "auditor", "/exports/register/")
        text(cast, "branch_head_a", "/exports/register/", status=403)


class TestTraceExport:
    def test_finds_the_taker_by_a_row_s_code(self, cast: Cast) -> None:
        send(cast)
        with as_system("look"):
            code = Export.objects.get().code
        assert "manager_a1" in text(cast, "auditor", f"/exports/trace/?code={code}")
        assert "No export has this code." in text(cast, "auditor", "/exports/trace/?code=x")
        text(cast, "branch_head_a", "/exports/trace/", status=403)


class TestManyExports:
    @pytest.mark.parametrize("n", [3, 30])
    @pytest.mark.parametrize(
        ("person", "address"),
        [
            ("manager_a1", "/exports/"),
            ("auditor", "/exports/register/"),
            ("branch_head_a", "/exports/approvals/"),
        ],
    )
    def test_a_list_costs_the_same_for_many(
        self, cast: Cast, n: int, person: str, address: str, django_assert_max_num_queries: Any
    ) -> None:
        limits("account_manager", {"exports.rows": 2} if "approvals" in address else {})
        for _ in range(n):
            send(cast)
        client = cast[person].client
        client.get("/ui/more/")  # the badges are kept from now on
        with django_assert_max_num_queries(10):
            client.get(address)


def test_the_api_asks_decides_makes_and_fetches(cast: Cast) -> None:
    limits("account_manager", {"exports.rows": 2})
    taker, head = cast["manager_a1"].client, cast["branch_head_a"].client
    kind = {"content_type": "application/json"}
    asked = taker.post("/api/v1/exports", {"target": "customers.customer", "reason": "r"}, **kind).json()
    assert (asked["state"], asked["rows"], asked["needs_approval"]) == ("asked", 3, True)
    address = f"/api/v1/exports/{asked['id']}"
    assert taker.post(f"{address}/file", **kind).status_code == 422
    assert taker.post(f"{address}/decide", {"approve": True}, **kind).status_code == 403
    assert head.post(f"{address}/decide", {"approve": True}, **kind).json()["state"] == "approved"
    assert taker.post(f"{address}/make", {}, **kind).json()["state"] == "ready"
    assert b"C0001" in b"".join(taker.post(f"{address}/file", **kind).streaming_content)  # type: ignore[attr-defined]  # a FileResponse
    assert taker.get(address).json()["fetched"] == 1
    assert [row["id"] for row in taker.get("/api/v1/exports").json()["rows"]] == [asked["id"]]
    refused = taker.post(
        "/api/v1/exports", {"target": "customers.customer", "reason": "r", "query": "colour=red"}, **kind
    )
    assert (refused.status_code, refused.json()["field"]) == (422, "colour")
