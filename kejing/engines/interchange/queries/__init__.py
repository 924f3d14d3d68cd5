"""Reading runs, specifications and intakes for pages."""

from kejing.engines.interchange.queries.intakes import (
    Course,
    FieldChoice,
    MapPage,
    file_to_correct,
    import_course,
    map_page,
    target_choices,
)
from kejing.engines.interchange.queries.runs import (
    FileCard,
    ImportList,
    Mark,
    RunError,
    RunPage,
    SourceLine,
    SpecificationCard,
    StepLine,
    Undone,
    import_list,
    import_run,
    specification_cards,
)

__all__ = [
    "Course",
    "FieldChoice",
    "FileCard",
    "ImportList",
    "MapPage",
    "Mark",
    "RunError",
    "RunPage",
    "SourceLine",
    "SpecificationCard",
    "StepLine",
    "Undone",
    "file_to_correct",
    "import_course",
    "import_list",
    "import_run",
    "map_page",
    "specification_cards",
    "target_choices",
]
