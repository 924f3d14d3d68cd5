"""Every change this module makes."""

from kejing.domain.relations.actions.alarms import raise_alarms
from kejing.domain.relations.actions.analyses import analyse_customer, review_analysis
from kejing.domain.relations.actions.courses import follow_courses
from kejing.domain.relations.actions.needs import add_need, change_need, refresh_shares
from kejing.domain.relations.actions.plans import (
    add_resource,
    change_goal,
    log_message,
    set_goal,
    use_resource,
    write_plan,
)
from kejing.domain.relations.actions.promises import (
    answer_question,
    ask_question,
    make_promise,
    settle_promise,
)
from kejing.domain.relations.actions.ratings import change_stage, rate_relation
from kejing.domain.relations.actions.risks import change_signal, raise_signal, record_event
from kejing.domain.relations.actions.talks import (
    add_round,
    close_negotiation,
    note_stance,
    open_negotiation,
    set_communication,
    set_limits,
)

__all__ = [
    "add_need",
    "add_resource",
    "add_round",
    "analyse_customer",
    "answer_question",
    "ask_question",
    "change_goal",
    "change_need",
    "change_signal",
    "change_stage",
    "close_negotiation",
    "follow_courses",
    "log_message",
    "make_promise",
    "note_stance",
    "open_negotiation",
    "raise_alarms",
    "raise_signal",
    "rate_relation",
    "record_event",
    "refresh_shares",
    "review_analysis",
    "set_communication",
    "set_goal",
    "set_limits",
    "settle_promise",
    "use_resource",
    "write_plan",
]
