"""Reorganisations dated ahead, and invitations of people who came by import."""

from datetime import date

import pytest
from django.urls import reverse

from kejing.domain.org.actions import invite_waiting, move_due_units
from kejing.domain.org.models import Unit, UnitClosure, UnitMove
from kejing.engines.interchange.models import ImportRun, Intake
from kejing.engines.interchange.public import GivenFile, bring_files, map_columns, run_tried
from kejing.foundation.identity.models import OneTimeLink
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.errors import Forbidden
from kejing.foundation.kernel.testing import as_owner
from tests.cast import Cast


def imported(cast: Cast, target: str, text: str) -> ImportRun:
    with cast["administrator"].acting() as actor:
        intake = bring_files(actor=actor, what=target, files=[GivenFile.of("f.csv", text.encode())])
        found = Intake.objects.get(pk=intake).mapping
        chosen = {key: found[key] for key in ("key", "columns", "fixed", "leave_out")}
        map_columns(actor=actor, intake_id=intake, mapping_chosen=chosen)
        run_tried(actor=actor, import_run_id=ImportRun.objects.latest("pk").pk)
        return ImportRun.objects.latest("pk")


MOVE = "code,name,name en,kind,parent,effective\nA,机构A,Unit A,branch,HQ,1998-02-01\nB,机构B,Unit B,branch,HQ,1998-01-01\n"


@pytest.mark.requirement("A3.26", shows="a unit's move dated ahead waits and is made on its day")
def test_a_move_ahead_waits_for_its_day(cast: Cast) -> None:
    run = imported(cast, "org.unit", MOVE)
    assert [(error["row"], error["code"]) for error in run.errors] == [(3, "moved_back")]
    assert Unit.objects.get(code="A").parent == cast.units["EAST"]
    move = UnitMove.objects.get()
    assert (move.moves_on, move.asked_by_name) == (date(1998, 2, 1), "administrator")
    with as_system("too early") as system:
        assert move_due_units(actor=system) == 0
    with as_owner():
        clock.set_business_day(date(1998, 2, 1), using="default")
    with as_system("its day") as system:
        assert move_due_units(actor=system) == 1
        assert move_due_units(actor=system) == 0
    assert Unit.objects.get(code="A").parent == cast.units["HQ"]
    above = UnitClosure.objects.filter(ancestor=cast.units["EAST"], descendant=cast.units["A"])
    assert above.get().valid_to == date(1998, 2, 1)


def test_nobody_else_moves_units(cast: Cast) -> None:
    with cast["manager_a1"].acting() as actor, pytest.raises(Forbidden):
        move_due_units(actor=actor)


class TestInvitations:
    def test_links_of_people_who_came_by_import_are_shown_once(self, cast: Cast) -> None:
        imported(cast, "org.position", "code,unit,role\nP-NEW,A,account_manager\n")
        imported(cast, "org.staff", "工号,姓名,用户名,岗位\nS900,新人,newcomer,P-NEW\n")
        client = cast["administrator"].client
        address = reverse("org:invitations")
        assert "newcomer" in client.get(address).content.decode()
        shown = client.post(address).content.decode()
        assert "newcomer" in shown
        secret = shown.partition("/set-password/")[2].partition("/")[0]
        assert secret
        assert not OneTimeLink.objects.filter(digest=secret).exists()
        assert secret not in client.get(address).content.decode()

    def test_nobody_else_invites(self, cast: Cast) -> None:
        assert cast["branch_head_a"].client.get(reverse("org:invitations")).status_code == 403
        with cast["branch_head_a"].acting() as actor, pytest.raises(Forbidden):
            invite_waiting(actor=actor)
