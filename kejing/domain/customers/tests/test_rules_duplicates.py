"""How alike two customers are, field by field. docs/algorithms/duplicates.md works through the same cases."""

import pytest

from kejing.domain.customers.rules import THRESHOLD, Field, Identity, Level, compare, core_name, phone_digits
from kejing.domain.customers.rules.duplicates import number_similarity


def firm(name: str, **known: str) -> Identity:
    return Identity(name, is_organisation=True, **known)


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("北京恒信机械有限公司", "北京恒信机械"),
        ("北京恒信机械有限责任公司", "北京恒信机械"),
        ("北京市恒信机械股份有限公司", "北京恒信机械"),
        ("恒信机械（北京）有限公司", "北京恒信机械"),
        ("恒信集团", "恒信"),
        ("  ＡＢＣ　Trading Co., Ltd. ", "abctrading"),
        ("Novak Steel GmbH", "novaksteel"),
        ("有限公司", "有限公司"),
    ],
)
def test_a_firm_s_name_without_its_legal_form(name: str, core: str) -> None:
    assert core_name(name) == core


@pytest.mark.parametrize(
    ("phone", "digits"),
    [
        ("+86 138-0013-8000", "13800138000"),
        ("008613800138000", "13800138000"),
        ("８６１１２３４５", "86112345"),
        ("010-6234 5678", "01062345678"),
    ],
)
def test_a_phone_is_its_digits(phone: str, digits: str) -> None:
    assert phone_digits(phone) == digits


@pytest.mark.parametrize(
    ("a", "b", "similarity"),
    [
        ("7988048", "7988048", 1.0),
        ("7988048", "7988084", 0.5),
        ("7988048", "798048", 0.5),
        ("7988048", "1088048", 0.0),
    ],
)
def test_a_slip_of_the_finger_is_half_the_number(a: str, b: str, similarity: float) -> None:
    assert number_similarity(a, b) == similarity


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (firm("北京恒信机械有限公司"), firm("恒信机械（北京）有限责任公司")),
        (firm("北京恆信機械有限公司"), firm("北京恒信机械有限公司")),
        (firm("Novak Steel Ltd"), firm("NOVAK  STEEL, Inc.")),
        (Identity("张伟", phone="13800138000"), Identity("章伟", phone="+86 138 0013 8000")),
        (Identity("Zhang Wei", birth_date="1980-01-02"), Identity("张伟", birth_date="19800102")),
        (Identity("张伟", identity_number="11010119800102001X"), Identity("张卫", identity_number="11010119800102001x")),
        (Identity("王芳", address="中山路12号3单元402室"), Identity("王芳", address="中山路12号402室3单元")),
    ],
)  # fmt: skip
def test_they_may_be_one(a: Identity, b: Identity) -> None:
    assert compare(a, b).is_candidate
    assert compare(b, a).score == compare(a, b).score


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (Identity("张伟"), Identity("张伟")),
        (Identity("张伟", birth_date="1980-01-02"), Identity("张伟", birth_date="1991-07-30")),
        (Identity("张伟", phone="13800138000"), Identity("李娜", phone="13800138000")),
        (firm("北京恒信机械有限公司"), firm("北京华盛机械有限公司")),
        (firm("上海恒信贸易有限公司"), firm("北京恒信机械有限公司")),
    ],
)
def test_they_are_not_suggested(a: Identity, b: Identity) -> None:
    assert compare(a, b).score < THRESHOLD


def test_what_one_lacks_says_nothing_and_every_field_is_explained() -> None:
    verdict = compare(
        Identity("张伟", phone="13800138000", identity_number="123456"), Identity("张伟", phone="13800138001")
    )
    assert [(one.field, one.level, one.weight) for one in verdict.agreements] == [
        (Field.PHONE, Level.NEAR, 3.0), (Field.NAME, Level.SAME, 7.0),
    ]  # fmt: skip
    assert verdict.score == 10.0


def test_a_name_of_signs_alone_is_compared_with_nothing() -> None:
    assert compare(Identity("-"), Identity("张伟")).agreements == ()
