"""The first administrator of a new installation, and what is to be done next."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from kejing.domain.customers.public import any_customer
from kejing.domain.org.public import add_person, add_unit, has_begun
from kejing.domain.segments.public import pack_drafts
from kejing.engines.packs.public import PackCard, installed_packs
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui import formats
from kejing.foundation.ui.responses import render

HEAD_OFFICE = "HQ"


@dataclass(frozen=True, slots=True)
class Step:
    text: "str | Promise"
    hint: "str | Promise"
    done: bool
    url: str = ""
    by_file: str = ""
    """Where the same is done with a file, when the address is a form for one."""


def make_first_administrator() -> str:
    """Head office and its administrator in an installation whose pack is applied; returns the link's secret."""
    with as_system("init") as actor:
        add_unit(actor=actor, code=HEAD_OFFICE, name="总部", name_en="Head office", kind="head_office")
        return add_person(
            actor=actor,
            number="0001",
            name="系统管理员",
            username="admin",
            unit=HEAD_OFFICE,
            role="administrator",
        )


@require_GET
def first_steps(request: ActorRequest) -> HttpResponse:
    """What a new installation still lacks. Raises Forbidden for who may not change the organisation."""
    steps = _steps(*has_begun(actor=request.actor))
    following = next((step for step in steps if step.url and not step.done), None)
    return render(request, "web/first_steps.html", {"steps": steps, "following": following})


def _steps(units: bool, people: bool) -> list[Step]:
    """Whether there are units and people is the reader's to know; of the rest only whether there is any."""
    with as_system("first steps") as system:
        packs, customers, waiting = installed_packs(), any_customer(), pack_drafts(actor=system)
    return [
        Step(_("Apply an industry pack"), _pack_hint(packs), bool(packs)),
        Step(
            _("Bring in your units"), _("A file with code, name and the unit above."), units,
            _import("org.unit"),
        ),
        Step(
            _("Add your people"), _("Each gets a post and a link to set a password."), people,
            reverse("org:add_person"), reverse("interchange:bring_files"),
        ),
        Step(
            _("Bring in your customers"), _("On trial first: every fault is named with its row."), customers,
            _import("customers.customer"),
        ),
        Step(
            _("Put the classes in force"), _("Tried on your customers first: you see who falls into which."),
            customers and not waiting, reverse("segments:segment_list"),
        ),
    ]  # fmt: skip


def _import(what: str) -> str:
    return f"{reverse('interchange:bring_files')}?what={what}"


def _pack_hint(packs: list[PackCard]) -> "str | Promise":
    """What a pack brings; once applied, which version is in force since when."""
    if not packs:
        return _("Roles, words, metrics and points of your trade.")
    return ", ".join(
        gettext("%(pack)s, version %(version)s since %(day)s")
        % {
            "pack": pack.label_zh if formats.chinese() else pack.label_en,
            "version": pack.version,
            "day": formats.iso(localtime(pack.applied_at).date()),
        }
        for pack in packs
    )
