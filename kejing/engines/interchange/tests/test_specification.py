"""A specification is strict: what it does not know, it refuses."""

import pytest

from kejing.engines.interchange.specification import SpecificationError, read_specification

GOOD = """
name: people
version: 1
label: {zh: 人员, en: People}
sources:
  - name: person
    label: {zh: 人员, en: People}
    file: person.csv
    until: joined
    columns:
      - {name: number, type: code, required: true}
      - {name: joined, type: date, format: "%Y-%m-%d"}
      - {name: answer, type: code, map: {NO: {code: n, zh: 否, en: "no"}, YES: {code: y, zh: 是, en: "yes"}}}
steps:
  - target: test.person
    from: person
    key: [number]
    columns: {number: number, answer: answer_zh, marked: {value: true}, note: {column: answer, blank: clear}}
"""


def test_reads_sources_steps_and_values() -> None:
    specification = read_specification(GOOD)
    assert specification.source("person").outputs == ["number", "joined", "answer", "answer_zh", "answer_en"]
    values = specification.steps[0].values
    assert values["marked"].value is True
    assert (values["note"].column, values["note"].blank) == ("answer", "clear")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("version: 1", "version: 1\ncolour: red", "colour"),
        ("required: true", "needed: true", "needed"),
        ("until: joined", "until: number", "until names no date column"),
        ('format: "%Y-%m-%d"', "required: true", "a date, and only a date, has a format"),
        ("type: date", "type: moment", "type"),
        ("file: person.csv", "optional: true", "either a file or rows"),
        ("from: person", "from: nobody", "unknown source nobody"),
        ("answer: answer_zh", "answer: answer_fr", "unknown column answer_fr"),
        ("{value: true}", "{value: true, column: number}", "exactly one of"),
        ("{value: true}", "{generate: name}", "`of` goes with `generate`"),
        ("blank: clear", "blank: default", "`default` goes with"),
        ("blank: clear", "blank: sometimes", "blank"),
        ("name: people", "name: people\nname: persons", "name"),
        ("en: People}\nsources", "en: People, fr: Gens}\nsources", "fr"),
        ("{zh: 人员, en: People}\nsources", "{zh: 人员}\nsources", "label.en"),
        ("key: [number]", "key: []", "key"),
        ("version: 1", "version: one", "version"),
        ("sources:", "sources: [", "line"),
    ],
)
def test_refuses(old: str, new: str, said: str) -> None:
    assert old in GOOD
    with pytest.raises(SpecificationError) as error:
        read_specification(GOOD.replace(old, new, 1))
    assert said in str(error.value)


def test_yaml_words_stay_text() -> None:
    """The country Norway and a day are not a boolean and a date."""
    rows = "rows: [[NO, 1998-01-15], [1.50, off]]"
    text = GOOD.replace("file: person.csv\n    until: joined", rows, 1)
    assert read_specification(text).sources[0].rows == [["NO", "1998-01-15"], ["1.50", "off"]]
