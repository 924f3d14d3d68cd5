"""HTTP ↔ one query or one action each."""

from kejing.domain.relations.views.analyses import analyse_customer, analysis_page
from kejing.domain.relations.views.needs import add_need, change_need, compare_needs, customer_needs
from kejing.domain.relations.views.plans import (
    add_resource,
    change_goal,
    log_message,
    set_goal,
    use_resource,
    write_plan,
)
from kejing.domain.relations.views.promises import (
    answer_question,
    ask_question,
    due_panel,
    make_promise,
    promises_due,
    settle_promise,
)
from kejing.domain.relations.views.ratings import (
    change_stage,
    customer_history,
    explain_relation,
    history_panel,
    open_things_panel,
    rate_relation,
    relation_page,
    standing_panel,
)
from kejing.domain.relations.views.risks import (
    change_signal,
    explain_indicator,
    indicators,
    raise_signal,
    record_event,
    risk_signals,
)
from kejing.domain.relations.views.talks import (
    add_round,
    close_negotiation,
    negotiation_page,
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
    "analysis_page",
    "answer_question",
    "ask_question",
    "change_goal",
    "change_need",
    "change_signal",
    "change_stage",
    "close_negotiation",
    "compare_needs",
    "customer_history",
    "customer_needs",
    "due_panel",
    "explain_indicator",
    "explain_relation",
    "history_panel",
    "indicators",
    "log_message",
    "make_promise",
    "negotiation_page",
    "note_stance",
    "open_negotiation",
    "open_things_panel",
    "promises_due",
    "raise_signal",
    "rate_relation",
    "record_event",
    "relation_page",
    "risk_signals",
    "set_communication",
    "set_goal",
    "set_limits",
    "settle_promise",
    "standing_panel",
    "use_resource",
    "write_plan",
]
