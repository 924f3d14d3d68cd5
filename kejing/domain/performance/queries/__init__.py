"""Everything this module reads for pages and for others."""

from kejing.domain.performance.queries.closing import ClosePage, Course, close_course, close_page
from kejing.domain.performance.queries.explanations import (
    EvidencePage,
    evidence_page,
    explain_metric,
    explain_points,
)
from kejing.domain.performance.queries.meetings import meeting_figures
from kejing.domain.performance.queries.results import (
    RankingPage,
    Result,
    ResultPage,
    my_result,
    my_standing,
    person_result,
    team_ranking,
)

__all__ = [
    "ClosePage",
    "Course",
    "EvidencePage",
    "RankingPage",
    "Result",
    "ResultPage",
    "close_course",
    "close_page",
    "evidence_page",
    "explain_metric",
    "explain_points",
    "meeting_figures",
    "my_result",
    "my_standing",
    "person_result",
    "team_ranking",
]
