"""Parsing what is chosen and entered."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from django.core.validators import validate_email
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from kejing.engines.notices.queries import KindChoice
from kejing.engines.notices.vocabulary import Channel
from kejing.foundation.ui import forms

HOURS = [(f"{hour:02}:00", f"{hour:02}:00") for hour in range(24)]
PREFIX = "kind-"


class ChooseForm(forms.ActionForm[int]):
    """One choice for each kind of notice, then how and when one is reached outside."""

    edits = True
    email = forms.Text(
        _("E-mail address"), max_length=254, required=False,
        hint=_("Mails name nobody: they say what kind of thing waits and lead here."),
    )  # fmt: skip
    digest_hour = forms.Choice(
        _("Digest at"),
        [(str(hour), f"{hour:02}:00") for hour in range(24)],
        coerce=int,
        hint=_("On working days."),
    )
    quiet_from = forms.Choice(_("Nothing goes out from"), HOURS)
    quiet_to = forms.Choice(
        _("until"), HOURS, hint=_("The same hour twice: at any time. On leave nothing goes out.")
    )

    def __init__(self, *arguments: Any, kinds: Sequence[KindChoice], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["email"].validators.append(validate_email)
        for kind in kinds:
            self.fields[PREFIX + kind.code] = forms.Several(
                kind.sentence, Channel.choices, required=False, initial=[c.value for c in kind.channels]
            )
        self.order_fields([PREFIX + kind.code for kind in kinds])

    @property
    def by_kind(self) -> list[BoundField]:
        return [bound for bound in self.visible_fields() if bound.name.startswith(PREFIX)]

    @property
    def by_reader(self) -> list[BoundField]:
        return [bound for bound in self.visible_fields() if not bound.name.startswith(PREFIX)]

    def chosen(self, data: dict[str, Any]) -> dict[str, Any]:
        """The data as the action takes them."""
        channels = {
            name.removeprefix(PREFIX): data.pop(name) for name in list(data) if name.startswith(PREFIX)
        }
        times = {name: time.fromisoformat(data.pop(name)) for name in ("quiet_from", "quiet_to")}
        return {**data, **times, "channels": channels}


class _EndpointForm(forms.ActionForm[int]):
    name = forms.Text(_("Name"), max_length=80)
    url = forms.Text(_("Address"), max_length=400, hint=_("https://… ; redirects are not followed."))
    kinds = forms.Several(_("Told of"), (), required=False, hint=_("Nothing ticked: everything."))

    def __init__(self, *arguments: Any, kinds: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["kinds"].choices = list(kinds)  # type: ignore[attr-defined]  # a Several's


class AddEndpointForm(_EndpointForm):
    pass


class ChangeEndpointForm(_EndpointForm):
    edits = True
    active = forms.Flag(_("In use"))
