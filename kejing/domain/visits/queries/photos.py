"""Photos, to be seen by whoever sees the visit."""

from dataclasses import dataclass

from django.db.models import Q

from kejing.domain.visits import access
from kejing.domain.visits.models import Photo, PhotoContent
from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.errors import NotVisible


@dataclass(frozen=True, slots=True)
class PhotoRow:
    id: int
    visit_id: int | None
    finding_id: int | None
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PhotoFile:
    content: bytes
    media_type: str
    sha256: str


def photos_of_visit(visit_id: int) -> tuple[PhotoRow, ...]:
    """Of a visit the caller sees. One query."""
    rows = Photo.objects.filter(visit_id=visit_id).order_by("id")
    return tuple(
        PhotoRow(*row) for row in rows.values_list("id", "visit_id", "finding_id", "width", "height")
    )


def photo(*, actor: Actor, photo_id: int) -> PhotoFile:
    """A photo of a visit in sight, or one of the actor's own that waits for its visit. Raises NotVisible (404)."""
    seen = Q(visit__in=access.visible(actor)) | Q(visit=None, staff_id=actor.staff_id or 0)
    found = Photo.objects.filter(seen, pk=photo_id).first()
    if found is None:
        raise NotVisible
    content = PhotoContent.objects.get(photo=found).content
    return PhotoFile(bytes(content), f"image/{found.kind}", found.sha256)
