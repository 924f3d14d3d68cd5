"""pytest plugin, loaded first: the environment the suite's Django reads."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[1]
os.environ.update(
    KEJING_TESTING="1",
    KEJING_DEMO="1",
    KEJING_SECRET_KEY="for tests only",
    KEJING_TRAIL_KEY="for tests only",
    KEJING_HOME=str(ROOT / "build" / "test-home" / os.environ.get("PYTEST_XDIST_WORKER", "main")),
    KEJING_ALLOWED_HOSTS="testserver,127.0.0.1,localhost",
    KEJING_TIME_ZONE="Asia/Shanghai",
)
