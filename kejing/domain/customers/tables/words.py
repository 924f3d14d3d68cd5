"""What lists of customers say alike."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kejing.domain.customers.vocabulary import CLAIMED, ENTERED, IMPORTED, RECYCLED, RecyclingRule


def why(reason: str) -> str:
    """The reason of an ownership: as it was given, or what the product wrote, in words."""
    if reason == IMPORTED:
        return _("Import")
    if reason == ENTERED:
        return _("Entered by hand")
    if reason == CLAIMED:
        return _("Claimed from the pool")
    kind, _colon, rule = reason.partition(":")
    if kind == RECYCLED and rule in RecyclingRule.values:
        return _("Back to the pool: %(rule)s") % {"rule": RecyclingRule(rule).label}
    return reason


def post_button(url: str, text: str, token: str, **values: str) -> SafeString:
    """A button that does one thing to its row."""
    hidden = [("csrfmiddlewaretoken", token), *values.items()]
    fields = format_html_join("", '<input type="hidden" name="{}" value="{}">', hidden)
    return format_html(
        '<form method="post" action="{}" class="d-inline" data-once>{}'
        '<button class="btn btn-sm" type="submit">{}</button></form>',
        url,
        fields,
        text,
    )
