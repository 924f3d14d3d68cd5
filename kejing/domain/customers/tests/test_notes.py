"""Notes and files by share level, the second wall behind them; tags."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from kejing.domain.customers.actions import (
    add_file,
    add_note,
    add_tag,
    change_note,
    remove_file,
    remove_note,
    tag_customer,
    untag_customer,
)
from kejing.domain.customers.models import CustomerFile, CustomerTag, FileContent, MasterSettings, Note
from kejing.domain.customers.queries import file_panel, note_panel
from kejing.domain.customers.tests.factories import PDF
from kejing.domain.org.models import Cover
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden, NotVisible, Refused, Stale
from tests.cast import BEGAN, TODAY, Cast, make_customer

pytestmark = pytest.mark.django_db
NOT_HERS = (
    "manager_a2",
    "manager_b1",
    "market_manager_b",
    "branch_head_b",
    "hr",
    "administrator",
    "outsider",
)


def write(cast: Cast, person: str, share: str, number: str = "C0001", text: str = "") -> int:
    with cast[person].acting() as actor:
        return add_note(actor=actor, customer_id=cast.customers[number], text=text or share, share=share)


def keep(
    cast: Cast, person: str = "manager_a1", share: str = "unit", content: bytes = PDF, name: str = "合同.pdf"
) -> int:
    with cast[person].acting() as actor:
        return add_file(
            actor=actor, customer_id=cast.customers["C0001"], name=name, content=content, share=share
        )


def read(cast: Cast, person: str) -> set[str]:
    """What a reader gets through the product."""
    with cast[person].acting() as actor:
        try:
            return {note.text for note in note_panel(actor=actor, customer_id=cast.customers["C0001"]).notes}
        except NotVisible:
            return set()


def let_in(cast: Cast, person: str) -> set[str]:
    """What the database alone would let her read."""
    with cast[person].acting():
        return set(Note.objects.values_list("text", flat=True))


class TestShare:
    WHO = (
        ("manager_a1", {"owner", "unit", "all"}),
        ("branch_head_a", {"unit", "all"}),
        ("market_manager_a", {"unit", "all"}),
        ("auditor", {"all"}),
        ("compliance", {"all"}),
        *((person, set()) for person in NOT_HERS),
    )

    @pytest.mark.parametrize(("person", "seen"), WHO)
    def test_each_reads_what_the_level_opens_through_both_walls(
        self, cast: Cast, person: str, seen: set[str]
    ) -> None:
        for share in ("owner", "unit", "all"):
            write(cast, "manager_a1", share)
        assert read(cast, person) == seen
        assert let_in(cast, person) == seen

    def test_the_author_and_the_holder_read_what_is_between_them(self, cast: Cast) -> None:
        write(cast, "branch_head_a", "owner", text="给归属人")
        assert read(cast, "manager_a1") == read(cast, "branch_head_a") == {"给归属人"}
        assert read(cast, "market_manager_a") == let_in(cast, "market_manager_a") == set()

    def test_who_covers_the_holder_reads_with_her(self, cast: Cast) -> None:
        write(cast, "manager_a1", "owner")
        with as_system("cover"):
            Cover.objects.create(
                covered_id=cast["manager_a1"].appointment_id, deputy_id=cast["manager_a2"].appointment_id,
                valid_from=BEGAN, valid_to=TODAY.replace(year=1999),
            )  # fmt: skip
        assert read(cast, "manager_a2") == let_in(cast, "manager_a2") == {"owner"}

    def test_nobody_s_note_of_a_customer_out_of_sight(self, cast: Cast) -> None:
        write(cast, "manager_b1", "all", "C0006")
        assert let_in(cast, "manager_a1") == set()


class TestAddNote:
    def test_refuses_who_may_not_and_an_unknown_level(self, cast: Cast) -> None:
        with pytest.raises(Refused):
            write(cast, "manager_a1", "everybody")
        with pytest.raises(Forbidden):
            write(cast, "auditor", "all")
        with pytest.raises(NotVisible):
            write(cast, "manager_b1", "all")

    def test_by_the_form_and_the_panel(self, cast: Cast) -> None:
        client, number = cast["manager_a1"].client, cast.customers["C0001"]
        assert client.get(f"/customers/{number}/notes/add/").status_code == 200
        assert (
            client.post(
                f"/customers/{number}/notes/add/", {"text": "<b>重要</b>", "share": "unit"}
            ).status_code
            == 302
        )
        assert (
            "&lt;b&gt;重要&lt;/b&gt;"
            in client.get(f"/ui/panels/customer.main/notes/{number}/").content.decode()
        )

    def test_by_api(self, cast: Cast) -> None:
        client, address = cast["manager_a1"].client, f"/api/v1/customers/{cast.customers['C0001']}/notes"
        assert client.post(address, {"text": "备注"}, content_type="application/json").status_code == 200
        assert [(row["text"], row["share"]) for row in client.get(address).json()] == [("备注", "owner")]


class TestChangeNote:
    def test_the_author_alone_changes_and_removes(self, cast: Cast) -> None:
        note = write(cast, "manager_a1", "unit")
        for person, refusal in (
            ("branch_head_a", Forbidden),
            ("manager_a2", NotVisible),
            ("auditor", Forbidden),
        ):
            with pytest.raises(refusal), cast[person].acting() as actor:
                change_note(actor=actor, note_id=note, version=1, text="x", share="all")
        with pytest.raises(Forbidden), cast["branch_head_a"].acting() as actor:
            remove_note(actor=actor, note_id=note)
        with pytest.raises(NotVisible), cast["manager_a2"].acting() as actor:
            remove_note(actor=actor, note_id=note)
        client = cast["manager_a1"].client
        assert (
            client.post(
                f"/customers/notes/{note}/change/", {"text": "新", "share": "all", "version": 1}
            ).status_code
            == 302
        )
        with pytest.raises(Stale), cast["manager_a1"].acting() as actor:
            change_note(actor=actor, note_id=note, version=1, text="x", share="all")
        assert read(cast, "auditor") == {"新"}
        assert client.post(f"/customers/notes/{note}/remove/").status_code == 302
        assert read(cast, "manager_a1") == set()


def get(cast: Cast, person: str, file_id: int) -> HttpResponse:
    return cast[person].client.get(f"/customers/files/{file_id}/")  # type: ignore[return-value]  # the test client's own kind


class TestAddFile:
    def test_comes_back_as_a_download_byte_by_byte(self, cast: Cast) -> None:
        client, number = cast["manager_a1"].client, cast.customers["C0001"]
        sent = {"content": SimpleUploadedFile("../合同.html", PDF, "text/html"), "share": "unit"}
        assert client.post(f"/customers/{number}/files/add/", sent).status_code == 302
        with as_system("look"):
            file = CustomerFile.objects.get()
        assert (file.name, file.kind, file.size) == ("合同.html", "pdf", len(PDF))
        answer = get(cast, "manager_a1", file.pk)
        assert answer.content == PDF
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "合同.html" in client.get(f"/ui/panels/customer.side/files/{number}/").content.decode()

    def test_what_it_is_counts_not_what_it_is_called(self, cast: Cast) -> None:
        for content, code in ((b"MZ\x90\x00", "file_kind"), (b"<script>", "file_kind"), (b"", "file_empty")):
            with pytest.raises(Refused) as refusal:
                keep(cast, content=content)
            assert (refusal.value.code.value, refusal.value.field) == (code, "content")
        with as_system("look"):
            assert not CustomerFile.objects.exists()

    def test_the_pack_says_how_large_and_which(self, cast: Cast) -> None:
        with as_system("pack"):
            MasterSettings.objects.create(
                number_prefix="K", number_digits=4, identity_check="warn", other_countries=True, file_megabytes=1,
                file_kinds=["pdf"],
            )  # fmt: skip
        keep(cast, content=PDF.ljust(1024 * 1024, b" "))
        for content, code in (
            (PDF.ljust(1024 * 1024 + 1, b" "), "file_size"),
            (b"\xff\xd8\xff", "file_kind"),
        ):
            with pytest.raises(Refused) as refusal:
                keep(cast, content=content)
            assert refusal.value.code.value == code

    def test_refuses_who_may_not(self, cast: Cast) -> None:
        with pytest.raises(Forbidden):
            keep(cast, "auditor")
        with pytest.raises(NotVisible):
            keep(cast, "manager_b1")

    @pytest.mark.parametrize(("share", "readers"), [("owner", {"manager_a1"}), ("unit", {"manager_a1", "branch_head_a"}),
                                                    ("all", {"manager_a1", "branch_head_a", "auditor"})])  # fmt: skip
    def test_is_seen_by_its_level_through_both_walls(self, cast: Cast, share: str, readers: set[str]) -> None:
        file_id = keep(cast, share=share)
        for person in ("manager_a1", "branch_head_a", "auditor", *NOT_HERS):
            assert (get(cast, person, file_id).status_code == 200) is (person in readers), person
            with cast[person].acting() as actor:
                assert FileContent.objects.filter(file_id=file_id).exists() is (person in readers), person
                if person in readers:
                    assert len(file_panel(actor=actor, customer_id=cast.customers["C0001"]).files) == 1

    def test_its_author_alone_removes_it_bytes_and_all(self, cast: Cast) -> None:
        file_id = keep(cast)
        with pytest.raises(Forbidden), cast["branch_head_a"].acting() as actor:
            remove_file(actor=actor, file_id=file_id)
        with pytest.raises(NotVisible), cast["manager_a2"].acting() as actor:
            remove_file(actor=actor, file_id=file_id)
        assert cast["manager_a1"].client.post(f"/customers/files/{file_id}/remove/").status_code == 302
        with as_system("look"):
            assert not FileContent.objects.exists()


def tag(cast: Cast, name: str, person: str = "branch_head_a") -> int:
    with cast[person].acting() as actor:
        return add_tag(actor=actor, name=name)


class TestAddTag:
    def test_is_a_word_of_the_organisation_s_own_once(self, cast: Cast) -> None:
        client = cast["branch_head_a"].client
        assert client.post("/customers/tags/add/", {"name": " 重点  客户 "}).status_code == 302
        with pytest.raises(Refused) as refusal:
            tag(cast, "重点 客户")
        assert refusal.value.code.value == "tag_there"
        with pytest.raises(Forbidden):
            tag(cast, "另一个", "manager_a1")


class TestTagCustomer:
    def test_marks_once_and_takes_off(self, cast: Cast) -> None:
        word, client, number = tag(cast, "重点"), cast["manager_a1"].client, cast.customers["C0001"]
        assert [o["label"] for o in client.get("/customers/tags/pick/?q=重").json()["options"]] == ["重点"]
        assert client.post(f"/customers/{number}/tags/add/", {"tag_id": word}).status_code == 302
        assert "重点" in client.get(f"/ui/panels/customer.side/tags/{number}/").content.decode()
        for tag_id, code in ((word, "tag_given"), (word + 999, "unknown_tag")):
            with pytest.raises(Refused) as refusal, cast["manager_a1"].acting() as actor:
                tag_customer(actor=actor, customer_id=number, tag_id=tag_id)
            assert refusal.value.code.value == code
        assert client.post(f"/customers/{number}/tags/{word}/remove/").status_code == 302
        with pytest.raises(Refused), cast["manager_a1"].acting() as actor:
            untag_customer(actor=actor, customer_id=number, tag_id=word)


class TestTaggedList:
    @pytest.mark.parametrize("n", [10, 100])
    def test_lists_those_in_scope_at_the_same_cost(
        self, cast: Cast, n: int, django_assert_num_queries: Any
    ) -> None:
        word = tag(cast, "重点")
        with as_system("many"):
            ids = [make_customer(f"M{i:03}", f"客户{i}", cast["manager_a1"].holder_id or 0) for i in range(n)]
            CustomerTag.objects.bulk_create(
                CustomerTag(tag_id=word, customer_id=pk) for pk in [*ids, cast.customers["C0006"]]
            )
        client = cast["manager_a1"].client
        client.get("/ui/more/")  # the badges are kept from now on
        with django_assert_num_queries(9):
            shown = client.get(f"/customers/tags/{word}/").content.decode()
        assert "M001" in shown
        assert "C0006" not in shown
