"""Signing in, one-time links, tokens: guessing locks, links work once, what is switched off is out."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from pydantic import ValidationError

from kejing.foundation.identity import actions
from kejing.foundation.identity.models import ApiToken, FailedSignIn, OneTimeLink, Role, User
from kejing.foundation.identity.pack import RolesSection, apply_roles
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden, NotVisible, Refused
from kejing.foundation.kernel.models import JournalLine, RowChange
from tests.cast import Cast

pytestmark = pytest.mark.django_db
PASSWORD = "a sentence she remembers"


@pytest.fixture(autouse=True)
def quick_hashes(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    actions._nobody.cache_clear()


@pytest.fixture
def account(cast: Cast) -> User:
    user = cast["manager_a1"].user
    with as_system("set up"):
        user.password = make_password(PASSWORD)
        user.save()
    return user


def refused_text(username: str, password: str) -> str:
    with pytest.raises(Refused) as refused:
        actions.check_sign_in(username=username, password=password)
    return refused.value.text


class TestSignIn:
    def test_the_right_password_opens(self, account: User) -> None:
        assert actions.check_sign_in(username=" manager_a1 ", password=PASSWORD) == account
        assert not FailedSignIn.objects.exists()

    def test_a_wrong_password_and_an_unknown_name_are_told_in_the_same_words(self, account: User) -> None:
        assert refused_text("manager_a1", "wrong") == refused_text("nobody_at_all", "wrong")

    def test_five_wrong_ones_lock_even_for_the_right_one(self, account: User) -> None:
        for _ in range(5):
            refused_text("manager_a1", "wrong")
        with pytest.raises(Refused) as refused:
            actions.check_sign_in(username="manager_a1", password=PASSWORD)
        assert refused.value.code.value == "locked"
        assert refused.value.params["minutes"] == 15
        assert FailedSignIn.objects.count() == 5

    def test_an_unknown_name_locks_alike(self, db: None) -> None:
        for _ in range(5):
            refused_text("nobody_at_all", "wrong")
        assert refused_text("Nobody_at_all", "wrong") != refused_text("another", "wrong")

    def test_the_lock_is_that_names_alone(self, account: User) -> None:
        for _ in range(6):
            refused_text("somebody_else", "wrong")
        assert actions.check_sign_in(username="manager_a1", password=PASSWORD) == account

    def test_the_lock_ends(self, account: User) -> None:
        for _ in range(5):
            refused_text("manager_a1", "wrong")
        FailedSignIn.objects.update(at=clock.system_now() - timedelta(minutes=15, seconds=1))
        assert actions.check_sign_in(username="manager_a1", password=PASSWORD) == account

    def test_a_disabled_account_is_told_the_same(self, account: User) -> None:
        with as_system("disable"):
            account.is_active = False
            account.save()
        assert refused_text("manager_a1", PASSWORD) == refused_text("nobody_at_all", PASSWORD)

    def test_an_account_without_a_password_lets_nobody_in(self, cast: Cast) -> None:
        for password in ("", "!", cast["hr"].user.password):
            refused_text("hr", password)


class TestOneTimeLink:
    def test_it_sets_the_password_once_and_leaves_a_trace(self, account: User) -> None:
        with as_system("set up"):
            secret = actions.make_link(account)
        assert actions.use_link(secret=secret, password="another good sentence") == account
        assert actions.check_sign_in(username="manager_a1", password="another good sentence") == account
        with pytest.raises(Refused) as refused:
            actions.use_link(secret=secret, password="and once more, please")
        assert refused.value.code.value == "link_spent"
        with as_system("look"):
            assert JournalLine.objects.filter(action="identity.use_link", user_id=account.pk).count() == 1
            change = RowChange.objects.filter(table_name="identity_user", row_id=account.pk).latest("id")
        assert change.old["password"] != change.new["password"]
        assert "md5$" not in str(change.new)

    @pytest.mark.parametrize("password", ["short", "password1234", "manager_a1!!"])
    def test_a_weak_password_is_refused_and_the_link_stays_good(self, account: User, password: str) -> None:
        with as_system("set up"):
            secret = actions.make_link(account)
        with pytest.raises(Refused) as refused:
            actions.use_link(secret=secret, password=password)
        assert (refused.value.code.value, refused.value.field) == ("weak_password", "password")
        assert OneTimeLink.objects.get().used_at is None

    def test_an_old_one_a_made_up_one_and_a_disabled_accounts_are_refused(self, account: User) -> None:
        with as_system("set up"):
            secret, old = actions.make_link(account), actions.make_link(account)
            OneTimeLink.objects.filter(digest=actions.digest(old)).update(expires_at=clock.system_now())
        for wrong in (old, "made up", "", "\0"):
            with pytest.raises(Refused):
                actions.use_link(secret=wrong, password=PASSWORD)
        with as_system("disable"):
            account.is_active = False
            account.save()
        with pytest.raises(Refused):
            actions.use_link(secret=secret, password=PASSWORD)

    def test_the_secret_is_not_kept(self, cast: Cast) -> None:
        with cast["administrator"].acting() as actor:
            secret = actions.invite(actor=actor, user_id=cast["hr"].user.pk)
        with as_system("look"):
            kept = [
                str(row) for model in (OneTimeLink, JournalLine, RowChange) for row in model.objects.values()
            ]
        assert not [row for row in kept if secret in row]


class TestToken:
    def token(self, cast: Cast, days: int = 90) -> str:
        with cast["administrator"].acting() as actor:
            return actions.make_token(actor=actor, user_id=cast["auditor"].user.pk, name="reports", days=days)

    def test_it_stands_for_its_account(self, cast: Cast) -> None:
        assert actions.user_of_token(self.token(cast)) == cast["auditor"].user

    @pytest.mark.parametrize("wrong", ["", "kj_", "kj_made_up", "\0", "kj_" + "x" * 5_000])
    def test_a_wrong_one_is_nobody(self, cast: Cast, wrong: str) -> None:
        self.token(cast)
        assert actions.user_of_token(wrong) is None

    def test_an_expired_a_revoked_and_a_disabled_accounts_are_nobody(self, cast: Cast) -> None:
        assert actions.user_of_token(self.token(cast, days=0)) is None
        secret = self.token(cast)
        with as_system("revoke"):
            ApiToken.objects.update(revoked_at=clock.system_now())
        assert actions.user_of_token(secret) is None
        secret = self.token(cast)
        with as_system("disable"):
            User.objects.filter(pk=cast["auditor"].user.pk).update(is_active=False)
        assert actions.user_of_token(secret) is None

    def test_the_secret_is_not_kept(self, cast: Cast) -> None:
        secret = self.token(cast)
        with as_system("look"):
            kept = [
                str(row) for model in (ApiToken, JournalLine, RowChange) for row in model.objects.values()
            ]
        assert not [row for row in kept if secret in row]


class TestWhoMay:
    def test_only_an_administrator_of_accounts(self, cast: Cast) -> None:
        for person in ("manager_a1", "branch_head_a", "auditor", "outsider"):
            with cast[person].acting() as actor:
                with pytest.raises(Forbidden):
                    actions.add_account(actor=actor, username="new", name="New")
                with pytest.raises(Forbidden):
                    actions.invite(actor=actor, user_id=cast["hr"].user.pk)
                with pytest.raises(Forbidden):
                    actions.make_token(actor=actor, user_id=cast["hr"].user.pk, name="x")
        assert not User.objects.filter(username="new").exists()

    def test_an_account_is_added_without_a_password(self, cast: Cast) -> None:
        with cast["administrator"].acting() as actor:
            user_id = actions.add_account(actor=actor, username="new", name="New")
        assert not User.objects.get(pk=user_id).has_usable_password()

    def test_a_taken_name_is_refused(self, cast: Cast) -> None:
        with cast["administrator"].acting() as actor, pytest.raises(Refused) as refused:
            actions.add_account(actor=actor, username="hr", name="Another")
        assert (refused.value.code.value, refused.value.field) == ("username_taken", "username")

    def test_an_account_that_is_not_there_has_neither_link_nor_token(self, cast: Cast) -> None:
        with cast["administrator"].acting() as actor:
            with pytest.raises(NotVisible):
                actions.invite(actor=actor, user_id=999_999)
            with pytest.raises(NotVisible):
                actions.make_token(actor=actor, user_id=999_999, name="x")


class TestRolesOfAPack:
    """What a pack says of protected fields and limits is strict."""

    def spec(self, **options: object) -> dict[str, object]:
        return {"code": "r", "label": {"zh": "角", "en": "Role"}, "scope": "own", **options}

    def test_fields_and_limits_are_kept_with_the_role(self) -> None:
        fields = {"customers.phone": "mask", "customers.profile.home": "hide"}
        section = RolesSection.model_validate(
            {"roles": [self.spec(fields=fields, limits={"exports.rows": 10})]}
        )
        with as_system("test") as actor:
            assert apply_roles(section, actor) == (1, 0)
            role = Role.objects.get(code="r")
        assert (role.fields, role.limits) == (fields, {"exports.rows": 10})

    @pytest.mark.parametrize(
        "options",
        [
            {"fields": {"customers.phon": "mask"}},
            {"fields": {"customers.phone": "blur"}},
            {"fields": {"customers.profile": "mask"}},
            {"limits": {"exports.row": 1}},
            {"limits": {"exports.rows": -1}},
            {"limits": {"exports.rows": "many"}},
        ],
    )
    def test_an_unknown_field_mode_or_limit_is_an_error(self, options: dict[str, object]) -> None:
        with pytest.raises(ValidationError):
            RolesSection.model_validate({"roles": [self.spec(**options)]})
