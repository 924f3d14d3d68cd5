"""The sections that belong to the packs engine itself: the manifest and the words of the trade."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Line = Annotated[str, Field(min_length=1, max_length=120)]


class Strict(BaseModel):
    """Base of all pack schemas: a key that the schema does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Label(Strict):
    zh: Line
    en: Line


class Manifest(Strict):
    """`pack.yaml`. The version is a whole number and rises with every change of content."""

    code: Code
    version: Annotated[int, Field(ge=1)]
    label: Label
    summary: Label


class WordSpec(Strict):
    """A noun of the trade. English needs its plural, Chinese has none."""

    zh: Line
    en: Line
    plural: Line


class Vocabulary(Strict):
    """`vocabulary.yaml`: the nouns that differ by pack and stand in sentences as placeholders."""

    customer: WordSpec
    account_manager: WordSpec
    market_manager: WordSpec
    key_account: WordSpec
    holding: WordSpec
    points: WordSpec
    unit: WordSpec
