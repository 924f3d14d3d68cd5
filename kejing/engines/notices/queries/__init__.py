"""Reading inboxes, choices, endpoints."""

from kejing.engines.notices.queries.endpoints import (
    DeliveryRow,
    EndpointPage,
    EndpointRow,
    endpoint_list,
    endpoint_page,
    endpoint_secret,
    given_up,
    may_manage,
)
from kejing.engines.notices.queries.inbox import Inbox, NoticeRow, inbox, notice_page, unread, unread_known
from kejing.engines.notices.queries.preferences import KindChoice, Preferences, habits_of, preferences

__all__ = [
    "DeliveryRow",
    "EndpointPage",
    "EndpointRow",
    "Inbox",
    "KindChoice",
    "NoticeRow",
    "Preferences",
    "endpoint_list",
    "endpoint_page",
    "endpoint_secret",
    "given_up",
    "habits_of",
    "inbox",
    "may_manage",
    "notice_page",
    "preferences",
    "unread",
    "unread_known",
]
