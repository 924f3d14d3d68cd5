"""The demo's segments: the pack's rules in force, a target list for each market manager, as their actions make them."""

from datetime import timedelta

from django.db import transaction

from kejing.app.demo.build import TODAY, branches
from kejing.domain.segments.public import (
    apply_segments,
    evaluate_all,
    has_members,
    make_list,
    pack_drafts,
    segment_ids,
    try_version,
)
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_actor, as_system

MADE_ON = TODAY - timedelta(days=3)
LASTS = timedelta(days=33)
MARKET = ("lenders", "all")
PURPOSE = "春季贷款走访"


def write_segments() -> None:
    """All of it or nothing, once: a worker that was stopped begins again, one that was not changes nothing."""
    with transaction.atomic(), clock.frozen(clock.at(MADE_ON, 9)):
        with as_system("demo") as actor:
            drafts = pack_drafts(actor=actor)
        for version_id in drafts:
            with as_system("demo") as actor:
                try_version(actor=actor, version_id=version_id)
            with as_system("demo") as actor:
                apply_segments(actor=actor, version_id=version_id)
        if drafts:
            evaluate_all()
            _lists()


def _lists() -> None:
    """What each market manager has her people call on."""
    for user_id in sorted({branch.reviewer.user_id for branch in branches()}):
        with as_actor(user_id) as actor:
            market = segment_ids(actor=actor)[MARKET]
            if has_members(actor=actor, segment_id=market):
                make_list(actor=actor, segment_id=market, purpose=PURPOSE, due_on=MADE_ON + LASTS)
