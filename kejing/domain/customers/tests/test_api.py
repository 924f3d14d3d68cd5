"""The same actions and queries as JSON, under the same rights."""

from typing import Any

import pytest

from kejing.domain.customers.actions import lock_customers
from kejing.domain.customers.tests.factories import PDF, as_, kept_of, policy, stretches
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
API = "/api/v1/customers"


def get(cast: Cast, person: str, path: str) -> Any:
    answer = cast[person].client.get(f"{API}{path}", headers={"accept-language": "en"})
    assert answer.status_code == 200, answer.content
    return answer.json()


def post(cast: Cast, person: str, path: str, body: dict[str, Any]) -> tuple[int, Any]:
    answer = cast[person].client.post(
        f"{API}{path}", body, content_type="application/json", headers={"accept-language": "en"}
    )
    return answer.status_code, answer.json()


class TestCollaborators:
    def test_added_listed_ended(self, cast: Cast) -> None:
        hers = f"/{cast.customers['C0001']}/collaborators"
        body = {
            "holder_id": cast["manager_b1"].holder_id,
            "role": "specialist",
            "reason": "loan",
            "last": "1998-02-01",
        }
        assert post(cast, "manager_a1", hers, body) == (200, {"customer_id": cast.customers["C0001"]})
        [row] = get(cast, "manager_b1", hers)
        assert (row["name"], row["role"], row["valid_from"], row["valid_to"]) == (
            "manager_b1", "specialist", str(TODAY), "1998-02-02",
        )  # fmt: skip
        assert post(cast, "manager_a1", f"{hers}/{row['id']}/end", {})[0] == 200
        assert cast["manager_b1"].client.get(f"{API}{hers}").status_code == 404

    def test_refusals_name_the_field(self, cast: Cast) -> None:
        hers = f"/{cast.customers['C0001']}/collaborators"
        body = {"holder_id": cast["manager_a1"].holder_id, "role": "specialist", "reason": "loan"}
        status, said = post(cast, "manager_a1", hers, body)
        assert (status, said["code"], said["field"]) == (422, "is_holder", "holder_id")
        assert post(cast, "manager_a1", hers, body | {"role": "boss"})[1]["field"] == "role"
        assert post(cast, "manager_a1", hers, body | {"unit_id": 1})[1]["field"] == "unit_id"
        assert post(cast, "manager_b1", hers, body)[0] == 404


class TestLocks:
    def test_locked_asked_decided(self, cast: Cast) -> None:
        hers = f"/{cast.customers['C0001']}"
        assert get(cast, "manager_a1", f"{hers}/lock") == {"lock": None}
        body = {"numbers": ["C0001"], "reason": "existing accounts"}
        assert post(cast, "market_manager_a", "/locks", body) == (200, {"locked": 1})
        assert post(cast, "manager_a1", f"{hers}/unlock", {"reason": "moves away"})[0] == 200
        lock = get(cast, "manager_a1", f"{hers}/lock")["lock"]
        assert (lock["holder"], lock["since"], lock["asked_why"]) == ("manager_a1", str(TODAY), "moves away")
        [row] = get(cast, "branch_head_a", "/locks/requests")["rows"]
        assert (row["id"], row["customer_id"], row["own"]) == (
            lock["request_id"], cast.customers["C0001"], False,
        )  # fmt: skip
        decide = f"/locks/requests/{row['id']}/decide"
        assert post(cast, "branch_head_b", decide, {"approve": True})[0] == 404
        assert post(cast, "branch_head_a", decide, {"approve": True}) == (200, {"request_id": row["id"]})
        assert post(cast, "branch_head_a", decide, {"approve": True})[1]["code"] == "decided"


class TestPool:
    def test_listed_and_claimed_once(self, cast: Cast) -> None:
        policy(claims_a_day=1)
        [row] = get(cast, "manager_a1", "/pool")["rows"]
        assert (row["number"], row["waits"], "holder" in row) == ("C0008", False, False)
        claim = f"/{row['id']}/claim"
        for _press in range(2):
            assert post(cast, "manager_a1", claim, {"idempotency_key": "press-1"})[0] == 200
        assert stretches(cast, "C0008")[-1][0] == "manager_a1"
        assert post(cast, "manager_a2", claim, {})[0] == 404  # another's now: nobody learns that she exists
        assert get(cast, "manager_a1", "/pool/due")["rows"] == []


class TestKept:
    def test_tags_notes_and_files(self, cast: Cast) -> None:
        kept = kept_of(cast, "C0001", author="manager_a1", member="manager_a2")
        hers = f"/{cast.customers['C0001']}"
        assert [tag["name"] for tag in get(cast, "manager_a1", "/tags?q=新")] == ["新词"]
        assert post(cast, "manager_a1", f"{hers}/tags", {"tag_id": kept["tag_new"]})[0] == 200
        assert {tag["name"] for tag in get(cast, "manager_a1", f"{hers}/tags")} == {"重点", "新词"}
        assert post(cast, "manager_a1", f"{hers}/notes", {"text": "hers", "share": "owner"})[0] == 200
        assert [note["text"] for note in get(cast, "manager_a1", f"{hers}/notes")] == ["hers", "一条备注"]
        assert [note["text"] for note in get(cast, "auditor", f"{hers}/notes")] == ["一条备注"]
        [file] = get(cast, "manager_a1", f"{hers}/files")
        assert (file["name"], file["size"], file["share"]) == ("合同.pdf", len(PDF), "unit")
        answer: Any = cast["manager_a1"].client.get(f"{API}/files/{file['id']}")
        assert (b"".join(answer.streaming_content), answer["Content-Type"]) == (PDF, "application/pdf")
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert get(cast, "auditor", f"{hers}/files") == []
        assert cast["auditor"].client.get(f"{API}/files/{file['id']}").status_code == 404


class TestTransfers:
    def test_those_of_a_list(self, cast: Cast) -> None:
        body = {
            "holder_id": cast["manager_a2"].holder_id,
            "on": str(TODAY),
            "filters": {"holder": cast["manager_a1"].holder_id, "since_to": "1998-01-01"},
        }
        status, preview = post(cast, "branch_head_a", "/transfers/preview", body)
        assert (status, preview["moving"], preview["refused"]) == (200, 3, 0)
        sealed = body | {"seen": preview["seen"], "reason": "relief"}
        as_(cast, "market_manager_a", lock_customers, numbers=["C0001"], reason="stock")
        assert post(cast, "branch_head_a", "/transfers", sealed)[1]["code"] == "rows_refused"
        sealed["filters"] = {"q": "单田"}
        assert post(cast, "branch_head_a", "/transfers", sealed)[1]["code"] == "preview_outdated"
        one = body | {"filters": sealed["filters"]}
        sealed["seen"] = post(cast, "branch_head_a", "/transfers/preview", one)[1]["seen"]
        assert post(cast, "branch_head_a", "/transfers", sealed) == (200, {"moved": 1})
        assert stretches(cast, "C0003")[-1][0] == "manager_a2"
        wrong = body | {"filters": {"kind": "robot"}}
        assert post(cast, "branch_head_a", "/transfers/preview", wrong)[1]["field"] == "kind"
