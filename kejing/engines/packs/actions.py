"""Apply a pack: all of it or nothing, creating what is missing, never overwriting."""

from pathlib import Path

from django.db import connection
from django.utils.translation import gettext_lazy as _

from kejing.engines.packs import words
from kejing.engines.packs.manifest import Vocabulary
from kejing.engines.packs.models import InstalledPack, Word
from kejing.engines.packs.queries import installed
from kejing.engines.packs.reading import Pack, folder_of, read_pack
from kejing.engines.packs.sections import sections
from kejing.engines.packs.vocabulary import APPLY
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.clock import system_now


@action(
    "packs.apply_pack", label=_("Apply an industry pack"), permission=APPLY, subject="pack", private=("root",)
)
def apply_pack(*, actor: Actor, code: str, root: Path | None = None) -> int:
    """Apply the pack in `<root>/<code>` (root: the product's own packs) and return its installed id.

    Applying the same version again changes nothing. Raises PackRefused for a faulty pack, for other content
    under an installed version and for an older version.
    """
    pack = read_pack(folder_of(code, root))
    _one_at_a_time()
    if (there := installed(pack)) is not None:
        return there.pk
    outcome = {
        section.name: section.apply(pack.parts[section.name], actor)
        for section in sections()
        if section.name in pack.parts
    }
    return _record(pack, outcome, actor).pk


def _one_at_a_time() -> None:
    """Two applications at once would both find the same rows missing."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('packs.apply_pack'))")


def _record(pack: Pack, outcome: dict[str, tuple[int, int]], actor: Actor) -> InstalledPack:
    return InstalledPack.objects.create(
        code=pack.manifest.code,
        version=pack.manifest.version,
        label_zh=pack.manifest.label.zh,
        label_en=pack.manifest.label.en,
        sha256=pack.sha256,
        outcome=outcome,
        applied_at=system_now(),
        applied_by=actor.user_id,
    )


def apply_vocabulary(vocabulary: Vocabulary, _actor: Actor) -> tuple[int, int]:
    """The section `vocabulary`: words that are not there yet."""
    known = set(Word.objects.values_list("code", flat=True))
    specs = {code: getattr(vocabulary, code) for code in Vocabulary.model_fields}
    new = [
        Word(code=code, zh=spec.zh, en=spec.en, en_plural=spec.plural)
        for code, spec in specs.items()
        if code not in known
    ]
    Word.objects.bulk_create(new)
    words.forget()
    return len(new), len(specs) - len(new)
