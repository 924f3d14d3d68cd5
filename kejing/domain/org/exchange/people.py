"""Posts, and the people in them with their accounts. Who gets an account gets no password: she is invited."""

from django.utils.translation import gettext_lazy as _

from kejing.domain.org.exchange.units import UNIT
from kejing.domain.org.vocabulary import MANAGE, OrgFault
from kejing.engines.interchange.public import (
    Check,
    ImportTarget,
    Outcome,
    Reference,
    Set,
    Staging,
    TargetField,
)
from kejing.foundation.identity.public import MANAGE as MANAGE_ACCOUNTS
from kejing.foundation.identity.public import forget_links

ROLE = Reference("identity_role", "code", _("role"))
POST = Reference("org_position", "code", _("post"))


def _apply_posts(staging: Staging) -> Outcome:
    """Who reports to whom last: the post above may stand further down in the file."""
    outcome = staging.upsert(
        "org_position",
        (Set("unit_id", "unit", "u.id"), Set("role_id", "role", "s.role")),
        match="t.code = s.code",
        joins="join org_unit u on u.code = s.unit",
        create={"code": "s.code"},
    )
    if not staging.has("reports_to"):
        return outcome
    above = (
        "from {staging} s join org_position a on a.code = s.reports_to"
        " where t.code = s.code and t.reports_to_id is distinct from a.id"
    )
    changed = staging.execute(
        f"update org_position t set reports_to_id = a.id {above} and t.id <= %(last)s",  # noqa: S608  # names from code
        {"last": staging.last_before("org_position")},
    )
    staging.execute(f"update org_position t set reports_to_id = a.id {above}")  # noqa: S608  # as above
    changed = min(changed, outcome.unchanged)
    return Outcome(outcome.created, outcome.updated + changed, outcome.unchanged - changed)


def _apply_staff(staging: Staging) -> Outcome:
    if staging.has("username"):
        # No password fits what begins with an exclamation mark.
        staging.execute(
            "insert into identity_user (username, name, password, is_active, language, version)"
            " select s.username, s.name, '!' || replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''),"
            " true, '', 1 from {staging} s where s.username is not null"
            " and not exists (select 1 from identity_user i where i.username = s.username) order by s.row_no"
        )
    outcome = staging.upsert(
        "org_staff",
        (
            Set("name", "name", "s.name"),
            Set("name_en", "name_en", "s.name_en", blank="''"),
            Set("user_id", "username", "i.id"),
        ),
        match="t.number = s.number",
        joins="left join identity_user i on i.username = s.username" if staging.has("username") else "",
        create={"number": "s.number", "version": "1"},
        change={"version": "t.version + 1"},
    )
    if staging.has("post"):
        _appoint(staging)
    return outcome


def _appoint(staging: Staging) -> None:
    """Into her post from the day given, or today; with it she can hold customers."""
    staging.execute(
        "insert into org_appointment (staff_id, position_id, valid_from)"
        " select f.id, p.id, coalesce(s.since, kj_business_day()) from {staging} s"
        " join org_staff f on f.number = s.number"
        " join org_position p on p.code = s.post where not exists (select 1 from org_appointment a"
        " where a.staff_id = f.id and a.position_id = p.id and a.valid_to is null) order by s.row_no"
    )
    staging.execute(
        "insert into org_holder (kind, appointment_id, unit_id, name, name_en)"
        " select 'person', a.id, p.unit_id, f.name, f.name_en from {staging} s"
        " join org_staff f on f.number = s.number join org_position p on p.code = s.post"
        " join org_appointment a on a.staff_id = f.id and a.position_id = p.id and a.valid_to is null"
        " where not exists (select 1 from org_holder h where h.appointment_id = a.id) order by s.row_no"
    )


