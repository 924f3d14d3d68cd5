"""The door of `segments`."""

from kejing.domain.segments.actions import apply_segments, evaluate_all, make_list, try_version
from kejing.domain.segments.actions.contacts import settle_contacts
from kejing.domain.segments.actions.due import follow_close, follow_visit
from kejing.domain.segments.events import SegmentApplied
from kejing.domain.segments.queries.answers import hours_to_answer
from kejing.domain.segments.queries.briefs import visit_brief
from kejing.domain.segments.queries.meetings import meeting_figures
from kejing.domain.segments.queries.membership import Belonging, segments_of
from kejing.domain.segments.queries.proposals import contact_proposals
from kejing.domain.segments.queries.segments import has_members, pack_drafts, segment_ids

__all__ = [
    "Belonging",
    "SegmentApplied",
    "apply_segments",
    "contact_proposals",
    "evaluate_all",
    "follow_close",
    "follow_visit",
    "has_members",
    "hours_to_answer",
    "make_list",
    "meeting_figures",
    "pack_drafts",
    "segment_ids",
    "segments_of",
    "settle_contacts",
    "try_version",
    "visit_brief",
]
