"""What is wrong with a pack, told by file, line and key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kejing.engines.packs.vocabulary import PackRefusal
from kejing.foundation.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Fault:
    code: PackRefusal
    params: Mapping[str, object]

    @property
    def text(self) -> str:
        """The sentence in the reader's language."""
        return str(self.code.label) % self.params

    def __str__(self) -> str:
        return self.text


class PackRefused(Refused):
    """A pack that cannot be applied; nothing of it was. `faults` lists all of them, `text` says the first."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults[0].code, None, **faults[0].params)
        self.faults = tuple(faults)
