"""What stands between the organisation and a customer, by topic."""

from kejing.domain.relations.models.analyses import Analysis
from kejing.domain.relations.models.entry import Entry
from kejing.domain.relations.models.history import Happening
from kejing.domain.relations.models.needs import OPEN_NEED, LineShare, Need
from kejing.domain.relations.models.plans import Goal, Message, Plan, Resource, ResourceUse
from kejing.domain.relations.models.promises import Promise, Question
from kejing.domain.relations.models.ratings import PolicyVersion, Rating, StageChange
from kejing.domain.relations.models.risks import RiskEvent, Signal
from kejing.domain.relations.models.talks import Communication, Negotiation, NegotiationLimit, Round, Stance

__all__ = [
    "OPEN_NEED",
    "Analysis",
    "Communication",
    "Entry",
    "Goal",
    "Happening",
    "LineShare",
    "Message",
    "Need",
    "Negotiation",
    "NegotiationLimit",
    "Plan",
    "PolicyVersion",
    "Promise",
    "Question",
    "Rating",
    "Resource",
    "ResourceUse",
    "RiskEvent",
    "Round",
    "Signal",
    "StageChange",
    "Stance",
]
