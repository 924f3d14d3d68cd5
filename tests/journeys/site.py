"""What a journey needs: the real server on a database of its own, a real browser, and the eyes on both."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright

from tests.cast import Cast
from tests.chromium import QUIET, browser_path
from tests.database import url_for

ROOT = Path(__file__).parents[2]
PATIENCE = 10_000
"""Milliseconds a step may take on two busy cores."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(database: str, home: Path) -> Iterator[str]:
    """granian on the database, as the product runs it; its address. Ended by its own process id."""
    port = free_port()
    environment = os.environ | {
        "DATABASE_URL": url_for(database, "APP"),
        "DATABASE_OWNER_URL": url_for(database, "OWNER"),
        "DJANGO_SETTINGS_MODULE": "kejing.app.settings",
        "KEJING_HOME": str(home),
    }
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    command += ["--blocking-threads", "4", "--no-ws", "kejing.app.web.wsgi:application"]
    with (home / "server.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(address, process, home / "server.log")
            yield address
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urlopen(f"{address}/healthz", timeout=2).close()  # noqa: S310  # our own address
        except (URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"the server did not start: {log.read_text()[-2_000:]}")


@contextmanager
def browsing(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=browser_path(), args=QUIET)
    yield browser
    browser.close()


@dataclass
class Reader:
    """Somebody of the cast at her browser. `complaints`: what the browser's console said on the way."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    def note(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def open(self, path: str) -> None:
        self.page.goto(f"{self.address}{path}")

    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def serious(self) -> list[str]:
        """What axe calls serious or critical on the page as it stands."""
        found = Axe().run(self.page).response["violations"]
        return [
            f"{row['id']}: {row['nodes'][0]['html'][:120]}"
            for row in found
            if row["impact"] in {"serious", "critical"}
        ]

    def fits(self) -> bool:
        """Whether nothing sticks out of the window."""
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        return not self.page.evaluate(wide)


@dataclass
class Site:
    """The served product with the cast in its database."""

    address: str
    cast: Cast
    browser: Browser
    database: str
    readers: list[Reader] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def stranger(self, *, language: str = "en", width: int = 1280) -> Reader:
        """A browser of its own, in which nobody is signed in."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 900}, locale=language, reduced_motion="reduce"
        )
        context.set_default_timeout(PATIENCE)
        context.add_cookies([{"name": "kejing_language", "value": language, "url": self.address}])
        page = context.new_page()
        reader = Reader(page, self.address)
        page.on("console", reader.note)
        page.on("pageerror", lambda error: reader.complaints.append(str(error)))
        self.readers.append(reader)
        self.contexts.append(context)
        return reader

    def reader(self, person: str, *, language: str = "en", width: int = 1280) -> Reader:
        """Sign in as one of the cast with one click of the demo's first page."""
        reader = self.stranger(language=language, width=width)
        reader.open("/demo/")
        button = reader.page.locator(f"form[action='/demo/sign-in/{person}/'] button")
        button.evaluate("button => button.click()")
        reader.page.wait_for_url(lambda url: "/demo/" not in url)
        return reader

    def close(self) -> list[str]:
        """End every browser window; what their consoles complained of."""
        for context in self.contexts:
            context.close()
        return [complaint for reader in self.readers for complaint in reader.complaints]
