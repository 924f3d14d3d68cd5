"""Cells that several lists share."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kejing.domain.segments.rules.courses import Share
from kejing.foundation.ui import formats, pieces


def customer_address(row: Any) -> str:
    """The way to a customer still in sight."""
    return reverse("customers:customer_page", args=[row.customer_id]) if row.card else ""


def customer_name(row: Any) -> Any:
    return pieces.link(customer_address(row), row.name) if row.card else row.name


def share_cell(share: Share, address: str, key: str) -> SafeString:
    text = formats.percent(share.ratio)
    return format_html(
        '{} <span class="t3 sm">{} / {}</span> {}',
        text,
        share.part,
        share.whole,
        pieces.why(address, text, key=key),
    )
