"""Reading and marking logs."""

from django.utils.translation import gettext_lazy as _

from kejing.domain.visits import access
from kejing.domain.visits.events import LogReviewed
from kejing.domain.visits.models import Log, Review
from kejing.domain.visits.vocabulary import REVIEW, ReviewRefusal
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Difference, Refused, Stale
from kejing.foundation.kernel.events import publish


@action("visits.review_log", label=_("Review a log"), permission=REVIEW, subject="log", private=("comment",))
def review_log(
    *,
    actor: Actor,
    log_id: int,
    mark: int,
    comment: str = "",
    version: int = 0,
    idempotency_key: str | None = None,
) -> int:
    """Mark a log from 1 to 5 and say something to it; gives the log's id. Item A4.50.

    `version` is the number of reviews the reader has seen: 0 reviews it, more reviews it anew, and what was
    said before stays in the history. Raises NotVisible (404) for a log out of scope; Refused for one's own and for
    one reviewed already; Stale when it was reviewed anew meanwhile.
    """
    log = _reviewable(actor, log_id)
    last = Review.objects.filter(log=log).order_by("-seq").first()
    seen = last.seq if last else 0
    if last and version == 0:
        raise Refused(ReviewRefusal.REVIEWED_ALREADY)
    if version != seen:
        before = {"mark": last.mark, "comment": last.comment} if last else {}
        said = {"mark": mark, "comment": comment}
        raise Stale([Difference(k, said[k], theirs) for k, theirs in before.items() if said[k] != theirs])
    return _reviewed(actor, log, seen + 1, mark, comment)


def _reviewable(actor: Actor, log_id: int) -> Log:
    log = access.get_visible_log(actor, log_id)
    if log.staff_id == actor.staff_id:
        raise Refused(ReviewRefusal.OWN_LOG)
    return log


def _reviewed(actor: Actor, log: Log, seq: int, mark: int, comment: str) -> int:
    assert actor.staff_id is not None  # the right to review comes with a post
    # Of two reviewers at once the constraint lets one through.
    _review, made = Review.objects.get_or_create(
        log=log,
        seq=seq,
        defaults={"reviewer_id": actor.staff_id, "mark": mark, "comment": comment, "at": clock.now()},
    )
    if not made:
        raise Refused(ReviewRefusal.REVIEWED_ALREADY)
    publish(LogReviewed(log.pk, log.staff_id, actor.staff_id, mark))
    return log.pk
