"""Real files through the product's own import, then segmented by rules over what they hold.

The files lie outside the repository (see requirements of the house); where they are missing the tests are skipped.
"""

import csv
import gzip
import io
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kejing.domain.customers.models import ProfileField
from kejing.domain.segments import actions
from kejing.domain.segments.models import Membership, Segment
from kejing.domain.segments.pack import SegmentsSection, apply
from kejing.domain.segments.tests.factories import in_force
from kejing.engines.interchange.public import GivenFile, import_run, run_import
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
DATA = Path(__file__).resolve().parents[5] / "shared" / "data"
WHOLESALE = DATA / "wholesale-customers" / "wholesale_customers.csv"
TELCO = DATA / "telco-churn" / "services.csv.gz"
SPENT = ("Fresh", "Milk", "Grocery", "Frozen", "Detergents_Paper", "Delicassen")
SPEC = """
name: {name}
version: 1
label: {{zh: 客户, en: Customers}}
sources:
  - name: customer
    label: {{zh: 客户, en: Customers}}
    file: customer.csv
    columns:
      - {{name: number, type: code, required: true}}
{columns}
steps:
  - target: customers.customer
    from: customer
    key: [number]
    columns:
      number: number
      name: number
      kind: {{value: organisation}}
      unit: {{value: A}}
{members}
"""


def label(text: str) -> dict[str, str]:
    return {"zh": text, "en": text}


def fill(
    cast: Cast, tmp_path: Path, settings: Any, rows: list[dict[str, str]], fields: dict[str, str]
) -> None:
    """Profile fields and an import specification of them, then the rows through the engine."""
    with as_system("pack"):
        for n, (code, kind) in enumerate(fields.items()):
            ProfileField.objects.create(code=code, label_zh=code, label_en=code, kind=kind, position=n)
    imports = tmp_path / "mine" / "imports"
    imports.mkdir(parents=True)
    columns = "\n".join(f"      - {{name: {code}, type: text}}" for code in fields)
    members = "\n".join(f"      attributes.{code}: {code}" for code in fields)
    spec = SPEC.format(name="rows", columns=columns, members=members)
    (imports / "rows.yaml").write_text(spec)
    settings.PACKS_DIR = tmp_path
    text = io.StringIO()
    writer = csv.DictWriter(text, ["number", *fields])
    writer.writeheader()
    writer.writerows(rows)
    with clock.frozen(clock.at(TODAY, 9)), as_system("import") as system:
        given = [GivenFile.of("customer.csv", text.getvalue().encode())]
        run = import_run(actor=system, run_id=run_import(actor=system, spec="mine/rows", files=given))
    assert run.errors == [], run.errors[:3]


def segmented(sets: list[dict[str, object]], prefix: str) -> Counter[str]:
    """How many of the imported customers are in each segment, once the rules are in force."""
    with as_system("pack") as system:
        apply(SegmentsSection.model_validate({"sets": sets}), system)
    in_force(*(str(found["code"]) for found in sets))
    with as_system("look"):
        rows = Membership.objects.filter(valid_to=None, customer__number__startswith=prefix)
        return Counter(rows.values_list("segment__code", flat=True))


@pytest.mark.skipif(not WHOLESALE.exists(), reason="wholesale-customers is not here")
@pytest.mark.requirement("A2.6", shows="440 real wholesale customers fall into ABC classes by yearly spend")
def test_wholesale_customers_as_abc_classes(cast: Cast, tmp_path: Path, settings: Any) -> None:
    source = list(csv.DictReader(WHOLESALE.read_text().splitlines()))
    spend = [sum(int(row[name]) for name in SPENT) for row in source]
    rows = [
        {"number": f"W{n:04}", "spend": str(total), "channel": row["Channel"]}
        for n, (row, total) in enumerate(zip(source, spend, strict=True))
    ]
    fill(cast, tmp_path, settings, rows, {"spend": "number", "channel": "text"})
    sets = [
        {
            "code": "abc", "kind": "class", "label": label("ABC"),
            "segments": [
                {"code": "A", "label": label("A"), "rule": {"all": [{"field": "profile.spend", "is": ">=", "value": 50000}]}},
                {"code": "B", "label": label("B"), "rule": {"all": [{"field": "profile.spend", "is": ">=", "value": 20000}]}},
                {"code": "C", "label": label("C")},
            ],
        },
        {
            "code": "horeca", "kind": "market", "label": label("Horeca"),
            "segments": [{"code": "horeca", "label": label("Horeca"), "rule": {"all": [{"field": "profile.channel", "is": "is", "value": "1"}]}}],
        },
    ]  # fmt: skip
    wanted = Counter("A" if total >= 50_000 else "B" if total >= 20_000 else "C" for total in spend)
    found = segmented(sets, "W")
    assert len(source) == 440
    assert {code: found[code] for code in "ABC"} == dict(wanted)
    assert found["horeca"] == 298


@pytest.mark.skipif(not TELCO.exists(), reason="telco-churn is not here")
def test_telco_customers_by_contract_and_tenure(cast: Cast, tmp_path: Path, settings: Any) -> None:
    with gzip.open(TELCO, "rt") as given:
        source = list(csv.DictReader(given))
    rows = [
        {
            "number": f"T{row['Customer ID']}",
            "tenure": row["Tenure in Months"],
            "contract": row["Contract"],
            "offer": row["Offer"],
        }
        for row in source
    ]
    fill(cast, tmp_path, settings, rows, {"tenure": "number", "contract": "text", "offer": "text"})
    month_to_month = {"field": "profile.contract", "is": "is", "value": "Month-to-Month"}
    sets = [
        {
            "code": "binding", "kind": "class", "label": label("Binding"),
            "segments": [
                {"code": "loose", "label": label("Loose"), "rule": {"all": [month_to_month, {"field": "profile.tenure", "is": "<", "value": 12}]}},
                {"code": "grown", "label": label("Grown"), "rule": {"all": [month_to_month]}},
                {"code": "bound", "label": label("Bound")},
            ],
        }
    ]  # fmt: skip
    monthly = [int(row["Tenure in Months"]) for row in source if row["Contract"] == "Month-to-Month"]
    found = segmented(sets, "T")
    assert found == {
        "loose": sum(months < 12 for months in monthly),
        "grown": sum(months >= 12 for months in monthly),
        "bound": len(source) - len(monthly),
    }
    assert sum(found.values()) == 7_043


def test_the_same_again_changes_nothing(cast: Cast) -> None:
    """Evaluating twice over whatever there is writes no row."""
    with as_system("pack") as system:
        apply(
            SegmentsSection.model_validate(
                {
                    "sets": [
                        {
                            "code": "x",
                            "kind": "free",
                            "label": label("X"),
                            "segments": [
                                {
                                    "code": "x",
                                    "label": label("X"),
                                    "rule": {"all": [{"field": "months", "is": ">=", "value": 12}]},
                                }
                            ],
                        }
                    ]
                }
            ),
            system,
        )
    in_force("x")
    with as_system("look"):
        found = Segment.objects.get(set__code="x").set_id
    with clock.frozen(clock.at(TODAY, 2)), as_system("night") as system:
        assert actions.evaluate_segments(actor=system, set_id=found) == 0
