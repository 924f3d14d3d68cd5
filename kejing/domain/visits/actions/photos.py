"""Photos of a visit: sent one by one, before or after it is recorded."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from kejing.domain.visits import access
from kejing.domain.visits.models import Finding, Photo, PhotoContent, Visit
from kejing.domain.visits.queries.fieldwork import fieldwork
from kejing.domain.visits.rules import MOST_PIXELS, Picture, read_photo
from kejing.domain.visits.vocabulary import NIGHTLY, RECORD, PhotoRefusal
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.actions import action
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import Refused

LOOSE = timedelta(days=14)
"""How long a photo that was sent waits for its visit."""


@action("visits.add_photo", label=_("Add a photo"), permission=RECORD, subject="photo", private=("content",))
def add_photo(
    *, actor: Actor, content: bytes, visit_id: int | None = None, idempotency_key: str | None = None
) -> int:
    """Keep a photo, of a visit of one's own or loose until `record_…` names its id; returns the id.

    What the camera wrote into it is dropped, but the way up. Raises NotVisible, NotYours (403); Refused for what is
    no photo, too large, or one too many.
    """
    visit = access.get_changeable(actor, visit_id) if visit_id is not None else None
    policy = fieldwork()
    if len(content) > policy.photo_megabytes * 1024 * 1024:
        raise Refused(PhotoRefusal.TOO_LARGE, field="content", megabytes=policy.photo_megabytes)
    picture = _picture(content)
    if visit is not None:
        _check_count(visit, 1, policy.photos_a_visit)
    photo = Photo.objects.create(
        visit=visit, staff_id=access.author(actor), kind=picture.kind, width=picture.width,
        height=picture.height, size=len(picture.content), at=clock.now(),
        sha256=hashlib.sha256(picture.content).hexdigest(),
    )  # fmt: skip
    PhotoContent.objects.create(photo=photo, content=picture.content)
    return photo.pk


@action("visits.forget_photos", label=_("Forget photos no visit took"), permission=NIGHTLY, subject="photo")
def forget_photos(*, actor: Actor) -> int:
    """Delete loose photos whose visit never came; returns how many."""
    loose = Photo.objects.filter(visit=None, at__lt=clock.now() - LOOSE)
    gone, _by_table = loose.delete()
    return gone


def attach(actor: Actor, visit: Visit, photo_ids: Sequence[int], finding: Finding | None = None) -> None:
    """Give the actor's photos to a visit, and to a finding of it. Raises Refused for one that is not there."""
    wanted = set(photo_ids)
    if not wanted:
        return
    mine = Photo.objects.filter(pk__in=wanted, staff_id=access.author(actor), finding=None)
    found = {photo.pk: photo for photo in mine if photo.visit_id in {None, visit.pk}}
    if missing := sorted(wanted - found.keys()):
        raise Refused(PhotoRefusal.NOT_THERE, field="photo_ids", id=missing[0])
    loose = sum(photo.visit_id is None for photo in found.values())
    _check_count(visit, loose, fieldwork().photos_a_visit)
    for photo in found.values():
        photo.visit, photo.finding = visit, finding
        photo.save()


def _picture(content: bytes) -> Picture:
    picture = read_photo(content)
    if picture is None:
        raise Refused(PhotoRefusal.NOT_A_PHOTO, field="content")
    if picture.width * picture.height > MOST_PIXELS * 1_000_000:
        raise Refused(PhotoRefusal.TOO_MANY_PIXELS, field="content", pixels=MOST_PIXELS)
    return picture


def _check_count(visit: Visit, more: int, most: int) -> None:
    if more and Photo.objects.filter(visit=visit).count() + more > most:
        raise Refused(PhotoRefusal.TOO_MANY, field="content", n=most)
