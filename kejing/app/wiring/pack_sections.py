"""The sections a pack may have: name, schema, who applies it; in the order they are applied."""

from kejing.domain.checks import pack as checks
from kejing.domain.customers.pack import (
    DuplicatesSection,
    MasterSection,
    OwnershipSection,
    ProfileSection,
    apply_duplicates,
    apply_master,
    apply_ownership,
    apply_profile,
)
from kejing.domain.duties import pack as duties
from kejing.domain.meetings import pack as meetings
from kejing.domain.org import pack as org
from kejing.domain.performance import pack as performance
from kejing.domain.plans import pack as plans
from kejing.domain.relations import pack as relations
from kejing.domain.segments import pack as segments
from kejing.domain.targets import pack as targets
from kejing.domain.visits import pack as visits
from kejing.engines.interchange.public import fault_of
from kejing.engines.metrics import pack as metrics
from kejing.engines.packs.public import Vocabulary, apply_vocabulary, register_files, register_section
from kejing.foundation.identity.pack import RolesSection, apply_roles


def connect() -> None:
    register_section("vocabulary", Vocabulary, apply_vocabulary, required=True)
    register_section("roles", RolesSection, apply_roles, required=True)
    register_section("profile", ProfileSection, apply_profile)
    register_section("ownership", OwnershipSection, apply_ownership)
    register_section("master", MasterSection, apply_master)
    register_section("duplicates", DuplicatesSection, apply_duplicates)
    register_section("visits", visits.VisitsSection, visits.apply)
    register_section("relations", relations.RelationsSection, relations.apply)
    register_section("fact_kinds", metrics.FactKinds, metrics.apply_fact_kinds)
    register_section(
        "metrics", metrics.MetricSpec, metrics.apply_metrics, files=metrics.FILES, body_key=metrics.BODY_KEY
    )
    # Segments: they name profile fields and facts, so they come after both.
    register_section("segments", segments.SegmentsSection, segments.apply)
    register_section("points", performance.PointsSection, performance.apply)
    # New topics, before the files of imports
    # Targets: they name kinds of facts
    register_section("targets", targets.TargetsSection, targets.apply)
    # The duty calendar
    register_section("duties", duties.DutiesSection, duties.apply)
    register_section("plans", plans.PlansSection, plans.apply)
    # Hours in the log, and what is checked of a working day
    register_section("time_use", visits.TimeUseSection, visits.apply_time_use)
    register_section("checks", checks.ChecksSection, checks.apply)
    # Work in the field: kinds of findings, check periods; what is looked at during a visit.
    register_section("fieldwork", visits.FieldworkSection, visits.apply_fieldwork)
    register_section("checklists", visits.ChecklistsSection, visits.apply_checklists)
    # Meetings: they name roles, which come first
    register_section("meetings", meetings.MeetingsSection, meetings.apply)
    register_section("leave", org.LeaveSection, org.apply_leave)
    register_files("imports/*.yaml", fault_of)
