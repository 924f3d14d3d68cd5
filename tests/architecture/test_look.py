"""`make look` photographs every page of the product."""

from tests.architecture.routes import pages
from tests.look_screens import FIRST_LINK, SCREENS

PARTS = {
    "filling": "a strip of the cast's page",
    "import_course": "leads on at once unless a large file is under way",
    "read_again": "a form of map_columns, alone when it was filled in wrong",
    "choose_sheet": "a form of map_columns, alone when it was filled in wrong",
    "map_columns": "needs a file that somebody brought; the demo has none",
    "close_progress": "a strip of the page of the close",
    "customer_filters": "a strip of the list, as it stands there when filters are in force",
    # service standards
    "explain_answer": "needs an answer that is late; the demo's questions were asked before there were classes",
    "bell": "the bell of every page",
    "target_parts": "a level of the tree, as it stands there when it was opened",
    "explain_difference": "needs parts that do not sum where that must be explained; the demo has none",
    # duplicates
    "check_duplicate": "a strip of the forms that enter customers",
    "duplicate_progress": "a strip of the queue of pairs",
    "verify_trail": "answers a button; a journey looks at it",
}
"""Pages that are not photographed, each with the reason."""


def test_every_page_is_photographed() -> None:
    words = {route.word for route in pages()}
    assert not words - {name for name, _, _ in SCREENS} - PARTS.keys()
    assert not PARTS.keys() - words


def test_every_address_can_be_filled() -> None:
    kinds = {address.partition("}")[0] + "}" for _, address, _ in SCREENS if "{" in address}
    assert kinds == FIRST_LINK.keys()
    assert len({name for name, _, _ in SCREENS}) == len(SCREENS)
