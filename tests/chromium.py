"""The browser of the journeys and the photographs: where it is, and how to keep it quiet."""

import shutil

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def browser_path() -> str | None:
    """The first browser there is, or None."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)
