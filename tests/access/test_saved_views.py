"""Saved views: a list's address under a name, own and shared; what its reader sees in it is her own matter."""

from typing import Any

import pytest
from django.db import ProgrammingError

from kejing.domain.customers.tests.factories import rights
from kejing.foundation.kernel.errors import Forbidden, NotVisible, Refused
from kejing.foundation.ui import saved_views
from kejing.foundation.ui.actions import change_view, delete_view, save_view
from kejing.foundation.ui.models import SavedView
from tests.cast import Cast

pytestmark = pytest.mark.django_db
LIST = "customers:customer_list"


def save(cast: Cast, person: str = "manager_a1", **options: Any) -> int:
    wanted = {"route": LIST, "name": "逾期", "query": "risk=bad&after=x&kind=", **options}
    with cast[person].acting() as actor:
        return save_view(actor=actor, **wanted)


def names(cast: Cast, person: str, route: str = LIST) -> list[str]:
    with cast[person].acting() as actor:
        return [link.name for link in saved_views.bar(actor=actor, route=route, params={}).links]


def refusal(cast: Cast, act: Any, person: str = "manager_a1", **arguments: Any) -> tuple[str, str | None]:
    with cast[person].acting() as actor, pytest.raises(Refused) as caught:
        act(actor=actor, **arguments)
    return caught.value.code.value, caught.value.field


class TestSaving:
    def test_keeps_filters_and_order_and_not_the_place_on_the_list(self, cast: Cast) -> None:
        view_id = save(cast, query="sort=-since&risk=bad&after=abc&why=x&kind=&unit-label=A")
        with cast["manager_a1"].acting():
            assert SavedView.objects.get(pk=view_id).query == "risk=bad&sort=-since"

    def test_pressing_twice_saves_once(self, cast: Cast) -> None:
        assert save(cast, idempotency_key="k") == save(cast, idempotency_key="k")

    def test_refuses_no_list_no_name_a_name_taken_and_too_much(self, cast: Cast) -> None:
        save(cast)
        good = {"route": LIST, "name": "x", "query": ""}
        for route in ("nothing", "customers:customer_page", "http://elsewhere.example/"):
            assert refusal(cast, save_view, **{**good, "route": route}) == ("unknown_list", "route")
        assert refusal(cast, save_view, **{**good, "name": " "}) == ("no_name", "name")
        assert refusal(cast, save_view, **{**good, "name": "逾期"}) == ("view_name_taken", "name")
        assert refusal(cast, save_view, **{**good, "query": f"q={'x' * 1_000}"}) == ("view_too_long", "query")
        assert refusal(cast, save_view, "outsider", **{**good, "share": "unit"}) == ("view_no_unit", "share")
        save(cast, "manager_a2")


class TestSharing:
    def test_own_unit_and_everybody(self, cast: Cast) -> None:
        save(cast, name="mine")
        save(cast, name="ours", share="unit")
        save(cast, "branch_head_a", name="all", share="all")
        assert names(cast, "manager_a1") == ["all", "mine", "ours"]
        assert names(cast, "manager_a2") == ["all", "ours"]
        assert names(cast, "manager_b1") == ["all"]
        assert names(cast, "manager_a1", "visits:visit_list") == []

    def test_with_everybody_needs_a_right(self, cast: Cast) -> None:
        view_id = save(cast)
        with pytest.raises(Forbidden):
            save(cast, name="x", share="all")
        with pytest.raises(Forbidden), cast["manager_a1"].acting() as actor:
            change_view(actor=actor, view_id=view_id, name="x", share="all")

    def test_the_wall_says_the_same(self, cast: Cast) -> None:
        save(cast, name="mine")
        save(cast, name="ours", share="unit")
        for person, seen in (("manager_a1", 2), ("manager_a2", 1), ("manager_b1", 0), ("outsider", 0)):
            with cast[person].acting():
                assert SavedView.objects.count() == seen
        with pytest.raises(ProgrammingError, match="row-level security"), cast["manager_a2"].acting():
            SavedView.objects.update(name="x")

    def test_a_shared_view_widens_nothing(self, cast: Cast) -> None:
        save(cast, "branch_head_a", name="all", share="all", query="q=曾国")
        for person, seen, hidden in (("manager_a1", "C0001", "C0006"), ("manager_b1", "C0006", "C0001")):
            with cast[person].acting() as actor:
                (link,) = saved_views.bar(actor=actor, route=LIST, params={}).links
            shown = cast[person].client.get(link.address).content.decode()
            assert seen in shown
            assert hidden not in shown

    def test_one_with_a_filter_the_reader_may_not_use_is_refused_clearly(self, cast: Cast) -> None:
        for n, query in enumerate(("phone=138", "colour=red", "kind=dog", f"unit={cast.units['B'].pk}")):
            save(cast, "branch_head_a", name=f"v{n}", share="all", query=query)
        rights("account_manager", phone="hide")
        with cast["manager_a1"].acting() as actor:
            links = saved_views.bar(actor=actor, route=LIST, params={}).links
        client = cast["manager_a1"].client
        assert [client.get(link.address).status_code for link in links] == [403, 422, 422, 422]


