"""The API's contract, kept beside its tests: `python -m tests.api.snapshot` writes it anew after a wanted change."""

import json
from pathlib import Path

FILE = Path(__file__).with_name("openapi.json")


def document() -> str:
    """The OpenAPI document as text that differs only where the contract does."""
    from kejing.app.api.urls import api

    found = api.get_openapi_schema(path_prefix="/api/v1/")
    return json.dumps(found, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    import os

    import django

    import tests.environment  # noqa: F401  # sets what the settings read

    os.environ["DJANGO_SETTINGS_MODULE"] = "kejing.app.settings"
    django.setup()
    FILE.write_text(document(), encoding="utf-8")
    print(f"wrote {FILE.name}")
