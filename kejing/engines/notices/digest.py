"""The daily digest: once on a working day at the reader's hour, of what came since and is unread."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, datetime

from django.conf import settings
from django.utils import translation

from kejing.engines.notices.kinds import Whereabouts, whereabouts
from kejing.engines.notices.models import Delivery, Notice, Reach
from kejing.engines.notices.sending import digest_lines, zone_of
from kejing.engines.notices.telling import SEND
from kejing.engines.notices.vocabulary import Channel
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.clock import system_now
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.jobs import enqueue
from kejing.foundation.kernel.workdays import is_workday

AT_ONCE = 500


def write_digests() -> int:
    """Write the digests that are due, `AT_ONCE` readers at a time; gives how many. Safe to repeat: once a day each."""
    now, written = system_now(), 0
    with as_system("digest"):
        overrides = clock.calendar_overrides()
        waiting = Notice.objects.filter(digested_at=None).values("user_id")
        reaches = Reach.objects.select_for_update(of=("self",)).filter(user_id__in=waiting).exclude(email="")
        found = list(reaches.select_related("user").order_by("pk"))
        places = whereabouts([reach.user_id for reach in found])
        due = [
            reach
            for reach in found
            if _is_due(reach, places.get(reach.user_id, Whereabouts()), now, overrides)
        ]
        for start in range(0, len(due), AT_ONCE):
            written += _write(due[start : start + AT_ONCE], places, now)
        if written:
            enqueue(SEND, key=SEND)
    return written


def _is_due(reach: Reach, place: Whereabouts, now: datetime, overrides: Mapping[date, bool]) -> bool:
    at = now.astimezone(zone_of(place))
    today = at.date()
    return (
        at.hour >= reach.digest_hour
        and reach.digested_on != today
        and (place.back_on is None or place.back_on <= today)
        and is_workday(today, overrides)
    )


def _write(due: list[Reach], places: Mapping[int, Whereabouts], now: datetime) -> int:
    waiting = Notice.objects.filter(user_id__in=[reach.user_id for reach in due], digested_at=None)
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for user_id, kind in waiting.filter(read_at=None).order_by("id").values_list("user_id", "kind"):
        counts[user_id][kind] += 1
    deliveries = []
    for reach in due:
        if lines := counts.get(reach.user_id):
            with translation.override(reach.user.language or settings.LANGUAGE_CODE):
                body = digest_lines(list(lines.items()))
            deliveries.append(
                Delivery(user_id=reach.user_id, channel=Channel.DIGEST, body=body, next_at=now, made_at=now)
            )
    Delivery.objects.bulk_create(deliveries)
    waiting.update(digested_at=now)
    for reach in due:
        reach.digested_on = now.astimezone(zone_of(places.get(reach.user_id, Whereabouts()))).date()
    Reach.objects.bulk_update(due, ["digested_on"])
    return len(deliveries)
