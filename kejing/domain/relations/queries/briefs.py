"""What to know of relations before visits: promises, questions, warnings. The section of `visits.brief`."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from kejing.domain.relations import access
from kejing.domain.relations.models import Promise, Question, Signal
from kejing.domain.relations.vocabulary import Party, PromiseState
from kejing.domain.visits.public import BriefLine
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor

MOST = 300


def visit_brief(*, actor: Actor, customer_ids: Collection[int]) -> Mapping[int, list[BriefLine]]:
    """By customer, the most urgent first. Three queries."""
    told: dict[int, list[BriefLine]] = defaultdict(list)
    promises = access.visible(Promise, actor).filter(customer_id__in=customer_ids, state=PromiseState.OPEN)
    for pk, customer, by, text, due in promises.order_by("due_on", "id").values_list(
        "pk", "customer_id", "by", "text", "due_on"
    )[:MOST]:
        label = _("Promised by us") if by == Party.US else _("Promised by the customer")
        url = reverse("relations:settle_promise", args=[pk])
        told[customer].append(BriefLine(label, text, url, _mark(due)))
    questions = access.visible(Question, actor).filter(customer_id__in=customer_ids, answered_on=None)
    for pk, customer, text, due in questions.order_by("due_on", "id").values_list(
        "pk", "customer_id", "text", "due_on"
    )[:MOST]:
        url = reverse("relations:answer_question", args=[pk])
        told[customer].append(BriefLine(_("Waits for an answer"), text, url, _mark(due)))
    signals = access.visible(Signal, actor).filter(customer_id__in=customer_ids, closed_on=None)
    for pk, customer, reason in signals.order_by("-day", "id").values_list("pk", "customer_id", "reason")[
        :MOST
    ]:
        url = reverse("relations:explain_signal", args=[pk])
        told[customer].append(BriefLine(_("Risk signal"), reason, url, "due"))
    return told


def _mark(due: date) -> str:
    return "late" if due < clock.today() else "due"
