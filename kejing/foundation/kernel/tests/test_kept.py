"""What is kept for a reader: for her alone, until she changes something."""

from kejing.foundation.kernel.actor import Actor
from kejing.foundation.kernel.kept import forget, kept

HER, HIM = Actor(user_id=1, name="a", role="r"), Actor(user_id=2, name="b", role="r")
HER_OTHER_POST = Actor(user_id=1, name="a", role="r", appointment_id=7)


def asked(actor: Actor, answers: list[int]) -> int:
    return kept(actor, "n", answers.pop)


def test_the_same_reader_is_told_the_same_without_asking_again() -> None:
    assert [asked(HER, [1]), asked(HER, []), asked(HIM, [2]), asked(HER_OTHER_POST, [3])] == [1, 1, 2, 3]


def test_nothing_found_is_kept_too() -> None:
    assert [kept(HER, "none", lambda: None), kept(HER, "none", lambda: 1)] == [None, None]


def test_her_own_change_ends_it_in_every_post_and_nobody_else_s() -> None:
    asked(HER, [1]), asked(HER_OTHER_POST, [3]), asked(HIM, [2])
    forget(HER)
    assert [asked(HER, [4]), asked(HER_OTHER_POST, [5]), asked(HIM, [])] == [4, 5, 2]
