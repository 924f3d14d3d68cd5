"""The product's settings for production, and a second way to the database for the bare view."""

import os
from pathlib import Path

from kejing.app.settings import *  # noqa: F403  # the product's own, whole
from kejing.app.settings import DATABASES, TEMPLATES, _database

HERE = Path(__file__).parent
# The owner is not bound by row-level security: the bare view reads the rows without a context.
DATABASES["bare"] = _database(os.environ["DATABASE_OWNER_URL"], pooled=True)
TEMPLATES[0]["DIRS"] = [HERE / "templates"]
ROOT_URLCONF = "tests.performance.urls"
PACKS_DIR = HERE / "packs"
