"""The product's settings for production, and a second way to the database for the bare view."""

import os
import sys
from pathlib import Path

from kejing.app.settings import *  # noqa: F403  # the product's own, whole
from kejing.app.settings import DATABASES, TEMPLATES, _database

# The memory is measured: `rich` comes with the tools of the tests, no installation has it, and structlog would take it.
sys.modules["rich"] = None  # type: ignore[assignment]  # this is how Python is told that there is none
HERE = Path(__file__).parent
# The owner is not bound by row-level security: the bare view reads the rows without a context.
DATABASES["bare"] = _database(os.environ["DATABASE_OWNER_URL"], pooled=True)
TEMPLATES[0]["DIRS"] = [HERE / "templates"]
ROOT_URLCONF = "tests.performance.urls"
PACKS_DIR = HERE / "packs"
