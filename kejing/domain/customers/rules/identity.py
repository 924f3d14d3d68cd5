"""Numbers that say who a person or an organisation is, checked by their own check digit."""

import re
from datetime import date

_PERSON = re.compile(r"[1-9]\d{16}[0-9X]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100: digits and letters without I, O, S, V, Z."""
_ORGANISATION = re.compile(f"[{_LETTERS}]{{2}}[0-9]{{6}}[{_LETTERS}]{{10}}")


def normal_identity(text: str) -> str:
    """Without spaces, in capitals: as it is kept and compared."""
    return re.sub(r"\s+", "", text).upper()


def is_identity_card(number: str) -> bool:
    """Whether 18 digits are a Chinese identity card's (GB 11643): a day of birth and the check digit."""
    if not _PERSON.fullmatch(number):
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    weighed = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return _CHECKS[weighed % 11] == number[17]


def is_credit_code(code: str) -> bool:
    """Whether 18 characters are a 统一社会信用代码 (GB 32100): base 31, weights the powers of three."""
    if not _ORGANISATION.fullmatch(code):
        return False
    weighed = sum(_LETTERS.index(letter) * pow(3, n, 31) for n, letter in enumerate(code[:17]))
    return _LETTERS[-weighed % 31] == code[17]


def identity_fits(number: str, kind: str, *, other_countries: bool) -> bool:
    """Whether a number, if any, fits its kind of customer.

    What has not the length of a Chinese number may be another country's, where those are allowed.
    """
    if not number:
        return True
    if other_countries and len(number) != 18:
        return True
    return is_identity_card(number) if kind == "person" else is_credit_code(number)