POSTS = ImportTarget(
    name="org.position",
    label=_("Posts"),
    permission=MANAGE,
    fields=(
        TargetField(
            "code", required=True, max_length=60, label=_("Post code"), also=("岗位编号", "岗位", "code")
        ),
        TargetField(
            "unit", required=True, references=UNIT, label=_("Unit code"), also=("机构", "机构编号", "unit")
        ),
        TargetField("role", required=True, references=ROLE, label=_("Role"), also=("角色", "role")),
        TargetField("reports_to", label=_("Post it reports to"), also=("上级岗位", "汇报岗位", "reports to")),
    ),
    key=("code",),
    apply=_apply_posts,
    checks=(
        Check(
            OrgFault.NO_SUCH_POST,
            "reports_to",
            "select s.row_no, s.reports_to from {staging} s where s.reports_to is not null"
            " and not exists (select 1 from org_position p where p.code = s.reports_to)"
            " and not exists (select 1 from {staging} o where o.code = s.reports_to)",
            ("reports_to",),
        ),
        Check(
            OrgFault.RING,
            "reports_to",
            "select row_no, code from {staging} where code = reports_to",
            ("reports_to",),
        ),
    ),
)

STAFF = ImportTarget(
    name="org.staff",
    label=_("Staff and accounts"),
    permission=MANAGE_ACCOUNTS,
    fields=(
        TargetField(
            "number",
            required=True,
            max_length=40,
            label=_("Staff number"),
            also=("工号", "员工号", "employee id"),
        ),
        TargetField(
            "name",
            required=True,
            max_length=120,
            label=_("Name"),
            also=("姓名", "name", "sales agent", "salesperson"),
        ),
        TargetField("name_en", max_length=120, label=_("English name"), also=("英文名", "name en")),
        TargetField(
            "username", max_length=80, label=_("User name"), also=("用户名", "登录名", "upn", "login")
        ),
        TargetField(
            "post", references=POST, label=_("Post code"), also=("岗位", "岗位编号", "post", "position")
        ),
        TargetField("since", "date", label=_("In the post since"), also=("任职日期", "上岗日期", "since")),
    ),
    key=("number",),
    apply=_apply_staff,
    before_undo=forget_links,
    checks=(
        Check(
            OrgFault.USERNAME_TAKEN,
            "username",
            "select s.row_no, s.username from {staging} s where s.username is not null and (exists"
            " (select 1 from org_staff f join identity_user i on i.id = f.user_id"
            " where i.username = s.username and f.number <> s.number)"
            " or exists (select 1 from {staging} o where o.username = s.username and o.row_no < s.row_no)"
            " or exists (select 1 from identity_user i where i.username = s.username"
            " and not exists (select 1 from org_staff f where f.user_id = i.id)))",
            ("username",),
        ),
        Check(
            OrgFault.OTHER_ACCOUNT,
            "username",
            "select s.row_no, s.username from {staging} s join org_staff f on f.number = s.number"
            " join identity_user i on i.id = f.user_id where i.username <> s.username",
            ("username",),
        ),
        Check(
            OrgFault.POST_TAKEN,
            "post",
            "select s.row_no, s.post from {staging} s join org_position p on p.code = s.post where exists"
            " (select 1 from org_appointment a join org_staff f on f.id = a.staff_id where a.position_id = p.id"
            " and f.number <> s.number and (a.valid_to is null"
            " or a.valid_to > kj_business_day()))"
            " or exists (select 1 from {staging} o where o.post = s.post and o.row_no < s.row_no)",
            ("post",),
        ),
        Check(
            OrgFault.IN_ANOTHER_POST,
            "post",
            "select s.row_no, s.post from {staging} s join org_staff f on f.number = s.number"
            " join org_appointment a on a.staff_id = f.id and a.valid_to is null"
            " join org_position p on p.id = a.position_id where p.code <> s.post and not exists"
            " (select 1 from org_appointment b join org_position q on q.id = b.position_id"
            " where b.staff_id = f.id and b.valid_to is null and q.code = s.post)",
            ("post",),
        ),
    ),
)
