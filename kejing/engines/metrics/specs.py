"""The strict form of what a pack says about facts and metrics."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Text = Annotated[str, Field(min_length=1, max_length=120)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Label(Strict):
    zh: Text
    en: Text


class FactKindSpec(Strict):
    """A kind of fact. `figures` are the further numbers a fact may carry in its detail, such as a balance."""

    code: Code
    subject: Code
    label: Label
    has_amount: bool = False
    figures: dict[Code, Label] = Field(default_factory=dict)


class FactKinds(Strict):
    """`fact_kinds.yaml`."""

    kinds: list[FactKindSpec]

    @model_validator(mode="after")
    def _codes_differ(self) -> Self:
        codes = [kind.code for kind in self.kinds]
        if doubles := sorted({code for code in codes if codes.count(code) > 1}):
            raise ValueError(f"kind {doubles[0]} twice")
        return self


class MetricSpec(Strict):
    """One `metrics/*.sql`: the header and, under `sql`, the SELECT that yields the evidence.

    `subject` is who is judged by it; `inputs` are the views it reads, beside `period` and `workday`; `ratio` says
    that it yields a denominator, and the value is the quotient of the sums; `quantity` is the code of the
    computed quantity in the requirements.
    """

    code: Code
    version: Annotated[int, Field(ge=1)]
    label: Label
    unit: Literal["count", "money", "share", "number"]
    subject: Literal["staff", "holder"]
    period: Literal["month"]
    inputs: Annotated[list[Code], Field(min_length=1)]
    direction: Literal["more", "less"]
    quantity: Annotated[str, Field(pattern=r"^Q[0-9]{1,2}$")] | None = None
    ratio: bool = False
    sql: Annotated[str, Field(min_length=1)]
