"""Two Django handlers in one process: the product's, and one without any middleware for the bare page."""

from collections.abc import Iterable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.test.utils import override_settings

from kejing.app.web.wsgi import application as product

with override_settings(MIDDLEWARE=[]):
    bare = WSGIHandler()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    handler = bare if environ["PATH_INFO"].startswith("/bare/") else product
    return handler(environ, start_response)
