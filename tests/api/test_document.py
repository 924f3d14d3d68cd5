"""The document is the committed one, and says of each operation how it refuses."""

import json

from tests.api.snapshot import FILE, document


def test_the_document_is_the_one_programs_were_told() -> None:
    """After a wanted change: python -m tests.api.snapshot, and a line in the changelog."""
    assert document() == FILE.read_text(encoding="utf-8")


def test_each_operation_is_signed_in_and_tells_its_refusals() -> None:
    for methods in json.loads(document())["paths"].values():
        for operation in methods.values():
            assert operation["security"] == [{"TokenAuth": []}, {"SessionAuth": []}]
            assert {"401", "403", "404", "409", "422"} <= operation["responses"].keys()
