"""What exports announce."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExportDecided:
    """An export above the limit was approved or refused; `taker_id` is the account of the one who asked."""

    export_id: int
    taker_id: int
    approved: bool
