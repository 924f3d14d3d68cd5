"""Reading exports: one's own, those to decide, the register, one by its code; and what an export would hold."""

from collections.abc import Sequence
from dataclasses import dataclass

from kejing.engines.interchange.exports import access, rules
from kejing.engines.interchange.exports.models import Export
from kejing.engines.interchange.exports.targets import ExportColumn, ExportTarget, export_target, parameters
from kejing.engines.interchange.exports.vocabulary import (
    APPROVE,
    MAKE,
    REGISTER,
    ROWS,
    ROWS_PER_DAY,
    ExportRefusal,
    ExportState,
)
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.fields import Access
from kejing.foundation.kernel.models import Progress
from kejing.foundation.kernel.paging import Capped, Page, capped_count, page
from kejing.foundation.ui.saved_views import canonical

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Prospect:
    """What an export of a list would hold, and what is left of the day."""

    target: ExportTarget
    query: str
    words: Sequence[str]
    rows: Capped
    columns: list[ExportColumn]
    masked: list[ExportColumn]
    left_out: list[ExportColumn]
    per_export: int
    per_day: int
    used: int

    @property
    def above(self) -> bool:
        return rules.needs_approval(
            self.rows.n, used_today=self.used, per_export=self.per_export, per_day=self.per_day
        )


@dataclass(frozen=True, slots=True)
class ExportPage:
    """One export as its taker, its approver or the register sees it."""

    export: Export
    target: ExportTarget
    done: int
    is_own: bool
    may_decide: bool
    may_make: bool
    may_fetch: bool

    @property
    def failure(self) -> str:
        """Why there is no file, in the reader's language."""
        return (
            str(ExportRefusal(self.export.failure).label)
            if self.export.failure in ExportRefusal.values
            else ""
        )


def prospect(*, actor: Actor, target: str, params: dict[str, str]) -> Prospect:
    """Raises Forbidden (403) without the right, Refused for a target or filter that is none."""
    actor.require(MAKE)
    found = export_target(target)
    query = canonical(params)
    rows, _keys = found.choose(actor, parameters(query))
    columns = list(found.columns(actor))
    return Prospect(
        target=found,
        query=query,
        words=found.words(actor, parameters(query)),
        rows=capped_count(rows),
        columns=found.columns_for(actor),
        masked=[c for c in columns if c.field and actor.field(c.field) is Access.MASK],
        left_out=[c for c in columns if c.field and actor.field(c.field) is Access.HIDE],
        per_export=actor.limit(ROWS),
        per_day=actor.limit(ROWS_PER_DAY),
        used=access.used_today(actor),
    )


def own_exports(*, actor: Actor, cursor: str | None = None) -> Page[Export]:
    """The actor's own, the newest first. Raises Forbidden (403) without the right to export."""
    actor.require(MAKE)
    return page(access.own(actor).defer("row_ids"), ("-id",), cursor, PAGE_SIZE)


def to_approve(*, actor: Actor, cursor: str | None = None) -> Page[Export]:
    """What waits for the actor's decision, the newest first. Raises Forbidden (403)."""
    actor.require(APPROVE)
    rows = access.visible(actor).filter(state=ExportState.ASKED).exclude(taker_id=actor.user_id or 0)
    return page(rows.defer("row_ids"), ("-id",), cursor, PAGE_SIZE)


def register(*, actor: Actor, cursor: str | None = None) -> Page[Export]:
    """Every export in the actor's sight, the newest first. Raises Forbidden (403)."""
    actor.require(REGISTER)
    return page(access.visible(actor).defer("row_ids"), ("-id",), cursor, PAGE_SIZE)


def trace(*, actor: Actor, code: str) -> Export | None:
    """The export whose code stands in a row of a file; None for a code of none. Raises Forbidden (403)."""
    actor.require(REGISTER)
    wanted = code.strip().upper()[:16]
    return None if "\0" in wanted else access.visible(actor).filter(code=wanted).first()


def waiting(actor: Actor) -> int:
    """How many requests wait for the actor's decision, for the navigation; at most 99."""
    if not actor.may(APPROVE):
        return 0
    rows = access.visible(actor).filter(state=ExportState.ASKED).exclude(taker_id=actor.user_id or 0)
    return capped_count(rows, 99).n


def export_page(*, actor: Actor, export_id: int) -> ExportPage:
    """Raises NotVisible (404)."""
    export = access.get_visible(actor, export_id)
    own = export.taker_id == actor.user_id
    held = export.decided_at is not None and clock.system_now() < export.decided_at + rules.APPROVAL_HOLDS
    kept = export.made_at is not None and clock.system_now() < export.made_at + rules.FILE_KEPT
    running = Progress.objects.filter(key=f"export-{export.pk}").first()
    return ExportPage(
        export=export,
        target=export_target(export.target),
        done=running.done if running else 0,
        is_own=own,
        may_decide=not own and actor.may(APPROVE) and export.state == ExportState.ASKED,
        may_make=own and actor.may(MAKE) and export.state == ExportState.APPROVED and held,
        may_fetch=own and actor.may(MAKE) and export.state == ExportState.READY and kept,
    )


def deciding(*, actor: Actor, export_id: int) -> ExportPage:
    """For who decides. Raises NotVisible (404), Forbidden (403) without the right."""
    page = export_page(actor=actor, export_id=export_id)
    actor.require(APPROVE)
    return page
