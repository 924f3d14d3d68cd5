"""The order of a relation's stages. Item A3.43."""

ORDER = ("identified", "established", "maintained", "consolidated")


def is_step_back(before: str | None, after: str) -> bool:
    return before is not None and ORDER.index(after) < ORDER.index(before)
