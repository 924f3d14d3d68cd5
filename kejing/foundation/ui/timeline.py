"""The history of a thing: what happened, the newest first."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One happening. `text` may be a link (`url`); `detail` stands below; `why` explains a judgement."""

    at: date | datetime
    text: str
    icon: str = "history"
    url: str = ""
    after: str = ""
    detail: str = ""
    why: str = ""
