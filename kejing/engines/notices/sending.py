"""What goes outside: neutral sentences and links, never during quiet hours or on leave, tried again when it fails."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kejing.engines.notices import webhook
from kejing.engines.notices.kinds import Whereabouts, kind_of, whereabouts
from kejing.engines.notices.models import Delivery, Notice, Reach
from kejing.engines.notices.queries import habits_of
from kejing.engines.notices.rules import next_allowed, next_attempt, secret_of
from kejing.engines.notices.vocabulary import Channel, DeliveryState, Failure
from kejing.engines.notices.webhook import Answer
from kejing.foundation.kernel.clock import system_now
from kejing.foundation.kernel.context import as_system

AT_ONCE = 100
HELD = timedelta(minutes=15)
"""How long a delivery belongs to the worker that took it; one that died leaves it to the next."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A delivery on its way, with all that is needed outside of a transaction."""

    delivery: Delivery
    reach: Reach | None


def send_due() -> int:
    """Send what is due now, at most `AT_ONCE`; gives how many were tried. The network is used in no transaction."""
    taken = _take(system_now())
    for one in taken:
        answer = _send(one)
        with as_system("notices"):
            _settle(one.delivery, answer, system_now())
    return len(taken)


def zone_of(place: Whereabouts) -> ZoneInfo:
    return ZoneInfo(place.zone or settings.TIME_ZONE)


def _take(now: datetime) -> list[Taken]:
    """The due ones whose readers may be reached now; the others wait for the end of their quiet hours or leave."""
    with as_system("notices"):
        due = Delivery.objects.filter(state=DeliveryState.WAITING, next_at__lte=now)
        rows = list(
            due.select_for_update(skip_locked=True, of=("self",))
            .select_related("notice", "endpoint", "user")
            .order_by("next_at", "id")[:AT_ONCE]
        )
        users = {row.user_id for row in rows if row.user_id}
        reaches = {reach.user_id: reach for reach in Reach.objects.filter(user_id__in=users)}
        places = whereabouts(users)
        taken = []
        for row in rows:
            reach = reaches.get(row.user_id or 0)
            row.next_at = _when(row, reach, places.get(row.user_id or 0, Whereabouts()), now)
            if row.next_at <= now:
                row.next_at, row.attempts = now + HELD, row.attempts + 1
                taken.append(Taken(row, reach))
            row.save(update_fields=["next_at", "attempts"])
        return taken


def _when(row: Delivery, reach: Reach | None, place: Whereabouts, now: datetime) -> datetime:
    if row.user_id is None:
        return now
    return next_allowed(now, zone_of(place), habits_of(reach), place.back_on)


def _send(one: Taken) -> Answer:
    row = one.delivery
    if row.channel != Channel.WEBHOOK:
        return _mail(row, one.reach)
    endpoint = row.endpoint
    if endpoint is None or not endpoint.active:
        return Answer(None, Failure.GONE)
    timestamp = int(system_now().timestamp())
    secret = secret_of(settings.SECRET_KEY, endpoint.pk, endpoint.generation)
    return webhook.call(endpoint.url, secret, row.pk, payload(row), timestamp)


def payload(row: Delivery) -> dict[str, object]:
    """What another system gets: the kind, its neutral sentence, who is to be told (an account's number), a link."""
    notice = row.notice
    kind = kind_of(notice.kind) if notice else None
    texts = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            texts[language] = str(kind.neutral) if kind else _("This is a test of Kejing.")
    return {
        "id": row.pk,
        "kind": notice.kind if notice else "test",
        "urgency": kind.urgency.value if kind else "low",
        "text": texts,
        "recipient": row.user_id,
        "at": row.made_at.isoformat(),
        "url": link(notice),
    }


def link(notice: Notice | None) -> str:
    path = reverse("notices:notice_page", args=[notice.pk]) if notice else reverse("notices:inbox")
    return f"{settings.PUBLIC_URL}{path}"


def _mail(row: Delivery, reach: Reach | None) -> Answer:
    if reach is None or not reach.email:
        return Answer(None, Failure.NO_ADDRESS)
    with translation.override((row.user.language if row.user else "") or settings.LANGUAGE_CODE):
        subject, body = _written(row)
    try:
        EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [reach.email]).send()
    except OSError:  # what the mail server refuses is one too
        return Answer(None, Failure.MAIL)
    return Answer(None, None)


def _written(row: Delivery) -> tuple[str, str]:
    """Subject and text of a mail: the kind's sentence and the way in, nothing of whom it is about."""
    kind = kind_of(row.notice.kind) if row.notice else None
    if row.channel == Channel.DIGEST:
        return _("Kejing: what waits for you"), f"{row.body}\n\n{link(None)}\n"
    sentence = str(kind.neutral) if kind else _("There is something new in your inbox.")
    return f"{_('Kejing')}: {sentence}", f"{sentence}\n\n{link(row.notice)}\n"


def _settle(row: Delivery, answer: Answer, now: datetime) -> None:
    row.failure, row.status = answer.failure or "", answer.status
    if answer.failure is None:
        row.state, row.done_at = DeliveryState.SENT, now
    elif (again := _again(row, answer.failure, now)) is not None:
        row.next_at = again
    else:
        row.state, row.done_at = DeliveryState.DEAD, now
    row.save(update_fields=["failure", "status", "state", "done_at", "next_at"])


def _again(row: Delivery, failure: Failure, now: datetime) -> datetime | None:
    hopeless = failure in {Failure.GONE, Failure.NO_ADDRESS, Failure.ADDRESS}
    return None if hopeless else next_attempt(now, row.attempts)


def digest_lines(counts: Sequence[tuple[str, int]]) -> str:
    """A line for each kind: how many times its neutral sentence."""
    return "\n".join(
        f"{kind.neutral} ({n})" if n > 1 else str(kind.neutral)
        for code, n in counts
        if (kind := kind_of(code))
    )
