"""What the worker does with notices."""

from datetime import timedelta

from kejing.engines.notices.digest import write_digests
from kejing.engines.notices.models import Delivery, Notice
from kejing.engines.notices.sending import AT_ONCE, send_due
from kejing.engines.notices.telling import SEND
from kejing.engines.notices.vocabulary import DeliveryState
from kejing.foundation.kernel.clock import system_now
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.jobs import enqueue, job

READ_KEPT = timedelta(days=90)
"""Read notices older than this go; unread ones stay, and with each goes what became of it outside."""
DELIVERED_KEPT = timedelta(days=30)


@job(SEND, cron="* * * * *")
def send() -> None:
    """Send what is due; what failed or fell into quiet hours comes up again here. Safe to repeat."""
    if send_due() >= AT_ONCE:
        with as_system("notices"):
            enqueue(SEND, key=SEND)


@job("notices.digest", cron="3 * * * *")
def digest() -> None:
    """Write the digests of this hour. Safe to repeat."""
    write_digests()


@job("notices.forget", cron="41 3 * * *")
def forget() -> None:
    """Let old read notices and old deliveries go. Safe to repeat."""
    now = system_now()
    with as_system("notices"):
        Delivery.objects.filter(state=DeliveryState.SENT, made_at__lt=now - DELIVERED_KEPT).delete()
        Notice.objects.filter(read_at__lt=now - READ_KEPT).delete()
