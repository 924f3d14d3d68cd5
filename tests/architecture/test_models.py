"""Keys point down and have no way back; every table has a trail and a wall, or a reason why not."""

from typing import Any

import pytest
from django.apps import apps
from django.db.models import BigAutoField

from tests.architecture.tree import our_models, tables, tracked, walled

STACK = [
    "demo", "web", "wiring",
    "careers", "performance", "segments", "conduct", "service", "relations", "meetings", "checks", "visits", "plans", "duties", "targets", "keyaccounts", "market", "customers", "org",
    "process", "interchange", "packs", "metrics", "notices",
    "identity", "ui", "kernel",
]  # fmt: skip
ENGINES = {"process", "interchange", "packs", "metrics", "notices"}
NO_TRAIL = {
    "kernel_journalline": "is the trail",
    "kernel_rowchange": "is the trail",
    "kernel_unsealed": "the sealer's inbox; what is missing from it is found as never sealed",
    "kernel_seal": "the seal chains itself",
    "kernel_idempotency": "keys of forms already sent; no fact of the business",
    "kernel_businessclock": "only the owner role sets it, in a demo",
    "kernel_progress": "how far work is; gone when it is done",
    "identity_failedsignin": "counts guesses, holds no account",
    "org_unitclosure": "follows from org_unit, by trigger alone",
    "metrics_fact": "bulk facts are append-only and traced by batch, count and hash",
    "metrics_evidence": "follows from the snapshot of the close, whose hash is kept",
    "segments_membership": "is its own history, dated by row; follows from a version's rule, written by the job",
    "segments_service": "follows from visits, classes and the standard, all of which are tracked",
    "targets_attainment": "follows from facts and visits, counted anew every few minutes",
    # notices
    "notices_notice": "says that somebody was told of what is tracked elsewhere; a reference, gone 90 days after it was read",
    "notices_delivery": "the worker's list of mails and calls; holds no content, gone after 30 days",
    # duplicates
    "customers_duplicatecandidate": "the batch search's list of work; gone when it is done",
    "customers_duplicatequestion": "a count; each question is in the journal",
    "interchange_intake": "a file's first rows as they were delivered, gone with it; the run that read it is tracked",
    "interchange_keptfile": "a file as it was delivered; the run that read it is tracked",
    "customers_filecontent": "bytes whose SHA-256 stands in the tracked row of their file",
    "visits_photocontent": "bytes whose SHA-256 stands in the tracked row of their photo",
    "visits_place": "where somebody was, to a kilometre; forgotten after some days, so no trail may keep it",
}
NO_WALL = {
    "kernel_unsealed": "numbers of trail entries, no content",
    "kernel_seal": "digests, salted; no content",
    "kernel_idempotency": "keys and ids; every query names the user",
    "kernel_businessclock": "one date",
    "kernel_calendarday": "the organisation's calendar, for all",
    "kernel_progress": "labels and counts of long work, for all",
    "identity_user": "account names, needed before there is an actor",
    "identity_role": "the pack's roles, for all",
    "identity_apitoken": "digests, needed before there is an actor",
    "identity_failedsignin": "digests of names, needed before there is an actor",
    "identity_onetimelink": "digests, needed before there is an actor",
    "org_unit": "the organisation's tree, for all",
    "org_unitclosure": "the organisation's tree, for all",
    "org_unitmove": "the organisation's tree to come, for all",
    "org_staff": "names and numbers of colleagues, for all",
    "org_position": "the organisation's posts, for all",
    "org_appointment": "who is in which post, for all",
    "org_cover": "who covers whom, for all",
    "org_holder": "names of holders, for all",
    "customers_product": "the pack's catalogue, for all",
    "customers_profilefield": "the labels of a profile, no customer's value",
    "customers_mastersettings": "how numbers are given and checked, for all",
    "customers_tag": "the organisation's words, no customer",
    "metrics_factkind": "the pack's catalogue, for all",
    "metrics_metric": "the pack's catalogue, for all",
    # duplicates
    "customers_duplicatesettings": "thresholds and limits, for all",
    "packs_installedpack": "which pack is in force, for all",
    "packs_word": "the pack's words, for all",
    "segments_figure": "the pack's catalogue, for all",
    "targets_measure": "the pack's catalogue, for all",
    "targets_theme": "the pack's catalogue, for all",
    "visits_settings": "cut-off times, for all",
    "visits_fieldpolicy": "the pack's rules of work in the field, for all",
    "visits_checklist": "the pack's points to look at, for all",
    "relations_policyversion": "the pack's words and weights, for all",
    "relations_lineshare": "counts over whole groups of customers, for all",
}


def test_foreign_keys_point_down_and_have_no_way_back() -> None:
    wrong = [fault for model in our_models() for field in _keys(model) if (fault := _key_fault(field))]
    assert not wrong


def test_a_key_upwards_or_with_a_way_back_is_seen() -> None:
    """The rule's bad sample."""
    customer, visit = apps.get_model("customers.Customer"), apps.get_model("visits.Visit")
    key = next(field for field in _keys(visit) if field.related_model is customer)
    assert _place(customer) > _place(visit)
    assert _points_up(customer, visit)
    assert not _points_up(visit, customer)
    assert key.remote_field.hidden


def test_primary_keys_are_big_and_tables_carry_their_modules_name() -> None:
    for table, model in tables().items():
        assert table.startswith(f"{model._meta.app_label}_"), table
        key: Any = model._meta.pk
        assert isinstance(key, BigAutoField) or table == "kernel_seal", table


@pytest.mark.parametrize("table", sorted(tables()))
def test_each_table_leaves_a_trail_or_says_why_not(table: str) -> None:
    assert (table in tracked()) != (table in NO_TRAIL), (
        f"{table}: TrackRows in a migration, or a reason in NO_TRAIL"
    )


@pytest.mark.parametrize("table", sorted(tables()))
def test_each_table_is_behind_a_wall_or_says_why_not(table: str) -> None:
    assert (table in walled()) != (table in NO_WALL), (
        f"{table}: SecureRows in a migration, or a reason in NO_WALL"
    )


def test_no_reason_outlives_its_table() -> None:
    assert not (NO_TRAIL.keys() | NO_WALL.keys()) - tables().keys()


def test_no_table_that_leads_to_a_customer_goes_without_a_wall() -> None:
    assert not {model._meta.db_table for model in our_models() if _leads_to_customer(model)} - walled()


def _keys(model: Any) -> list[Any]:
    return [field for field in model._meta.get_fields() if field.is_relation and field.concrete]


def _key_fault(field: Any) -> str:
    if not field.remote_field.hidden:
        return f"{field}: related_name must be '+'"
    if _points_up(field.model, field.related_model):
        return f"{field}: points up to {field.related_model._meta.label}"
    return ""


def _place(model: Any) -> int:
    return STACK.index(model._meta.app_label)


def _points_up(model: Any, other: Any) -> bool:
    if other._meta.app_label not in STACK:  # one of Django's own
        return False
    same_floor = {model._meta.app_label, other._meta.app_label} <= ENGINES
    return _place(other) < _place(model) or (same_floor and _place(model) != _place(other))


def _leads_to_customer(model: Any, seen: frozenset[Any] = frozenset()) -> bool:
    if model._meta.label == "customers.Customer":
        return True
    lower = {field.related_model for field in _keys(model)} - seen - {model}
    names = {field.name for field in model._meta.get_fields()}
    return "customer_id" in names or any(_leads_to_customer(other, seen | {model}) for other in lower)
