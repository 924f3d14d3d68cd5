"""What the API's tests share: a bearer token of anybody, and the product as a WSGI application."""

from collections.abc import Callable, Iterator

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from kejing.foundation.identity.public import make_token
from tests.cast import Cast

Bearer = Callable[[str], dict[str, str]]


@pytest.fixture
def bearer(cast: Cast) -> Bearer:
    """The header with which a program acts as one of the cast."""

    def header(person: str) -> dict[str, str]:
        with cast["administrator"].acting() as actor:
            secret = make_token(actor=actor, username=person, name="test")
        return {"Authorization": f"Bearer {secret}"}

    return header


@pytest.fixture
def kept_connection(db: None) -> Iterator[None]:
    """Requests go on in the test's transaction: Django would close its connection after each."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
