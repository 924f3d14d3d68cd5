"""The people to talk to at customers, and their posts over time, in several companies if need be."""

from django.utils.translation import gettext_lazy as _

from kejing.domain.customers.exchange.references import CHANGE
from kejing.domain.customers.vocabulary import ImportFault
from kejing.engines.interchange.public import Check, ImportTarget, Outcome, Set, Staging, TargetField

_CUSTOMER_WORDS = ("客户", "客户号", "客户编号", "公司", "单位", "org", "company", "account", "account name")


def _named(field: str) -> str:
    """Customers as the field names them: by number, else by a name that only one has."""
    return (
        "select c.number as named, c.id from customers_customer c"  # noqa: S608  # names from code
        f" where c.number in (select {field} from {{staging}})"
        " union all select c.name, min(c.id) from customers_customer c"
        f" where c.name in (select {field} from {{staging}})"
        " and not exists (select 1 from customers_customer n where n.number = c.name)"
        " group by c.name having count(*) = 1"
    )


def _apply_contacts(staging: Staging) -> Outcome:
    """A new contact has her post from `since` on, or from today. Posts of contacts already there: the other target."""
    texts = ("title", "phone", "email")
    outcome = staging.upsert(
        "customers_contact",
        tuple(Set(name, name, f"s.{name}", blank="''") for name in texts),
        match="t.customer_id = k.id and t.name = s.name",
        joins=f"join ({_named('customer')}) k on k.named = s.customer",
        create={"customer_id": "k.id", "name": "s.name", "version": "1"},
        change=CHANGE,
    )
    staging.execute(
        "insert into customers_contactposition (contact_id, customer_id, title, valid_from, valid_to)"  # noqa: S608  # names from code
        " select c.id, c.customer_id, c.title, coalesce(s.since, kj_business_day()), null from {staging} s"
        f" join ({_named('customer')}) k on k.named = s.customer"
        " join customers_contact c on c.customer_id = k.id and c.name = s.name"
        " where not exists (select 1 from customers_contactposition p where p.contact_id = c.id) order by s.row_no"
    )
    return outcome


def _apply_positions(staging: Staging) -> Outcome:
    """A post of a contact at a customer from a day on; one that is open there ends where the next begins."""
    joins = (
        f"join ({_named('customer')}) k on k.named = s.customer"
        f" join ({_named('at')}) w on w.named = s.at"
        " join customers_contact c on c.customer_id = k.id and c.name = s.name"
    )
    staging.execute(
        "update customers_contactposition t set valid_to = n.since from (select c.id as contact, w.id as at,"  # noqa: S608  # names from code
        f" min(s.since) as since from {{staging}} s {joins} group by 1, 2) n where t.contact_id = n.contact"
        " and t.customer_id = n.at and t.valid_to is null and t.valid_from < n.since"
    )
    return staging.upsert(
        "customers_contactposition",
        (Set("title", "title", "s.title", blank="''"), Set("valid_to", "until", "s.until")),
        match="t.contact_id = c.id and t.customer_id = w.id and t.valid_from = s.since",
        joins=joins,
        create={"contact_id": "c.id", "customer_id": "w.id", "valid_from": "s.since"},
    )


def _known(field: str) -> Check:
    return Check(
        ImportFault.UNKNOWN_CUSTOMER,
        field,
        f"select s.row_no, s.{field} from {{staging}} s"  # noqa: S608  # names from code
        f" where not exists (select 1 from ({_named(field)}) k where k.named = s.{field})",
        (field,),
    )


CONTACTS = ImportTarget(
    name="customers.contact",
    label=_("Contacts"),
    fields=(
        TargetField("customer", required=True, label=_("Customer's number or name"), also=_CUSTOMER_WORDS),
        TargetField(
            "name",
            required=True,
            max_length=120,
            label=_("Contact's name"),
            also=("姓名", "联系人", "联系人姓名", "fn", "contact", "full name"),
        ),
        TargetField("title", max_length=120, label=_("Post"), also=("职务", "职位", "title", "role")),
        TargetField(
            "phone", max_length=40, label=_("Telephone"), also=("电话", "手机", "联系电话", "tel", "mobile")
        ),
        TargetField("email", max_length=200, label=_("E-mail"), also=("邮箱", "电子邮件", "email", "mail")),
        TargetField("since", "date", label=_("In the post since"), also=("任职日期", "since", "起")),
    ),
    key=("customer", "name"),
    apply=_apply_contacts,
    checks=(_known("customer"),),
)

POSITIONS = ImportTarget(
    name="customers.contact_position",
    label=_("Posts of contacts"),
    fields=(
        TargetField(
            "customer", required=True, label=_("Customer the contact is entered at"), also=_CUSTOMER_WORDS
        ),
        TargetField("name", required=True, label=_("Contact's name"), also=("姓名", "联系人", "contact")),
        TargetField(
            "at", required=True, label=_("Customer the post is at"), also=("任职单位", "任职客户", "at")
        ),
        TargetField("title", max_length=120, label=_("Post"), also=("职务", "职位")),
        TargetField(
            "since", "date", required=True, label=_("In the post since"), also=("任职日期", "起", "from")
        ),
        TargetField("until", "date", label=_("In the post until"), also=("离任日期", "止", "to")),
    ),
    key=("customer", "name", "at", "since"),
    apply=_apply_positions,
    checks=(
        _known("customer"),
        _known("at"),
        Check(
            ImportFault.UNKNOWN_CONTACT,
            "name",
            "select s.row_no, s.name from {staging} s where 1 <> (select count(*) from customers_contact c"  # noqa: S608  # names from code
            f" join ({_named('customer')}) k on k.id = c.customer_id where k.named = s.customer and c.name = s.name)",
        ),
        Check(
            ImportFault.BACKWARDS,
            "until",
            "select row_no, until::text from {staging} where until <= since",
            ("until",),
        ),
    ),
)
