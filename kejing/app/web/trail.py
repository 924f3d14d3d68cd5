"""The auditor's pages: the journal, one line with the rows it changed, the check of the whole."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from kejing.foundation.kernel import reading, trail
from kejing.foundation.kernel.actions import labels
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.models import JournalLine
from kejing.foundation.kernel.paging import Page
from kejing.foundation.kernel.requests import ActorRequest
from kejing.foundation.ui import pieces
from kejing.foundation.ui.responses import render
from kejing.foundation.ui.tables import Column, Empty, Table

OUTCOMES = {"done": ("ok", _("done")), "denied": ("late", _("denied")), "failed": ("late", _("failed"))}
ON_A_ROUTE = _("Ask for a page")
FAULTS = {
    "entry_altered": _("An entry of the trail was altered"),
    "entry_missing": _("An entry of the trail is gone"),
    "seal_missing": _("A seal is missing from the chain"),
    "seal_altered": _("A seal was altered"),
    "anchor_differs": _("The chain is not the one whose head was kept outside"),
    "tail_cut": _("The end of the chain was cut off"),
    "never_sealed": _("An entry was put in past the sealer"),
    "changed_past_the_product": _("A row was changed past the product"),
    "unlike_history": _("A row is not what its history says"),
    "trail_switched_off": _("The trail of a table was switched off"),
}


@require_GET
def journal(request: ActorRequest) -> HttpResponse:
    wanted = reading.JournalFilter(
        action=request.GET.get("action", ""),
        actor=request.GET.get("actor", ""),
        outcome=request.GET.get("outcome", ""),
    )
    found = reading.journal(actor=request.actor, wanted=wanted, cursor=request.GET.get("after"))
    return render(request, "web/journal.html", {"table": _table(found), "wanted": wanted})


@require_GET
def journal_line(request: ActorRequest, line_id: int) -> HttpResponse:
    page = reading.journal_line(actor=request.actor, line_id=line_id)
    return render(
        request,
        "web/journal_line.html",
        {"page": page, "line": page.line, "name": _named(page.line), "outcome": _outcome(page.line)},
    )


@require_POST
def verify_trail(request: ActorRequest) -> HttpResponse:
    """Check the whole trail now. The check reads everything, so it runs as the system."""
    reading.check(request.actor)
    with as_system("verify the trail"):
        verdict = trail.verify()
    faults = [(FAULTS.get(fault.kind, fault.kind), fault) for fault in verdict.faults]
    return render(request, "web/verify_trail.html", {"verdict": verdict, "faults": faults})


def _named(row: JournalLine) -> str:
    """What was done, in the reader's language; a denied page is named by its route beside it."""
    return str(ON_A_ROUTE if row.subject == "route" else labels().get(row.action, row.action))


def _outcome(row: JournalLine) -> SafeString:
    return pieces.state(*OUTCOMES.get(row.outcome, ("na", row.outcome)))


def _subject(row: JournalLine) -> str:
    return row.action if row.subject == "route" else f"{row.subject} {row.subject_id or ''}".strip()


def _table(found: Page[JournalLine]) -> Table[JournalLine]:
    return Table(
        columns=[
            Column(
                "action", _("Action"), cell=_named, link=lambda row: reverse("journal_line", args=[row.pk])
            ),
            Column("at", _("When"), kind="iso"),
            Column("actor", _("Who")),
            Column("subject", _("On what"), cell=_subject),
            Column("business_day", _("Business day"), kind="iso", optional=True),
            Column("outcome", _("Outcome"), cell=_outcome),
        ],
        page=found,
        cards=True,
        caption=_("Journal"),
        empty=Empty(_("Nothing in the journal fits")),
    )
