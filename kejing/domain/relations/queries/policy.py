"""The decisions in force, and their words in the reader's language."""

from kejing.domain.relations.models import PolicyVersion
from kejing.domain.relations.rules import Policy, Word, named, policy_of
from kejing.foundation.kernel import clock
from kejing.foundation.ui.formats import chinese


def policy() -> Policy:
    """The newest version in force today; without a pack, one with no words. One query."""
    row = PolicyVersion.objects.filter(valid_from__lte=clock.today()).order_by("-number").first()
    if row is None:
        return Policy()
    return policy_of(row.number, row.valid_from, (row.approved_by, row.approved_by_en), row.body)


def word(words: tuple[Word, ...], code: str) -> str:
    return named(words, code, chinese=chinese())


def line_words() -> list[tuple[str, str]]:
    """Code and word of each line of products, for the modules above. One query."""
    return choices(policy().lines)


def choices(words: tuple[Word, ...]) -> list[tuple[str, str]]:
    """For the choices of a form."""
    return [(row.code, row.zh if chinese() else row.en) for row in words]


def local(zh: str, en: str) -> str:
    return zh if chinese() else en or zh
