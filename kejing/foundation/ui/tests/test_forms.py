"""The form kit: input becomes data, refusals become errors on fields, nothing written is lost."""

from typing import Any

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from kejing.foundation.kernel.errors import Difference, Forbidden, KernelRefusal, Refused, Repeated, Stale
from kejing.foundation.ui import forms
from kejing.foundation.ui.kit import KitForm

GOOD = {
    "customer_id": "3",
    "customer_id-label": "Customer 03",
    "reached": "yes",
    "result": "Agreed",
    "version": "3",
}


def sent(**changes: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update({**GOOD, "idempotency_key": "k" * 32, **changes})
    return data


def refuse(refusal: Refused) -> Any:
    def act(data: dict[str, Any]) -> int:
        raise refusal

    return act


def show(form: forms.ActionForm[int]) -> str:
    return render_to_string("ui/_form.html", {"form": form})


def test_submit_hands_over_clean_data_with_key_and_version() -> None:
    form, seen = KitForm(sent(channel="", on="2026-11-30")), {}

    def act(data: dict[str, Any]) -> int:
        seen.update(data)
        return 17

    assert form.submit(act)
    assert (form.outcome, form.status) == (17, 200)
    assert (seen["customer_id"], seen["reached"], seen["channel"]) == (3, "yes", None)
    assert (seen["version"], seen["idempotency_key"], str(seen["on"])) == (3, "k" * 32, "2026-11-30")


def test_input_that_does_not_validate_never_reaches_the_action(en: None) -> None:
    form = KitForm(sent(result="", customer_id="", reached="perhaps"))
    assert not form.submit(refuse(Refused(KernelRefusal.BAD_CURSOR)))
    assert form.status == 422
    assert form.errors["result"] == ["Please fill this in."]
    assert form.errors["customer_id"] == ["Choose one from the list."]


def test_refusal_stands_on_its_field_and_the_value_stays(en: None) -> None:
    form = KitForm(sent(result="next year"))
    assert not form.submit(refuse(Refused(KernelRefusal.NOT_A_MONTH, field="result", text="next year")))
    html = show(form)
    assert form.status == 422
    assert "“next year” is not a month." in form.errors["result"][0]
    assert 'id="id_result_error"' in html
    assert 'aria-invalid="true"' in html
    assert ">\nnext year</textarea>" in html
    assert 'value="Customer 03"' in html


def test_refusal_of_a_field_the_form_lacks_stands_above_all_fields() -> None:
    form = KitForm(sent())
    form.submit(refuse(Refused(KernelRefusal.BAD_CURSOR, field="elsewhere")))
    assert form.non_field_errors()


def test_stale_edit_shows_the_differences_and_the_next_press_carries_the_version_of_now(en: None) -> None:
    form = KitForm(sent(), version=5)
    differences = [Difference("reached", "yes", "no"), Difference("result", "Agreed", None)]
    assert not form.submit(refuse(Stale(differences)))
    html = show(form)
    assert form.status == 409
    assert [(row.label, row.yours, row.theirs) for row in form.differences] == [
        ("Was the goal reached?", "Reached", "No"),
        ("Result", "Agreed", "–"),
    ]
    assert "somebody changed this meanwhile" in html
    assert '<input type="hidden" name="version" value="5"' in html


def test_repeated_press_with_other_content_gets_a_fresh_key() -> None:
    form = KitForm(sent())
    form.submit(refuse(Repeated()))
    assert form.status == 409
    assert form.data["idempotency_key"] not in {"", "k" * 32}


def test_forbidden_is_a_page_not_a_field_error() -> None:
    with pytest.raises(Forbidden):
        KitForm(sent()).submit(refuse(Forbidden("visits.record")))


def test_a_new_form_carries_a_new_key() -> None:
    assert KitForm()["idempotency_key"].value() != KitForm()["idempotency_key"].value()


def test_up_to_four_choices_are_buttons_more_are_a_list() -> None:
    html = show(KitForm())
    assert html.count('type="radio"') == 3
    assert html.count("<select") == 1
    assert ">请选择…</option>" in html


def test_choices_set_by_the_form_itself_decide_the_control() -> None:
    class Assign(forms.ActionForm[int]):
        holder_id = forms.Choice("To whom", coerce=int)

    for n, control in ((3, 'type="radio"'), (9, "<select")):
        form = Assign()
        form.fields["holder_id"].choices = [(i, str(i)) for i in range(n)]  # type: ignore[attr-defined]
        assert control in show(form)
    chosen = Assign(QueryDict("holder_id=1"))
    chosen.fields["holder_id"].choices = [(1, "one")]  # type: ignore[attr-defined]
    assert chosen.submit(lambda data: data["holder_id"])
    assert chosen.outcome == 1


def test_quick_dates_offer_days_before_the_picker() -> None:
    html = show(KitForm(initial={"on": "2026-11-24"}))
    assert (
        '<button type="button" class="kj-chip" data-pick="2026-11-24" aria-pressed="true">明天</button>'
        in html
    )
    assert "11 月 27 日 周五" in html


def test_picker_names_what_it_holds() -> None:
    html = show(KitForm(initial={"customer_id": 3}, labels={"customer_id": "Customer 03"}))
    assert 'name="customer_id" value="3"' in html
    assert 'role="combobox"' in html
    assert 'value="Customer 03"' in html


def test_every_control_has_a_label_and_its_hint() -> None:
    form = KitForm()
    html = show(form)
    for bound in form.visible_fields():
        name = f'for="{bound.id_for_label}"' if bound.id_for_label else f">{bound.label}"
        assert name in html
    assert 'aria-describedby="id_customer_id_helptext"' in html


def test_labels_are_only_for_fields_that_exist() -> None:
    with pytest.raises(KeyError):
        KitForm(labels={"nobody": "x"})
