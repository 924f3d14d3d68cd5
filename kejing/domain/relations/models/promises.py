"""Promises of both sides, and questions to be answered."""

from django.db import models
from django.db.models import F, Q

from kejing.domain.relations.models.entry import Entry
from kejing.domain.relations.vocabulary import Party, PromiseState


class Promise(Entry):
    """What one side promised the other by a day. `settled_on`: when it was kept or withdrawn."""

    by = models.CharField(max_length=8, choices=Party)
    text = models.CharField(max_length=400)
    due_on = models.DateField()
    state = models.CharField(max_length=9, choices=PromiseState, default=PromiseState.OPEN)
    settled_on = models.DateField(null=True)
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = [
            models.Index("customer", "due_on", "id", name="promise_of_customer"),
            models.Index("due_on", "id", name="promise_open", condition=Q(state=PromiseState.OPEN)),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_settled_promise_has_its_day",
                condition=Q(state=PromiseState.OPEN, settled_on=None)
                | ~Q(state=PromiseState.OPEN) & Q(settled_on__gte=F("day")),
            ),
            models.CheckConstraint(
                name="withdrawn_for_a_reason", condition=~Q(state=PromiseState.WITHDRAWN) | ~Q(reason="")
            ),
        ]


class Question(Entry):
    """What the customer asked and waits for. `answer_by`: until when her class is answered by the service standard of
    the moment she asked; None where there was none.
    """

    text = models.CharField(max_length=400)
    due_on = models.DateField()
    answer = models.CharField(max_length=1000, blank=True)
    answered_on = models.DateField(null=True)
    asked_at = models.DateTimeField()
    answer_by = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index("customer", "due_on", "id", name="question_of_customer"),
            models.Index("due_on", "id", name="question_open", condition=Q(answered_on=None)),
            models.Index("answer_by", "id", name="question_late", condition=Q(answered_on=None)),
        ]
        constraints = [
            models.CheckConstraint(
                name="an_answer_has_its_day",
                condition=Q(answer="", answered_on=None) | ~Q(answer="") & Q(answered_on__gte=F("day")),
            )
        ]
