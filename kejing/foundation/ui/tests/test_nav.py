"""Navigation: what a reader sees follows from her permissions; the rail never overflows."""

from collections.abc import Callable

from django.http import HttpRequest

from kejing.foundation.ui import nav
from kejing.foundation.ui.nav import Badge, Group, NavEntry, Navigation
from kejing.foundation.ui.views import more

MakeRequest = Callable[..., HttpRequest]


def test_an_entry_shows_only_with_its_permission(page_request: MakeRequest) -> None:
    nav.register(
        NavEntry("ui:kit", "Mine", "sun"),
        NavEntry("ui:kit_task", "Record", "plus", permission="visits.record"),
        NavEntry("ui:kit_why", "Not mine", "key", permission="pay.see"),
    )
    assert [str(place.entry.label) for place in nav.places(page_request())] == ["Mine", "Record"]


def test_nobody_signed_in_sees_nothing_and_no_badge_is_counted(page_request: MakeRequest) -> None:
    def count(request: HttpRequest) -> Badge:
        raise AssertionError

    nav.register(NavEntry("ui:kit", "Mine", "sun", badge=count))
    assert nav.places(page_request(actor=None)) == []


def test_badges_are_counted_once_for_a_page(page_request: MakeRequest) -> None:
    counted: list[int] = []

    def count(request: HttpRequest) -> Badge:
        counted.append(1)
        return Badge(3, late=True)

    nav.register(NavEntry("ui:kit", "Mine", "sun", badge=count, tab=1))
    shown = Navigation(page_request())
    assert not counted
    assert (shown.sections[0].places[0].badge, shown.tabs[0] is not None, len(counted)) == (
        Badge(3, late=True),
        True,
        1,
    )


def test_the_nearest_place_is_the_current_one(page_request: MakeRequest) -> None:
    nav.register(
        NavEntry("ui:kit", "Kit", "sun"),
        NavEntry("ui:kit_task", "Task", "plus"),
        NavEntry("ui:more", "More", "dots"),
    )
    current = [
        str(place.entry.label) for place in nav.places(page_request("/ui/kit/task/17/")) if place.current
    ]
    assert current == ["Task"]


def test_the_rail_has_at_most_four_groups_and_ten_entries_the_whole_list_all(
    page_request: MakeRequest,
) -> None:
    for group in Group:
        nav.register(*[NavEntry("ui:kit", f"{group} {i}", "sun", group) for i in range(4)])
    shown = Navigation(page_request())
    assert len(shown.sections) <= nav.MOST_GROUPS
    assert sum(len(section.places) for section in shown.sections) == nav.MOST_ENTRIES
    assert sum(len(section.places) for section in shown.whole) == 4 * len(Group)


def test_the_first_heading_is_unwritten(page_request: MakeRequest) -> None:
    nav.register(NavEntry("ui:kit", "a", "sun"), NavEntry("ui:kit_task", "b", "plus", Group.CUSTOMERS))
    assert [section.heading for section in Navigation(page_request()).sections] == ["", "客户"]


def test_tabs_take_the_first_visible_entry_of_their_place(page_request: MakeRequest) -> None:
    nav.register(
        NavEntry("ui:kit", "Others", "sun", tab=3, permission="pay.see", group=None),
        NavEntry("ui:kit_task", "Record", "plus", tab=3, group=None),
        NavEntry("ui:kit_why", "First", "home", tab=1),
    )
    names = [place and str(place.entry.label) for place in Navigation(page_request()).tabs]
    assert names == ["First", None, "Record", None]
    assert [section.group for section in Navigation(page_request()).sections] == [Group.TODAY]


class TestMore:
    def test_more_lists_every_place_and_the_switches(self, page_request: MakeRequest) -> None:
        for group in Group:
            nav.register(*[NavEntry("ui:kit", f"{group} {i}", "sun", group) for i in range(3)])
        html = more(page_request("/ui/more/")).content.decode().partition("<main")[2]
        assert html.count('href="/ui/kit/"') == 3 * len(Group)
        assert "切换深浅" in html
        assert "切换英文" in html

    def test_more_shows_work_that_waits(self, page_request: MakeRequest) -> None:
        nav.register(NavEntry("ui:kit", "Logs", "notebook", badge=lambda _request: Badge(3, late=True)))
        assert '<span class="bad b">3</span>' in more(page_request("/ui/more/")).content.decode()

    def test_more_changes_nothing(self, page_request: MakeRequest) -> None:
        assert more(page_request("/ui/more/", "post")).status_code == 405
