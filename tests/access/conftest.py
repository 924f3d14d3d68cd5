"""Files that requests make go away with the test."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _home(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
