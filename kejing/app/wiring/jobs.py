"""The jobs the worker knows: each module's `tasks` declares its own."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings

from kejing.foundation.kernel import jobs


def on_app_ready(app: Any) -> None:
    for name in settings.INSTALLED_APPS:
        if name.startswith("kejing.") and find_spec(f"{name}.tasks"):
            import_module(f"{name}.tasks")
    jobs.register_with(app)
