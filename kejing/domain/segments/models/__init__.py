"""Segments and who is in them, service standards and who is due, target lists and prospects."""

from kejing.domain.segments.models.membership import Figure, Membership, Segment, SegmentSet, SetVersion
from kejing.domain.segments.models.service import Service, Standard
from kejing.domain.segments.models.targets import Prospect, Target, TargetList

__all__ = [
    "Figure",
    "Membership",
    "Prospect",
    "Segment",
    "SegmentSet",
    "Service",
    "SetVersion",
    "Standard",
    "Target",
    "TargetList",
]
