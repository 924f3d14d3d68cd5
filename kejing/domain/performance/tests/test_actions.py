"""What is refused before anything runs, and the request that the page sends."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from kejing.domain.performance import actions
from kejing.domain.performance.models import CloseRun, PolicyVersion
from kejing.domain.performance.tests.factories import MONTH, POLICY, make_policy, publish
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden, Refused
from kejing.foundation.kernel.models import Progress
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("month", "code"),
    [("1998-01", "not_ended"), ("1998-02", "not_ended"), ("1997-13", "not_a_month"), ("December", "not_a_month"),
     ("1997-11", "already_closed"), ("1992-12", "no_policy"), (MONTH, "unknown_metric")],
)  # fmt: skip
def test_a_month_that_cannot_be_closed_is_refused_and_nothing_changes(
    cast: Cast, month: str, code: str
) -> None:
    make_policy()
    publish({}, "1997-11")
    if code != "unknown_metric":
        before = CloseRun.objects.count()
    else:
        with clock.frozen(clock.at(date(1997, 11, 15), 9)):
            make_policy(_second_version("1997-12-01", [{"metric": "nobody_knows", "rate": 1}]))
        before = CloseRun.objects.count()
    with cast["branch_head_a"].acting() as actor, pytest.raises(Refused) as refused:
        actions.close_month(actor=actor, month=month)
    assert refused.value.code == code
    assert "%(" not in refused.value.text
    assert CloseRun.objects.count() == before


@pytest.mark.parametrize("person", ["manager_a1", "market_manager_a", "auditor", "hr", "outsider"])
@pytest.mark.parametrize("act", [actions.close_month, actions.request_close])
def test_only_who_has_the_right_closes(cast: Cast, person: str, act: object) -> None:
    with cast[person].acting() as actor, pytest.raises(Forbidden):
        act(actor=actor, month=MONTH)  # type: ignore[operator]  # one of two actions
    assert not CloseRun.objects.exists()


def test_a_request_waits_for_the_worker_once(cast: Cast) -> None:
    head = cast["branch_head_a"]
    with head.acting() as actor:
        assert actions.request_close(actor=actor, month=MONTH) == MONTH
        assert actions.request_close(actor=actor, month=MONTH) == MONTH
        assert Progress.objects.get(key="close:1997-12").state == "waiting"
        waiting = ProcrastinateJob.objects.get(task_name="performance.close_month")
    assert waiting.args == {"month": MONTH, "user_id": head.user.pk, "appointment_id": head.appointment_id}


@pytest.mark.parametrize(
    ("month", "code"), [("1998-01", "not_ended"), ("1997-11", "already_closed"), ("x", "not_a_month")]
)
def test_a_request_for_such_a_month_is_refused_at_once(cast: Cast, month: str, code: str) -> None:
    publish({}, "1997-11")
    with cast["branch_head_a"].acting() as actor, pytest.raises(Refused) as refused:
        actions.request_close(actor=actor, month=month)
    assert refused.value.code == code
    assert not Progress.objects.filter(key__startswith="close:").exists()


def test_a_policy_is_created_once_and_never_overwritten(cast: Cast) -> None:
    first = make_policy()
    again = make_policy(_second_version("1997-12-01", [{"metric": "visits_held", "rate": 3}]))
    with as_system("look"):
        assert PolicyVersion.objects.get(pk=first.pk).body["items"][0]["rate"] == "2"
        assert (again.number, again.body["items"][0]["rate"]) == (2, "3")


@pytest.mark.parametrize(
    ("said", "begins"),
    [("1997-12-01", date(1998, 2, 1)), ("1998-02-01", date(1998, 2, 1)), ("1998-04-01", date(1998, 4, 1))],
)
def test_a_version_that_comes_later_judges_no_month_that_has_begun(
    cast: Cast, said: str, begins: date
) -> None:
    assert make_policy().valid_from == date(1993, 1, 1)
    later = _second_version(said, [{"metric": "visits_held", "rate": 3}])
    assert make_policy(later).valid_from == begins
    assert make_policy(later).valid_from == begins  # and is there once
    assert PolicyVersion.objects.count() == 2


def test_an_approved_version_cannot_be_changed(cast: Cast) -> None:
    version = make_policy()
    version.body = {}
    with as_system("alter"), pytest.raises(IntegrityError, match="not changed"), transaction.atomic():
        version.save()


@pytest.mark.parametrize(
    ("change", "says"),
    [({"valid_from": "1997-12-02"}, "first day"), ({"colour": "red"}, "Extra inputs"), ({"items": []}, "at least 1"),
     ({"items": [{"metric": "a", "rate": 1, "floor": 2, "cap": 1}]}, "floor is above"),
     ({"items": [{"metric": "a", "rate": 1}, {"metric": "a", "rate": 2}]}, "metric a twice"),
     ({"items": [{"metric": "a", "rate": 1.00001}]}, "decimal places"), ({"number": 0}, "greater than or equal")],
)  # fmt: skip
def test_a_section_that_does_not_fit_is_refused(change: dict[str, object], says: str) -> None:
    from kejing.domain.performance.pack import VersionSpec

    good = POLICY["policies"][0]["versions"][0]
    with pytest.raises(ValueError, match=says):
        VersionSpec.model_validate({**good, **change})


def _second_version(valid_from: str, items: list[dict[str, object]]) -> dict[str, object]:
    policy = POLICY["policies"][0]
    first = policy["versions"][0]
    second = {**first, "number": 2, "valid_from": valid_from, "items": items}
    return {"policies": [{**policy, "versions": [first, second]}]}
