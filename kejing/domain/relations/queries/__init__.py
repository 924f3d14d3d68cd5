"""Everything this module reads for pages and for others."""

from kejing.domain.relations.queries.analyses import analysis_page
from kejing.domain.relations.queries.answers import Answer, answer_times, late_answers, late_by_holder
from kejing.domain.relations.queries.entering import changing, entering, limiting, speaking, writing_plan
from kejing.domain.relations.queries.history import RELATION_HAPPENINGS, customer_history, relations_begun
from kejing.domain.relations.queries.indicators import Indicator, explain_indicator, indicators
from kejing.domain.relations.queries.meetings import meeting_figures
from kejing.domain.relations.queries.needs import compare_needs, customer_needs
from kejing.domain.relations.queries.pages import open_things, relation_page, standing_panel
from kejing.domain.relations.queries.policy import line_words
from kejing.domain.relations.queries.promises import due_for_me, promises_due
from kejing.domain.relations.queries.proposals import promise_proposals
from kejing.domain.relations.queries.ratings import explain_relation, relation
from kejing.domain.relations.queries.risks import explain_signal, risk_signals
from kejing.domain.relations.queries.talks import negotiation_page

__all__ = [
    "RELATION_HAPPENINGS",
    "Answer",
    "Indicator",
    "analysis_page",
    "answer_times",
    "changing",
    "compare_needs",
    "customer_history",
    "customer_needs",
    "due_for_me",
    "entering",
    "explain_indicator",
    "explain_relation",
    "explain_signal",
    "indicators",
    "late_answers",
    "late_by_holder",
    "limiting",
    "line_words",
    "meeting_figures",
    "negotiation_page",
    "open_things",
    "promise_proposals",
    "promises_due",
    "relation",
    "relation_page",
    "relations_begun",
    "risk_signals",
    "speaking",
    "standing_panel",
    "writing_plan",
]
