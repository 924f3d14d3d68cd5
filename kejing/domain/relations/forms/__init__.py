"""Parsing what is entered; nothing is decided here."""

from kejing.domain.relations.forms.analyses import AnalysisForm, ReviewForm
from kejing.domain.relations.forms.entries import contact_choices, window_of
from kejing.domain.relations.forms.needs import ChangeNeedForm, NeedForm
from kejing.domain.relations.forms.plans import (
    ChangeGoalForm,
    GoalForm,
    MessageForm,
    PlanForm,
    ResourceForm,
    UseForm,
)
from kejing.domain.relations.forms.promises import AnswerForm, PromiseForm, QuestionForm, SettleForm
from kejing.domain.relations.forms.ratings import RateForm, StageForm
from kejing.domain.relations.forms.risks import ChangeSignalForm, EventForm, SignalForm
from kejing.domain.relations.forms.talks import (
    CommunicationForm,
    EndForm,
    LimitsForm,
    NegotiationForm,
    RoundForm,
    StanceForm,
)

__all__ = [
    "AnalysisForm",
    "AnswerForm",
    "ChangeGoalForm",
    "ChangeNeedForm",
    "ChangeSignalForm",
    "CommunicationForm",
    "EndForm",
    "EventForm",
    "GoalForm",
    "LimitsForm",
    "MessageForm",
    "NeedForm",
    "NegotiationForm",
    "PlanForm",
    "PromiseForm",
    "QuestionForm",
    "RateForm",
    "ResourceForm",
    "ReviewForm",
    "RoundForm",
    "SettleForm",
    "SignalForm",
    "StageForm",
    "StanceForm",
    "UseForm",
    "contact_choices",
    "window_of",
]
