"""The policy of work in the field that is in force."""

from kejing.domain.visits.models import FieldPolicy
from kejing.domain.visits.rules import Fieldwork, Word, fieldwork_of
from kejing.foundation.kernel import clock
from kejing.foundation.ui.formats import local


def fieldwork() -> Fieldwork:
    """The newest version in force today; without a pack the defaults, with no kinds of findings. One query."""
    found = FieldPolicy.objects.filter(valid_from__lte=clock.today()).order_by("-number").first()
    return fieldwork_of(found.number, found.valid_from, found.body) if found else Fieldwork()


def word_of(word: Word) -> str:
    return local(word.zh, word.en)


def kind_word(policy: Fieldwork, code: str) -> str:
    """A kind's word; the code where the version in force has it no more."""
    word = policy.kind(code)
    return word_of(word) if word else code
