"""Protected fields: what a role may do with a value, and what is left of it behind the mask."""

import pytest

from kejing.foundation.kernel import masks
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused
from kejing.foundation.kernel.fields import (
    Access,
    NotSeen,
    declare_field,
    known_field,
    not_entered,
    refuse_entered,
    refuse_written,
    require_seen,
    show,
)
from kejing.foundation.kernel.limits import declare_limit, known_limit

PHONE = declare_field("sample.phone", "Phone", mask=masks.phone)
FAMILY = declare_field("sample.extra", "Extra", family=True)
CAP = declare_limit("sample.cap", "Cap", default=20)


def actor(**fields: Access) -> Actor:
    named = {f"sample.{name}": access for name, access in fields.items()}
    return Actor(1, "a", "r", fields=named, limits={CAP: 3} if fields else {})


@pytest.mark.parametrize(
    ("access", "seen"),
    [
        (Access.SHOW, "13812345678"),
        (Access.READ_ONLY, "13812345678"),
        (Access.MASK, "138****5678"),
        (Access.HIDE, None),
    ],
)
def test_a_value_is_shown_masked_or_hidden(access: Access, seen: str | None) -> None:
    assert show(actor(phone=access), PHONE, "13812345678") == seen


def test_what_a_role_does_not_name_is_shown_and_nothing_stays_nothing() -> None:
    assert show(actor(), PHONE, "13812345678") == "13812345678"
    assert show(actor(phone=Access.MASK), PHONE, "") == ""
    assert show(actor(phone=Access.HIDE), PHONE, "") is None


@pytest.mark.parametrize("access", [Access.MASK, Access.HIDE])
def test_nothing_is_found_by_a_field_not_seen_in_full(access: Access) -> None:
    require_seen(actor(phone=Access.READ_ONLY), PHONE, "tail")
    with pytest.raises(NotSeen) as caught:
        require_seen(actor(phone=access), PHONE, "tail")
    assert (caught.value.field, caught.value.status) == ("tail", 403)


@pytest.mark.parametrize("access", [Access.READ_ONLY, Access.MASK, Access.HIDE])
def test_a_field_sent_past_the_rights_is_refused_by_its_name(access: Access) -> None:
    refuse_written(actor(), {"tel": "1"}, {"tel": PHONE})
    refuse_written(actor(phone=access), {"tel": None, "name": "x"}, {"tel": PHONE})
    for sent in ("1", ""):
        with pytest.raises(Refused) as caught:
            refuse_written(actor(phone=access), {"tel": sent}, {"tel": PHONE})
        assert (caught.value.field, caught.value.code.value) == ("tel", "field_not_written")


@pytest.mark.parametrize("access", [Access.READ_ONLY, Access.HIDE])
def test_of_a_new_thing_a_field_is_entered_by_who_sees_it_masked(access: Access) -> None:
    for allowed in (Access.SHOW, Access.MASK):
        refuse_entered(actor(phone=allowed), {"tel": "1"}, {"tel": PHONE})
        assert not_entered(actor(phone=allowed), {"tel": PHONE}) == []
    for nothing in ({}, {"tel": None}, {"tel": ""}):
        refuse_entered(actor(phone=access), nothing, {"tel": PHONE})
    with pytest.raises(Refused) as caught:
        refuse_entered(actor(phone=access), {"tel": "1"}, {"tel": PHONE})
    assert (caught.value.field, caught.value.code.value) == ("tel", "field_not_written")
    assert not_entered(actor(phone=access), {"tel": PHONE}) == ["tel"]


def test_an_unknown_field_or_limit_is_an_error() -> None:
    assert known_field("sample.extra.home").code == FAMILY
    for code in ("sample.phones", "sample.extra", "sample.extra.X", "sample.phone.home"):
        with pytest.raises(LookupError):
            known_field(code)
    with pytest.raises(LookupError):
        actor().field("sample.phones")
    with pytest.raises(LookupError):
        known_limit("sample.caps")
    for code in ("phone", "Sample.phone"):
        with pytest.raises(ValueError, match="is not"):
            declare_field(code, "x")
    with pytest.raises(ValueError, match="is not"):
        declare_limit("cap", "x", default=1)


def test_a_member_of_a_family_has_rights_of_its_own() -> None:
    who = actor(**{"extra.home": Access.MASK})
    assert show(who, "sample.extra.home", "Prague") == "***"
    assert show(who, "sample.extra.sex", "f") == "f"


def test_a_limit_is_the_role_s_or_the_default() -> None:
    assert actor().limit(CAP) == 20
    assert actor(phone=Access.SHOW).limit(CAP) == 3


@pytest.mark.parametrize(
    ("mask", "value", "masked"),
    [
        (masks.phone, "13812345678", "138****5678"),
        (masks.phone, "+86 138 1234 5678", "+86**********5678"),
        (masks.phone, "5678", "**78"),
        (masks.phone, "12", "**"),
        (masks.identity, "110101199001010012", "110***********0012"),
        (masks.identity, "91110000X", "*******0X"),
        (masks.name, "曾国华", "曾**"),
        (masks.name, "曾", "*"),
        (masks.email, "zeng@example.com", "z***@example.com"),
        (masks.email, "zeng", "***"),
        (masks.place, "北京市朝阳区建国路八十八号", "北京市朝阳区***"),
        (masks.place, "北京", "***"),
        (masks.anything, "secret", "***"),
    ],
)
def test_a_mask_leaves_enough_to_tell_and_too_little_to_use(mask: object, value: str, masked: str) -> None:
    assert mask(value) == masked  # type: ignore[operator]  # one of the masks
