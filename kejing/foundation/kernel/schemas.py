"""What the fields of every API's bodies are: ids, days, stripped text; one type for one thing."""

import re
from datetime import date
from typing import Annotated

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints

NUMBER = re.compile(r"[+-]?[0-9]+([.][0-9]*)?")


class Strict(Schema):
    """Fields not named are refused by name."""

    model_config = ConfigDict(extra="forbid")


def _written(value: object) -> object:
    """A bare number would be read as seconds since 1970, also where an address holds it."""
    if isinstance(value, int | float) or (isinstance(value, str) and NUMBER.fullmatch(value.strip())):
        raise ValueError("a day or a time is written as text")  # pydantic wants this one
    return value


def _object(value: object) -> object:
    """Ninja would look for the fields among the attributes of whatever was sent."""
    if value is not None and not isinstance(value, dict):
        raise ValueError("an object is wanted")
    return value


Id = Annotated[int, Field(ge=1, lt=2**63)]
Version = Annotated[int, Field(ge=0, lt=2**31)]
Key = Annotated[str | None, Field(max_length=64, pattern=r"^[!-~]+$")]
"""An idempotency key."""
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Written = BeforeValidator(_written)
Object = BeforeValidator(_object)
"""Beside a schema within a schema."""
Day = Annotated[date, Written, Field(ge=date(1900, 1, 1), lt=date(9000, 1, 1))]
Text = StringConstraints(strip_whitespace=True)
"""Beside a `Field` with lengths: spaces at both ends do not count. No text has a zero byte; the parser sees to it."""