class TestChanging:
    def test_renames_and_shares_one_s_own(self, cast: Cast) -> None:
        view_id = save(cast)
        with cast["manager_a1"].acting() as actor:
            change_view(actor=actor, view_id=view_id, name="催收", share="unit", idempotency_key="k")
            change_view(actor=actor, view_id=view_id, name="催收", share="unit", idempotency_key="k")
        assert names(cast, "manager_a2") == ["催收"]

    def test_deletes_once(self, cast: Cast) -> None:
        view_id = save(cast)
        with cast["manager_a1"].acting() as actor:
            delete_view(actor=actor, view_id=view_id, idempotency_key="k")
            delete_view(actor=actor, view_id=view_id, idempotency_key="k")
        assert names(cast, "manager_a1") == []

    def test_another_s_is_not_there_to_change(self, cast: Cast) -> None:
        view_id = save(cast, share="unit")
        with cast["manager_a2"].acting() as actor:
            with pytest.raises(NotVisible):
                change_view(actor=actor, view_id=view_id, name="x", share="own")
            with pytest.raises(NotVisible):
                delete_view(actor=actor, view_id=view_id)
        assert names(cast, "manager_a1") == ["逾期"]


class TestSaveView:
    def test_the_bar_offers_it_and_leads_back(self, cast: Cast) -> None:
        client = cast["manager_a1"].client
        assert "保存此视图" not in client.get("/customers/").content.decode()
        assert (
            "/ui/views/save/?route=customers%3Acustomer_list&amp;query=kind%3Dperson"
            in client.get("/customers/?kind=person").content.decode()
        )
        assert client.get(f"/ui/views/save/?route={LIST}&query=kind%3Dperson").status_code == 200
        sent = {"route": LIST, "query": "kind=person", "name": "个人", "share": "own"}
        assert client.post("/ui/views/save/", {**sent, "name": ""}).status_code == 422
        answer = client.post("/ui/views/save/", sent)
        assert answer["Location"] == "/customers/?kind=person"
        shown = client.get(answer["Location"]).content.decode()
        assert "个人" in shown
        assert "保存此视图" not in shown
        assert client.post("/ui/views/save/", {**sent, "share": "all"}).status_code == 403


class TestViewList:
    def test_view_list_change_view_and_delete_view(self, cast: Cast) -> None:
        client = cast["manager_a1"].client
        assert "还没有保存视图" in client.get("/ui/views/").content.decode()
        view_id = save(cast)
        assert "/customers/?risk=bad" in client.get("/ui/views/").content.decode()
        assert client.get(f"/ui/views/{view_id}/").status_code == 200
        assert client.post(f"/ui/views/{view_id}/", {"name": "新名", "share": "own"}).status_code == 302
        assert names(cast, "manager_a1") == ["新名"]
        assert cast["manager_a2"].client.get(f"/ui/views/{view_id}/").status_code == 404
        assert cast["manager_a2"].client.post(f"/ui/views/{view_id}/delete/").status_code == 404
        assert client.post(f"/ui/views/{view_id}/delete/").status_code == 302
        assert names(cast, "manager_a1") == []

    def test_a_view_whose_list_is_gone_leads_nowhere(self, cast: Cast) -> None:
        view_id = save(cast)
        with cast["manager_a1"].acting():
            SavedView.objects.filter(pk=view_id).update(route="gone:list")
        assert cast["manager_a1"].client.get("/ui/views/").status_code == 200


class TestChangeView:
    def test_offers_everybody_to_who_may(self, cast: Cast) -> None:
        mine, heads = save(cast), save(cast, "branch_head_a")
        assert "所有人" not in cast["manager_a1"].client.get(f"/ui/views/{mine}/").content.decode()
        assert "所有人" in cast["branch_head_a"].client.get(f"/ui/views/{heads}/").content.decode()
