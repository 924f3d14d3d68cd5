"""What the cast keeps of some of its customers: contacts, a group with its team, notes, tags, confirmed profiles.

Made by the product's own actions in the name of who holds the customer. People are named by their part, and
companies by a number: nobody is invented.
"""

from datetime import date, timedelta
from typing import Any

from kejing.app.demo.history import Branch, Diary
from kejing.domain.customers.public import (
    add_contact,
    add_customer,
    add_member,
    add_note,
    add_post,
    add_tag,
    change_customer,
    customer_version,
    holder_customers,
    merge_customers,
    name_lead,
    request_duplicates,
    tag_customer,
)
from kejing.domain.org.public import holder_by_number
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.context import as_actor

EACH = 4
"""Customers of each account manager whose master is kept well."""
PARTS = (("财务联系人", "财务"), ("采购联系人", "采购"), ("总经理秘书", "秘书"))
NOTES = (
    ("owner", "偏好下午来访，来电请先发短信。"),
    ("unit", "与本行往来多年，遇到流程问题请支行协助。"),
    ("all", "对账单寄送地址已更新。"),
)
TAGS = ("重点维护", "潜在升级", "活动邀约")
OCCUPATIONS = ("employee", "official", "self_employed", "retired")


def keep_masters(branch: Branch, day: date) -> None:
    """Fill what is kept of some customers of a branch on a day."""
    with clock.frozen(clock.at(day, 16)):
        with as_actor(branch.head.user_id) as actor:
            tags = [add_tag(actor=actor, name=f"{word} {branch.code}") for word in TAGS]
        for diary in branch.managers:
            with as_actor(diary.user_id) as actor:
                _keep(diary, actor, tags, day)
        _found_group(branch)
        _enter_twice(branch)


def _keep(diary: Diary, actor: Actor, tags: list[int], day: date) -> None:
    """The first few customers of an account manager: people, notes, a tag, a profile of today."""
    chosen = holder_customers(actor=actor)[:EACH]
    contacts = []
    for n, customer_id in enumerate(chosen):
        name, title = PARTS[n % len(PARTS)]
        since = day - timedelta(days=diary.draw.randrange(200, 1_500))
        contacts.append(
            add_contact(
                actor=actor,
                customer_id=customer_id,
                name=f"{name} {diary.number}-{n + 1}",
                title=title,
                valid_from=since,
            )
        )
        share, text = NOTES[n % len(NOTES)]
        add_note(actor=actor, customer_id=customer_id, text=text, share=share)
        tag_customer(actor=actor, customer_id=customer_id, tag_id=tags[n % len(tags)])
        if n % 2 == 0:
            _complete(diary, actor, customer_id)
    if len(chosen) > 1:
        add_post(
            actor=actor,
            contact_id=contacts[0],
            customer_id=chosen[1],
            title="代账",
            valid_from=day - timedelta(days=90),
        )


def _complete(diary: Diary, actor: Actor, customer_id: int) -> None:
    profile: dict[str, Any] = {
        "occupation": diary.draw.choice(OCCUPATIONS),
        "yearly_income": str(diary.draw.randrange(60, 900) * 1_000),
        "home_owner": diary.draw.random() < 0.6,
    }
    version = customer_version(actor=actor, customer_id=customer_id)
    change_customer(actor=actor, customer_id=customer_id, version=version, profile=profile)


def _found_group(branch: Branch) -> None:
    """A parent company with two subsidiaries of different holders, a lead and a team."""
    first, other = branch.managers[0], branch.managers[-1]
    with as_actor(first.user_id) as actor:
        top = _company(actor, f"示例集团 {branch.code}", None)
        _company(actor, f"示例集团 {branch.code} 一分公司", top)
    if other is not first:
        with as_actor(branch.head.user_id) as actor:
            _company(actor, f"示例集团 {branch.code} 二分公司", top)
    with as_actor(branch.head.user_id) as actor:
        today = clock.today()
        lead, member = holder_by_number(first.number, today), holder_by_number(other.number, today)
        assert lead is not None  # the cast holds its posts throughout
        assert member is not None
        name_lead(actor=actor, customer_id=top, staff_id=lead.staff_id or 0, reason="集团客户统一牵头")
        if other is not first:
            add_member(
                actor=actor,
                customer_id=top,
                staff_id=member.staff_id or 0,
                duty="分公司对接",
                reason="分公司所在片区",
            )


def _enter_twice(branch: Branch) -> None:
    """Two companies that two account managers entered: one pair is merged, the other waits to be decided."""
    first, other = branch.managers[0], branch.managers[-1]
    if other is first:
        return
    entered = {}
    for name, phone in (("示例商贸", "010-55500101"), ("示例物流", "010-55500102")):
        for diary in (first, other):
            with as_actor(diary.user_id) as actor:
                entered[name, diary.number] = _company(actor, f"{name} {branch.code}", None, phone=phone)
    with as_actor(branch.head.user_id) as actor:
        merge_customers(
            actor=actor,
            customer_id=entered["示例物流", first.number],
            merged_id=entered["示例物流", other.number],
            reason="同一公司，两人重复录入",
        )
        request_duplicates(actor=actor)


def _company(actor: Actor, name: str, parent_id: int | None, *, phone: str = "") -> int:
    profile = {"industry": "manufacturing", "scale": "medium"}
    return add_customer(
        actor=actor, name=name, kind="organisation", parent_id=parent_id, phone=phone, profile=profile
    )
