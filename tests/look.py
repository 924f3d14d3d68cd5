"""`make look`: photographs of the running demo's screens, with what axe finds on them, into build/look/.

Each screen as each role that may open it, and as its main role in both languages; 390 and 1440 px, light and
dark. SCREEN= and ROLE= narrow it. The demo has to be running (`make run`); KEJING_PORT names another port.
"""

import html
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.chromium import QUIET, browser_path
from tests.look_screens import FIRST_LINK, SCREENS, STATUS

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "build" / "look"
ALL_WAYS = [("zh-hans", "light"), ("en", "light"), ("zh-hans", "dark"), ("en", "dark")]
BASE = f"http://127.0.0.1:{os.environ.get('KEJING_PORT') or 8000}"


@dataclass(frozen=True, slots=True)
class Shot:
    """One photograph to take."""

    screen: str
    address: str
    role: str
    language: str
    width: int
    theme: str

    @property
    def file(self) -> str:
        return f"{self.screen}-{self.role or 'nobody'}-{self.language}-{self.width}-{self.theme}.png"


def shots() -> Iterator[Shot]:
    """Every role in Chinese at both widths; the main role in both languages, light and dark."""
    for screen, address, roles in SCREENS:
        for role in roles:
            if os.environ.get("SCREEN", "") not in {"", screen} or os.environ.get("ROLE", "") not in {
                "",
                role,
            }:
                continue
            ways = ALL_WAYS if role == roles[0] else ALL_WAYS[:1]
            for width in (390, 1440):
                yield from (Shot(screen, address, role, language, width, theme) for language, theme in ways)


def main() -> int:
    try:
        urlopen(f"{BASE}/healthz", timeout=5).close()  # noqa: S310  # our own address
    except OSError:
        print(f"Nothing answers at {BASE}: start the demo with `make run` first.", file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    taken: list[tuple[Shot, list[str]]] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=QUIET)
        for role in dict.fromkeys(shot.role for shot in shots()):
            taken += _as_role(browser, role)
        browser.close()
    _index(taken)
    bad = [(shot, found) for shot, found in taken if found]
    for shot, found in bad:
        print(f"{shot.file}: {', '.join(found)}")
    print(f"{len(taken)} pictures in build/look/index.html; {len(bad)} with something serious.")
    return 1 if bad else 0


def _as_role(browser: Browser, role: str) -> list[tuple[Shot, list[str]]]:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    if role:
        page.goto(f"{BASE}/demo/")
        page.locator(f"form[action='/demo/sign-in/{role}/'] button").evaluate("button => button.click()")
        page.wait_for_url(lambda url: "/demo/" not in url)
    wanted = [shot for shot in shots() if shot.role == role]
    addresses = {
        address: _address(page, address) for address in dict.fromkeys(shot.address for shot in wanted)
    }
    for kind, found in addresses.items():
        if found is None:
            print(f"{kind}: {role} has nothing of the kind to open; not photographed")
    found_here = [(shot, place) for shot in wanted if (place := addresses[shot.address])]
    taken = [(shot, _take(context, page, shot, place)) for shot, place in found_here]
    context.close()
    return taken


def _address(page: Page, address: str) -> str | None:
    """The address with its `{kind}` replaced by the first link of that kind; None where the role has none."""
    kind, brace, rest = address.partition("}")
    if not brace:
        return address
    where, selector = FIRST_LINK[kind + brace]
    found = _address(page, where)
    if found is None:
        return None
    page.goto(BASE + found)
    page.wait_for_load_state("networkidle")
    link = page.locator(selector).first
    return f"{link.get_attribute('href')}{rest}" if link.count() else None


def _take(context: BrowserContext, page: Page, shot: Shot, address: str) -> list[str]:
    context.add_cookies(
        [
            {"name": "kejing_language", "value": shot.language, "url": BASE},
            {"name": "kejing_theme", "value": shot.theme, "url": BASE},
        ]
    )
    page.set_viewport_size({"width": shot.width, "height": 900})
    answer = page.goto(BASE + address)
    bring_panels(page)
    page.screenshot(path=FOLDER / shot.file, full_page=True)
    status = answer.status if answer else 0
    found = [] if status == STATUS.get(shot.screen, 200) else [f"status {status}"]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append("wider than the window")
    return found + _serious(Axe().run(page).response["violations"])


def bring_panels(page: Page) -> None:
    """Have the panels below the fold come, as a reader does who scrolls down."""
    page.wait_for_load_state("networkidle")
    while (waiting := page.locator(".kj-later")).count():
        waiting.first.scroll_into_view_if_needed()
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(50)
    page.evaluate("scrollTo(0, 0)")


def _serious(violations: list[dict[str, Any]]) -> list[str]:
    return [row["id"] for row in violations if row["impact"] in {"serious", "critical"}]


def _index(taken: list[tuple[Shot, list[str]]]) -> None:
    figures = "\n".join(
        f'<figure><a href="{shot.file}"><img loading="lazy" width="320" src="{shot.file}" alt=""></a>'
        f"<figcaption>{html.escape(shot.file)} {html.escape(', '.join(found))}</figcaption></figure>"
        for shot, found in taken
    )
    style = "body{font-family:sans-serif;display:flex;flex-wrap:wrap;gap:16px}figure{margin:0;width:320px}"
    page = f"<!doctype html><meta charset=utf-8><title>Kejing: look</title><style>{style}</style>{figures}"
    (FOLDER / "index.html").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
