"""The document is the committed one, and says of each operation how it refuses."""

import json

import pytest

from tests.api.snapshot import FILE, document


def test_the_document_is_the_one_programs_were_told() -> None:
    """After a wanted change: python -m tests.api.snapshot, and a line in the changelog."""
    assert document() == FILE.read_text(encoding="utf-8")


def operations() -> list[tuple[str, str, dict[str, object]]]:
    paths = json.loads(document())["paths"]
    return [(path, method, found) for path, methods in paths.items() for method, found in methods.items()]


@pytest.mark.parametrize(("path", "method", "operation"), operations(), ids=lambda value: str(value)[:60])
def test_each_operation_is_signed_in_and_tells_its_refusals(path: str, method: str, operation: dict[str, dict[str, object]]) -> None:
    assert operation["security"] == [{"TokenAuth": []}, {"SessionAuth": []}]
    assert {"401", "403", "404", "409", "422"} <= operation["responses"].keys()
