"""The kit in a real browser: the policy holds, nothing overflows, axe is content, keys and panel work. No database."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from playwright.sync_api import Browser, Page, sync_playwright

from kejing.foundation.ui import nav, slots
from kejing.foundation.ui.nav import Badge, Group, NavEntry

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
CUSTOMER = "Customer 1"
Open = Callable[..., Page]


class Quiet(WSGIRequestHandler):
    def log_message(self, *arguments: Any) -> None:
        """Nothing: the suite's output is for its own findings."""


class Threaded(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing")
        pytest.skip("Chromium is not installed: the kit is not looked at in a browser")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def address(settings: Any) -> Iterator[str]:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "kejing.foundation.ui.tests.urls.with_reader"]
    nav.register(
        NavEntry("ui:kit", "Day", "sun", tab=1, key="d"),
        NavEntry(
            "ui:kit_why",
            "Why",
            "scale",
            Group.CUSTOMERS,
            tab=2,
            key="w",
            badge=lambda _request: Badge(4, late=True),
        ),
        NavEntry("ui:kit_task", "Record", "plus", None, tab=3),
    )
    slots.register("kit.side", "later", lambda _request, i: f"<p>later {i}</p>", comes=slots.Comes.SOON)
    server = make_server("127.0.0.1", 0, StaticFilesHandler(WSGIHandler()), Threaded, Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Open]:
    """Open a path; fails at the end for any complaint of the browser's console, a broken policy above all."""
    complaints: list[str] = []
    contexts = []

    def visit(path: str, width: int = 1440, language: str = "en", theme: str = "light") -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
        contexts.append(context)
        cookies = {"kejing_language": language, "kejing_theme": theme}
        context.add_cookies(
            [{"name": name, "value": value, "url": address} for name, value in cookies.items()]
        )
        page = context.new_page()
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        return page

    yield visit
    for context in contexts:
        context.close()
    assert [line for line in complaints if "status of 4" not in line] == []


@pytest.mark.parametrize(
    ("width", "language", "theme"),
    [
        (360, "en", "light"),
        (390, "zh-hans", "dark"),
        (800, "en", "light"),
        (1440, "zh-hans", "light"),
        (1440, "en", "dark"),
    ],
)
@pytest.mark.parametrize("path", ["/ui/kit/", "/ui/kit/task/", "/ui/more/", "/ui/nowhere/"])
def test_accessible_and_inside_the_width(
    open_page: Open, path: str, width: int, language: str, theme: str
) -> None:
    page = open_page(path, width, language, theme)
    violations = Axe().run(page).response["violations"]
    assert [(found["id"], [node["html"] for node in found["nodes"]]) for found in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_targets_on_the_phone_are_large_enough(open_page: Open) -> None:
    page = open_page("/ui/kit/task/", 390)
    controls = "button, .btn, .kj-tabbar a, .kj-seg label, .kj-check, .form-control, .form-select"
    small = page.evaluate(
        """(controls) => [...document.querySelectorAll(controls)]
            .filter((e) => e.offsetParent && e.getBoundingClientRect().height < 44).map((e) => e.outerHTML)""",
        controls,
    )
    assert small == []


def test_why_opens_docked_keeps_the_address_and_gives_the_focus_back(open_page: Open) -> None:
    page = open_page("/ui/kit/")
    page.focus(".kj-table .kj-why >> nth=0")
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel:not([hidden]) h2")
    assert page.url.endswith("?why=tier-1")
    assert page.evaluate("document.activeElement.id") == "panel"
    assert Axe().run(page).response["violations"] == []
    page.keyboard.press("Escape")
    assert not page.url.endswith("?why=tier-1")
    assert page.evaluate("document.activeElement.dataset.panel") == "tier-1"
    page.go_back()
    page.wait_for_selector("#panel:not([hidden]) h2")
    page.go_forward()
    page.wait_for_selector("#panel[hidden]", state="attached")


def test_an_address_with_why_opens_it(open_page: Open) -> None:
    open_page("/ui/kit/?why=tier-3").wait_for_selector("#panel:not([hidden]) h2")


def test_picker_is_worked_by_keyboard(open_page: Open) -> None:
    page = open_page("/ui/kit/task/")
    page.locator("[role=combobox]").press_sequentially(CUSTOMER)
    page.wait_for_selector("[role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("[role=combobox]", "aria-activedescendant") == "id_customer_id-list-1"
    page.keyboard.press("Enter")
    assert page.input_value("[name=customer_id]") == "11"
    page.keyboard.type("x")
    assert page.input_value("[name=customer_id]") == ""


def test_quick_date_fills_the_field(open_page: Open) -> None:
    page = open_page("/ui/kit/task/")
    page.click("[data-pick] >> nth=0")
    assert page.input_value("[name=on]") == page.get_attribute("[data-pick] >> nth=0", "data-pick")
    assert page.get_attribute("[data-pick] >> nth=0", "aria-pressed") == "true"


def test_a_form_goes_out_once_and_errors_take_the_focus(open_page: Open) -> None:
    page = open_page("/ui/kit/task/")
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    page.evaluate("for (const press of [1, 2, 3]) document.querySelector('.kj-savebar .btn-primary').click()")
    page.wait_for_selector("[role=alert]")
    assert len(posts) == 1
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"


def test_after_a_refusal_back_has_everything_that_was_written(open_page: Open) -> None:
    page = open_page("/ui/kit/task/?save=forbidden")
    page.fill("[name=result]", "Agreed")
    page.check("[name=reached][value=yes]", force=True)
    page.locator("[role=combobox]").press_sequentially(CUSTOMER)
    page.wait_for_selector("[role=option]")
    page.keyboard.press("Enter")
    page.click(".kj-savebar .btn-primary")
    page.click("[data-back]")
    page.wait_for_selector("[name=result]")
    assert page.input_value("[name=result]") == "Agreed"
    assert page.is_checked("[name=reached][value=yes]")
    assert page.input_value("[name=customer_id]") == "10"
    page.click(".kj-savebar .btn-primary")
    page.wait_for_selector("[data-back]")


def test_theme_is_kept_in_a_cookie(open_page: Open) -> None:
    page = open_page("/ui/kit/")
    page.click(".kj-top [data-theme-toggle]")
    page.reload()
    assert page.get_attribute("html", "data-bs-theme") == "dark"


def test_charts_are_drawn_from_their_tables(open_page: Open) -> None:
    page = open_page("/ui/kit/")
    page.wait_for_selector("[data-chart] canvas")
    assert page.locator("[data-chart] canvas").count() == page.locator("[data-chart]").count() == 3


def test_slash_reaches_the_search_and_arrows_its_answers(open_page: Open) -> None:
    page = open_page("/ui/kit/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("Customer")
    page.wait_for_selector("#found a")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == "Customer 1K1"
    page.keyboard.press("Escape")
    assert page.locator("#found a").count() == 0


def test_g_and_a_letter_go_to_a_place(open_page: Open) -> None:
    page = open_page("/ui/kit/")
    page.keyboard.press("g")
    page.keyboard.press("w")
    page.wait_for_url("**/ui/kit/why/")


def test_deferred_panels_arrive(open_page: Open) -> None:
    open_page("/ui/kit/").wait_for_selector("text=later 17")
