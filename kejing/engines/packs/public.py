"""The door of the packs engine."""

from pathlib import Path

from kejing.engines.packs.actions import apply_pack, apply_vocabulary
from kejing.engines.packs.faults import Fault, PackRefused
from kejing.engines.packs.manifest import Label, Strict, Vocabulary
from kejing.engines.packs.queries import PackCard, installed_packs, is_waiting
from kejing.engines.packs.reading import Pack, read_pack
from kejing.engines.packs.sections import Outcome, register_files, register_section, sections
from kejing.engines.packs.words import forget, word, words

__all__ = [
    "Fault",
    "Label",
    "Outcome",
    "Pack",
    "PackCard",
    "PackRefused",
    "Strict",
    "Vocabulary",
    "apply_pack",
    "apply_vocabulary",
    "forget",
    "installed_packs",
    "is_waiting",
    "read_pack",
    "register_files",
    "register_section",
    "sections",
    "validate",
    "word",
    "words",
]


def validate(folder: Path) -> tuple[Fault, ...]:
    """Every fault of a pack folder, none when it may be applied. Reads only; needs no database."""
    try:
        read_pack(folder)
    except PackRefused as refused:
        return refused.faults
    return ()
