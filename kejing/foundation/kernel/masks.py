"""How protected values are masked, as pure functions: enough to tell two apart, too little to use."""

STARS = "*"


def phone(value: str) -> str:
    """138****5678: three first and four last; of a short number the two last."""
    return _middle(value, 3, 4) if len(value) >= 9 else _middle(value, 0, 2)


def identity(value: str) -> str:
    """110***********0012: three first and four last."""
    return _middle(value, 3, 4) if len(value) >= 10 else _middle(value, 0, 2)


def name(value: str) -> str:
    """曾**: the first character."""
    return _middle(value, 1, 0)


def email(value: str) -> str:
    """z***@example.com: the first character, and whose post office it is."""
    before, at, after = value.partition("@")
    return f"{before[:1]}***{at}{after}" if at else anything(value)


def place(value: str) -> str:
    """北京市朝阳区***: the first six characters of an address."""
    return f"{value[:6]}***" if len(value) > 12 else anything(value)


def anything(value: str) -> str:  # noqa: ARG001  # one signature for all masks
    """Not even how long it is."""
    return STARS * 3


def _middle(value: str, first: int, last: int) -> str:
    """Stars between the first and the last characters; of a value too short for both, nothing else."""
    if len(value) <= first + last:
        return STARS * len(value)
    tail = value[len(value) - last :]
    return f"{value[:first]}{STARS * (len(value) - first - last)}{tail}"
