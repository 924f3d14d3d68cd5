"""A pack is read as a whole, strictly; what is wrong is told by file, line and key, in both languages."""

from pathlib import Path

import pytest
from django.utils.translation import override
from pydantic import BaseModel

from kejing.engines.packs import sections as registry
from kejing.engines.packs.faults import PackRefused
from kejing.engines.packs.manifest import Strict, Vocabulary
from kejing.engines.packs.public import validate
from kejing.engines.packs.reading import read_pack
from kejing.engines.packs.sections import register_files, register_section
from kejing.engines.packs.vocabulary import PackRefusal

MANIFEST = "code: toy\nversion: 1\nlabel: {zh: 玩具, en: Toy}\nsummary: {zh: 试用, en: For tests}\n"
WORD = "{zh: 客户, en: customer, plural: customers}"
WORDS = "".join(f"{name}: {WORD}\n" for name in Vocabulary.model_fields)


class Recipe(Strict):
    code: str
    weight: int
    sql: str


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small right pack, with a file section and a folder section."""
    monkeypatch.setattr(registry, "_sections", {})
    monkeypatch.setattr(registry, "_checked_files", {})
    register_section("vocabulary", Vocabulary, lambda _value, _actor: (0, 0), required=True)
    register_section("recipes", Recipe, lambda _value, _actor: (0, 0), files="recipes/*.sql", body_key="sql")
    pack = tmp_path / "toy"
    (pack / "recipes").mkdir(parents=True)
    (pack / "pack.yaml").write_text(MANIFEST, encoding="utf-8")
    (pack / "vocabulary.yaml").write_text(WORDS, encoding="utf-8")
    (pack / "recipes" / "one.sql").write_text(
        "/*---\ncode: one\nweight: 3\n---*/\nSELECT 1\n", encoding="utf-8"
    )
    return pack


def test_a_right_pack_is_read(folder: Path) -> None:
    pack = read_pack(folder)
    assert (pack.manifest.code, pack.manifest.version) == ("toy", 1)
    assert pack.parts["recipes"] == [Recipe(code="one", weight=3, sql="SELECT 1")]
    assert pack.parts["vocabulary"].customer.plural == "customers"
    assert validate(folder) == ()


def test_the_hash_covers_every_file(folder: Path) -> None:
    before = read_pack(folder).sha256
    assert read_pack(folder).sha256 == before
    (folder / "recipes" / "one.sql").write_text("/*---\ncode: one\nweight: 4\n---*/\nSELECT 1\n")
    assert read_pack(folder).sha256 != before


def test_an_unknown_key_names_file_line_and_key_in_both_languages(folder: Path) -> None:
    (folder / "vocabulary.yaml").write_text(WORDS + "colour: red\n", encoding="utf-8")
    (fault,) = validate(folder)
    assert fault.code is PackRefusal.UNKNOWN_KEY
    with override("en"):
        assert fault.text == "vocabulary.yaml, line 8: there is no key “colour”."
    with override("zh-hans"):
        assert fault.text == "vocabulary.yaml 第 8 行：没有“colour”这个键。"


def test_an_unknown_key_deep_inside_and_in_a_header_is_found(folder: Path) -> None:
    words = WORDS.replace(WORD, "{zh: 客户, en: customer, plural: customers, shade: 1}", 1)
    (folder / "vocabulary.yaml").write_text(words, encoding="utf-8")
    (folder / "recipes" / "one.sql").write_text("/*---\ncode: one\nweight: 3\nheat: 9\n---*/\nSELECT 1\n")
    found = {(f.params["file"], f.params["line"], f.params["key"]) for f in validate(folder)}
    assert found == {("vocabulary.yaml", 1, "customer.shade"), ("recipes/one.sql", 4, "heat")}


@pytest.mark.parametrize(
    ("file", "text", "code", "line"),
    [
        ("vocabulary.yaml", WORDS.partition("\n")[2], PackRefusal.MISSING_KEY, 1),
        ("vocabulary.yaml", WORDS + "customer: 1\n", PackRefusal.REPEATED_KEY, 8),
        ("vocabulary.yaml", WORDS + "a: [\n", PackRefusal.NOT_YAML, 9),
        ("vocabulary.yaml", "", PackRefusal.BAD_VALUE, 1),
        ("recipes/one.sql", "SELECT 1", PackRefusal.NO_HEADER, None),
        ("recipes/one.sql", "/*---\ncode: one\nweight: heavy\n---*/\nSELECT 1", PackRefusal.BAD_VALUE, 3),
        ("recipes/two.txt", "x", PackRefusal.UNKNOWN_PART, None),
        ("surprise.yaml", "x: 1", PackRefusal.UNKNOWN_PART, None),
        ("pack.yaml", MANIFEST.replace("toy", "doll"), PackRefusal.OTHER_CODE, None),
    ],
)
def test_what_is_wrong_is_named(
    folder: Path, file: str, text: str, code: PackRefusal, line: int | None
) -> None:
    (folder / file).write_text(text, encoding="utf-8")
    fault = validate(folder)[0]
    assert (fault.code, fault.params["file"], fault.params.get("line")) == (code, file, line)
    assert fault.text


def test_a_file_that_is_not_utf8_is_refused(folder: Path) -> None:
    (folder / "vocabulary.yaml").write_bytes("客户".encode("gb18030"))
    assert validate(folder)[0].code is PackRefusal.NOT_YAML


def test_a_missing_part_and_a_folder_without_a_pack_are_refused(folder: Path) -> None:
    (folder / "vocabulary.yaml").unlink()
    assert [f.code for f in validate(folder)] == [PackRefusal.MISSING_PART]
    (folder / "pack.yaml").unlink()
    with pytest.raises(PackRefused) as refused:
        read_pack(folder)
    assert refused.value.code is PackRefusal.NO_PACK


def test_files_of_another_engine_are_checked_by_it(folder: Path) -> None:
    register_files("imports/*.yaml", lambda path: None if path.stem == "good" else "line 1: bad")
    (folder / "imports").mkdir()
    (folder / "imports" / "good.yaml").write_text("x: 1")
    before = read_pack(folder).sha256
    (folder / "imports" / "good.yaml").write_text("x: 2")
    assert read_pack(folder).sha256 != before
    (folder / "imports" / "ill.yaml").write_text("x: 1")
    (fault,) = validate(folder)
    assert (fault.code, fault.params["file"]) == (PackRefusal.UNFIT_PART, "imports/ill.yaml")


def test_a_section_must_forbid_unknown_keys() -> None:
    class Loose(BaseModel):
        anything: int

    with pytest.raises(ValueError, match="must forbid"):
        register_section("loose", Loose, lambda _value, _actor: (0, 0))
