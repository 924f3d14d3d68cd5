"""The door of `notices`: telling people, and naming what they are told of."""

from kejing.engines.notices.actions import mark_all_read
from kejing.engines.notices.kinds import (
    Shown,
    Whereabouts,
    declare,
    register_subject,
    register_whereabouts,
)
from kejing.engines.notices.queries import unread
from kejing.engines.notices.telling import tell
from kejing.engines.notices.vocabulary import Urgency

__all__ = [
    "Shown",
    "Urgency",
    "Whereabouts",
    "declare",
    "mark_all_read",
    "register_subject",
    "register_whereabouts",
    "tell",
    "unread",
]
