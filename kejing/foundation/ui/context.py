"""What every template finds: theme, language, navigation, and in development how the page was made."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from kejing.foundation.kernel import clock
from kejing.foundation.ui import formats
from kejing.foundation.ui.nav import Navigation

THEME_COOKIE = "kejing_theme"


@dataclass(frozen=True, slots=True)
class Making:
    """For the footer in development: which view and template made the page, with how many queries."""

    request: HttpRequest

    @property
    def view(self) -> str:
        match = self.request.resolver_match
        view = match.func if match else None
        return f"{view.__module__}.{getattr(view, '__name__', '')}" if view else ""

    @property
    def template(self) -> str:
        return getattr(self.request, "kejing_template", "")

    @property
    def queries(self) -> int:
        return len(connection.queries)


def page(request: HttpRequest) -> dict[str, Any]:
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "theme": theme if theme in {"light", "dark"} else "",
        "html_lang": "zh-CN" if formats.chinese() else "en",
        "actor": getattr(request, "actor", None),
        "nav": Navigation(request),
        "today": clock.today,
        "demo": settings.DEMO,
        "making": Making(request) if settings.DEVELOPMENT else None,
    }
