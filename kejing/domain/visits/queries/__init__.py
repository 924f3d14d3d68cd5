"""Everything this module reads for pages and for others."""

from kejing.domain.visits.queries.contacts import LAST_CONTACT, cover_visits, crossed_contacts, notices
from kejing.domain.visits.queries.day import due_plans, last_day_held, log_handed_in
from kejing.domain.visits.queries.development import development
from kejing.domain.visits.queries.duty import rhythm
from kejing.domain.visits.queries.etiquette import changing_etiquette
from kejing.domain.visits.queries.evidence import evidence_sheet, finding_panel
from kejing.domain.visits.queries.field import field_board, field_page
from kejing.domain.visits.queries.findings import (
    adding_to_visit,
    answering_finding,
    finding_list,
    finding_page,
    following_finding,
)
from kejing.domain.visits.queries.following import plans_along
from kejing.domain.visits.queries.handbook import handbook, readable_logs
from kejing.domain.visits.queries.history import VISIT_HAPPENINGS, contact_days, last_contacts
from kejing.domain.visits.queries.logs import DRAFT, day_log, draft_of_day, log_page, my_logs
from kejing.domain.visits.queries.my_day import my_day
from kejing.domain.visits.queries.patterns import PATTERNS, Matter, matters
from kejing.domain.visits.queries.people import internal_list, logging_internal, prepared_for, preparing
from kejing.domain.visits.queries.photos import photo
from kejing.domain.visits.queries.proposals import plan_visits, visit_proposals
from kejing.domain.visits.queries.reviews import none_waiting, review_queue, unreviewed_logs, waiting_reviews
from kejing.domain.visits.queries.route import BRIEF, BriefLine, route_of_day
from kejing.domain.visits.queries.snapshots import (
    CONTACTS_BETWEEN,
    FIRST_CONTACT_SINCE,
    LAST_CONTACTS,
    SNAPSHOT_VIEWS,
)
from kejing.domain.visits.queries.team import person_page, team_board
from kejing.domain.visits.queries.time_use import explain_time, time_board, time_use
from kejing.domain.visits.queries.unread import UnreadRow, unread_logs
from kejing.domain.visits.queries.visits import customer_visits, openable, recording, visit_list, visit_page
from kejing.domain.visits.queries.why import explain_rate, explain_reviews
from kejing.domain.visits.queries.why_field import explain_field
from kejing.domain.visits.queries.work import Work, work_of_people

__all__ = [
    "BRIEF",
    "CONTACTS_BETWEEN",
    "DRAFT",
    "FIRST_CONTACT_SINCE",
    "LAST_CONTACT",
    "LAST_CONTACTS",
    "PATTERNS",
    "SNAPSHOT_VIEWS",
    "VISIT_HAPPENINGS",
    "BriefLine",
    "Matter",
    "UnreadRow",
    "Work",
    "adding_to_visit",
    "answering_finding",
    "changing_etiquette",
    "contact_days",
    "cover_visits",
    "crossed_contacts",
    "customer_visits",
    "day_log",
    "development",
    "draft_of_day",
    "due_plans",
    "evidence_sheet",
    "explain_field",
    "explain_rate",
    "explain_reviews",
    "explain_time",
    "field_board",
    "field_page",
    "finding_list",
    "finding_page",
    "finding_panel",
    "following_finding",
    "handbook",
    "internal_list",
    "last_contacts",
    "last_day_held",
    "log_handed_in",
    "log_page",
    "logging_internal",
    "matters",
    "my_day",
    "my_logs",
    "none_waiting",
    "notices",
    "openable",
    "person_page",
    "photo",
    "plan_visits",
    "plans_along",
    "prepared_for",
    "preparing",
    "readable_logs",
    "recording",
    "review_queue",
    "rhythm",
    "route_of_day",
    "team_board",
    "time_board",
    "time_use",
    "unread_logs",
    "unreviewed_logs",
    "visit_list",
    "visit_page",
    "visit_proposals",
    "waiting_reviews",
    "work_of_people",
]
