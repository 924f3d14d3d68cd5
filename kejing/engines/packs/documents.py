"""Text files of a pack, read with the line of every key, so that an error can point at it."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from kejing.engines.packs.faults import Fault, PackRefused
from kejing.engines.packs.vocabulary import PackRefusal

Keys = tuple[str | int, ...]
HEADER_OPENS, HEADER_CLOSES = "/*---", "---*/"


@dataclass(frozen=True, slots=True)
class Document:
    """The data of one file, and the line on which each key of it stands."""

    file: str
    data: Any
    lines: Mapping[Keys, int]

    def line_of(self, keys: Keys) -> int:
        """The line of a key; for a key that is not there, that of the nearest one above it."""
        while keys and keys not in self.lines:
            keys = keys[:-1]
        return self.lines.get(keys, 1)


def read_yaml(file: str, text: str, first_line: int = 1) -> Document:
    """Read YAML. Raises PackRefused for text that is not YAML and for a key that stands twice."""
    loader = yaml.SafeLoader(text)
    try:
        node = loader.get_single_node()
        lines: dict[Keys, int] = {}
        faults: list[Fault] = []
        for keys, line, repeated in _walk(node, (), first_line) if node else ():
            if repeated:
                faults.append(_fault(PackRefusal.REPEATED_KEY, file, line, key=keys[-1]))
            lines.setdefault(keys, line)
        if faults:
            raise PackRefused(faults)
        data = loader.construct_document(node) if node else None
    except yaml.MarkedYAMLError as error:
        line = first_line + (error.problem_mark.line if error.problem_mark else 0)
        raise PackRefused([_fault(PackRefusal.NOT_YAML, file, line, why=error.problem)]) from error
    except (yaml.YAMLError, ValueError) as error:
        raise PackRefused([_fault(PackRefusal.NOT_YAML, file, first_line, why=error)]) from error
    finally:
        loader.dispose()
    return Document(file, data, lines)


def read_headed(file: str, text: str, body_key: str) -> Document:
    """Read a file that opens with a YAML header between `/*---` and `---*/`; the rest becomes `body_key`.

    Raises PackRefused when there is no header.
    """
    opens, found, rest = text.partition(HEADER_OPENS)
    header, closed, body = rest.partition(HEADER_CLOSES)
    if opens.strip() or not found or not closed:
        raise PackRefused([Fault(PackRefusal.NO_HEADER, {"file": file})])
    head = read_yaml(file, header, first_line=1 + opens.count("\n"))
    data = head.data if isinstance(head.data, dict) else {}
    body_line = 1 + (opens + header).count("\n")
    return Document(file, {**data, body_key: body.strip()}, {**head.lines, (body_key,): body_line})


def _walk(node: yaml.Node, keys: Keys, first_line: int) -> Iterator[tuple[Keys, int, bool]]:
    """(keys, line, whether the key stood there before) of a node and all below it."""
    if isinstance(node, yaml.MappingNode):
        seen: set[Hashable] = set()
        for key_node, value_node in node.value:
            below = (*keys, key_node.value)
            yield below, first_line + key_node.start_mark.line, key_node.value in seen
            seen.add(key_node.value)
            yield from _walk(value_node, below, first_line)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield (*keys, index), first_line + item.start_mark.line, False
            yield from _walk(item, (*keys, index), first_line)


def _fault(code: PackRefusal, file: str, line: int, **params: object) -> Fault:
    return Fault(code, {"file": file, "line": line, **{name: str(value) for name, value in params.items()}})
