"""A pack is applied as a whole or not at all, once, by somebody who may; it never overwrites."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation import override

from kejing.engines.packs import sections as registry
from kejing.engines.packs import words
from kejing.engines.packs.actions import apply_pack, apply_vocabulary
from kejing.engines.packs.faults import PackRefused
from kejing.engines.packs.manifest import Vocabulary
from kejing.engines.packs.models import InstalledPack, Word
from kejing.engines.packs.queries import installed_packs, is_waiting
from kejing.engines.packs.sections import register_section
from kejing.engines.packs.tests.test_reading import MANIFEST, WORDS, Recipe
from kejing.engines.packs.vocabulary import PackRefusal
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import KernelRefusal, Refused


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the pack `toy`."""
    monkeypatch.setattr(registry, "_sections", {})
    monkeypatch.setattr(registry, "_checked_files", {})
    register_section("vocabulary", Vocabulary, apply_vocabulary)
    (tmp_path / "toy").mkdir()
    write(tmp_path)
    return tmp_path


@pytest.fixture
def actor(db: None) -> Iterator[Actor]:
    words.forget()
    with as_system("test") as actor:
        yield actor
    words.forget()


def write(root: Path, manifest: str = MANIFEST, vocabulary: str = WORDS) -> None:
    (root / "toy" / "pack.yaml").write_text(manifest, encoding="utf-8")
    (root / "toy" / "vocabulary.yaml").write_text(vocabulary, encoding="utf-8")


def test_a_pack_is_applied_once(actor: Actor, root: Path) -> None:
    first = apply_pack(actor=actor, code="toy", root=root)
    assert apply_pack(actor=actor, code="toy", root=root) == first
    (card,) = installed_packs()
    assert (card.code, card.version, card.label_zh) == ("toy", 1, "玩具")
    assert card.outcome == {"vocabulary": (7, 0)}


def test_a_later_version_adds_and_overwrites_nothing(actor: Actor, root: Path) -> None:
    apply_pack(actor=actor, code="toy", root=root)
    Word.objects.filter(code="points").delete()
    write(root, MANIFEST.replace("version: 1", "version: 2"), WORDS.replace("客户", "户主"))
    apply_pack(actor=actor, code="toy", root=root)
    assert installed_packs()[0].outcome == {"vocabulary": (1, 6)}
    assert Word.objects.get(code="customer").zh == "客户"
    assert Word.objects.get(code="points").zh == "户主"


@pytest.mark.parametrize(
    ("manifest", "vocabulary", "code"),
    [
        (MANIFEST, WORDS.replace("客户", "户主"), PackRefusal.SAME_VERSION),
        (MANIFEST.replace("version: 1", "version: 0"), WORDS, PackRefusal.BAD_VALUE),
        (MANIFEST.replace("version: 1", "version: 2"), WORDS + "colour: red\n", PackRefusal.UNKNOWN_KEY),
    ],
)
def test_a_pack_that_does_not_follow_is_refused(
    actor: Actor, root: Path, manifest: str, vocabulary: str, code: PackRefusal
) -> None:
    apply_pack(actor=actor, code="toy", root=root)
    write(root, manifest, vocabulary)
    with pytest.raises(PackRefused) as refused:
        apply_pack(actor=actor, code="toy", root=root)
    assert refused.value.code is code
    assert InstalledPack.objects.count() == 1


def test_an_older_version_is_refused(actor: Actor, root: Path) -> None:
    write(root, MANIFEST.replace("version: 1", "version: 3"))
    apply_pack(actor=actor, code="toy", root=root)
    write(root)
    with pytest.raises(PackRefused) as refused:
        apply_pack(actor=actor, code="toy", root=root)
    assert refused.value.code is PackRefusal.OLDER_VERSION


@pytest.mark.parametrize("code", ["nowhere", "../toy", "toy/..", ""])
def test_only_a_folder_of_the_packs_is_a_pack(actor: Actor, root: Path, code: str) -> None:
    with pytest.raises(PackRefused) as refused:
        apply_pack(actor=actor, code=code, root=root)
    assert refused.value.code is PackRefusal.NO_PACK


def test_a_section_that_refuses_undoes_the_others(actor: Actor, root: Path) -> None:
    def refuse(_value: object, _actor: Actor) -> tuple[int, int]:
        raise Refused(KernelRefusal.FORBIDDEN, permission="x")

    register_section("recipes", Recipe, refuse, files="recipes/*.sql", body_key="sql")
    with pytest.raises(Refused):
        apply_pack(actor=actor, code="toy", root=root)
    assert Word.objects.count() == 0
    assert InstalledPack.objects.count() == 0


def test_an_unknown_key_applies_nothing(actor: Actor, root: Path) -> None:
    write(root, vocabulary=WORDS + "colour: red\n")
    with pytest.raises(PackRefused) as refused:
        apply_pack(actor=actor, code="toy", root=root)
    with override("en"):
        assert refused.value.text == "vocabulary.yaml, line 8: there is no key “colour”."
    assert Word.objects.count() == 0


def test_words_come_in_the_readers_language_with_their_plural(actor: Actor, root: Path) -> None:
    assert words.word("key_account", "en") == "key account"
    apply_pack(actor=actor, code="toy", root=root)
    with override("en"):
        assert (words.word("customer"), words.word("customers")) == ("customer", "customers")
    with override("zh-hans"):
        assert (words.word("customer"), words.word("customers")) == ("客户", "客户")
    assert words.words("en")["units"] == "customers"


def test_a_newer_version_waits_until_it_is_applied(actor: Actor, root: Path) -> None:
    assert is_waiting("toy", root)
    apply_pack(actor=actor, code="toy", root=root)
    assert not is_waiting("toy", root)
    write(root, MANIFEST.replace("version: 1", "version: 2"))
    assert is_waiting("toy", root)
    write(root, MANIFEST, WORDS.replace("客户", "户主"))
    with pytest.raises(PackRefused) as refused:
        is_waiting("toy", root)
    assert refused.value.code is PackRefusal.SAME_VERSION
