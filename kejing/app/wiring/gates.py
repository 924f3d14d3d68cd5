"""Which upper module may stop which lower action: (kind of subject, provider)."""

from kejing.foundation.kernel import gates

GATES: list[tuple[str, gates.Provider]] = []


def connect() -> None:
    for subject, provider in GATES:
        gates.register(subject, provider)
