"""The sections a pack may have. Each belongs to a module, which gives its schema and applies it.

`app.wiring` registers them in the order in which they are applied: roles before the posts that name them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel

from kejing.foundation.kernel.actor import Actor


class Outcome(NamedTuple):
    """What applying a section did: rows created, and rows that were there already and kept as they are."""

    created: int = 0
    kept: int = 0


Apply = Callable[[Any, Actor], tuple[int, int]]
"""(the validated section: one model, a list of them for a folder; the actor) -> (rows created, rows kept)"""
Check = Callable[[Path], str | None]
"""A file that another engine reads at run time -> what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Section:
    """`files` is `roles.yaml`, or a pattern such as `metrics/*.sql`, whose files each fit the schema."""

    name: str
    schema: type[BaseModel]
    apply: Apply
    files: str
    required: bool
    body_key: str | None

    @property
    def is_folder(self) -> bool:
        return "/" in self.files


_sections: dict[str, Section] = {}
_checked_files: dict[str, Check] = {}


def register_section(
    name: str,
    schema: type[BaseModel],
    apply: Apply,
    *,
    files: str | None = None,
    required: bool = False,
    body_key: str | None = None,
) -> None:
    """Declare a section. Without `files` it is `<name>.yaml`.

    `body_key` is for files that open with a YAML header: the text after it goes under that key. The schema
    must forbid extra keys; raises ValueError when it does not.
    """
    if schema.model_config.get("extra") != "forbid":
        raise ValueError(f"the schema of section {name!r} must forbid unknown keys")
    _sections[name] = Section(name, schema, apply, files or f"{name}.yaml", required, body_key)


def register_files(files: str, check: Check) -> None:
    """Declare files of a pack that another engine reads where they lie, such as `imports/*.yaml`.

    They are part of the pack's hash, and a pack whose files do not pass the check is refused.
    """
    _checked_files[files] = check


def sections() -> list[Section]:
    """All sections, in the order they are applied."""
    return list(_sections.values())


def checked_files() -> dict[str, Check]:
    return dict(_checked_files)
