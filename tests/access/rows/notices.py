"""Who may ask what of notices: everybody of her own inbox, the administrator of what goes outside."""

from typing import Any

from kejing.engines.notices.models import Delivery, Endpoint, Notice
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from tests.access.row import A2, EVERYBODY, Row, form, others, page, sent
from tests.cast import Cast

ADMIN = "administrator"
HOOK = {"name": "bridge", "url": "https://192.0.2.1/hook"}
CHOICE = {"digest_hour": "8", "quiet_from": "20:00", "quiet_to": "08:00", "version": 0}
ROWS: list[Row] = [
    page("notices:inbox", EVERYBODY),
    page("notices:bell", EVERYBODY),
    page("notices:notice_page", A2, notice_id="notice_a2"),
    sent("notices:open_notice", {}, A2, notice_id="notice_a2"),
    sent("notices:mark_notice", {"read": "yes"}, A2, notice_id="notice_a2"),
    sent("notices:mark_all", {}, EVERYBODY),
    *form("notices:choose", CHOICE, EVERYBODY),
    page("notices:endpoint_list", ADMIN, others(ADMIN)),
    *form("notices:add_endpoint", HOOK, ADMIN, others(ADMIN), works=False),
    page("notices:endpoint_page", ADMIN, others(ADMIN), endpoint_id="endpoint"),
    *form("notices:change_endpoint", {**HOOK, "version": 1}, ADMIN, others(ADMIN), works=False, endpoint_id="endpoint"),
    sent("notices:renew_secret", {}, ADMIN, others(ADMIN), endpoint_id="endpoint"),
    sent("notices:try_endpoint", {}, ADMIN, others(ADMIN), endpoint_id="endpoint"),
    page("notices:dead_list", ADMIN, others(ADMIN)),
    sent("notices:retry_delivery", {}, ADMIN, others(ADMIN), delivery_id="delivery"),
    page("api:list_notices", EVERYBODY),
    page("api:read_notice", A2, notice_id="notice_a2"),
    sent("api:mark_all_notices", {}, EVERYBODY),
    sent("api:mark_notice", {"read": True}, A2, notice_id="notice_a2"),
]  # fmt: skip


def objects(cast: Cast) -> dict[str, Any]:
    """A notice of the second account manager's, an endpoint, and a delivery that was given up."""
    now = clock.system_now()
    with as_system("matrix"):
        notice = Notice.objects.create(
            user=cast["manager_a2"].user, kind="org.cover_arranged", subject="cover", subject_id=1, key="matrix",
            channels=["in_app"], at=now,
        )  # fmt: skip
        endpoint = Endpoint.objects.create(name="bridge", url=HOOK["url"], made_at=now)
        dead = Delivery.objects.create(
            endpoint=endpoint, channel="webhook", state="dead", failure="status", next_at=now, made_at=now
        )
    return {"notice_a2": notice.pk, "endpoint": endpoint.pk, "delivery": dead.pk}
