"""Files of real systems through the product's own import: every row accounted for. Skipped where the data are not."""

import csv
import gzip
import io
import tarfile
from collections import Counter

import pytest

from kejing.domain.customers.models import Contact, Customer
from kejing.domain.org.models import Staff
from kejing.foundation.kernel.errors import Refused
from tests.cast import Cast
from tests.imports.clerk import Clerk, counts, data, everything, faults, tally


@pytest.fixture
def clerk(cast: Cast) -> Clerk:
    return Clerk(cast)


def member(name: str) -> bytes:
    with tarfile.open(data("crm-exports", "salesforce-dataloader-samples.tar.gz")) as packed:
        content = packed.extractfile(name)
        assert content is not None
        return content.read()


def test_salesforce_accounts_are_all_accounted_for(clerk: Clerk) -> None:
    intake = clerk.bring("customers.customer", member("samples/data/accountData.csv"), "accountData.csv")
    guessed = {use["column"]: use["field"] for use in intake.mapping["columns"]}
    assert guessed["ID"] == "number"
    assert guessed["CREATEDDATE"] == "entered_on"
    columns = {"ID": "number", "NAME": "name", "PHONE": "phone", "BILLINGSTREET": "address", "CREATEDDATE": "entered_on",
               "CREATEDBYID": "entered_by", "PARENTID": "parent"}  # fmt: skip
    run = clerk.run(clerk.map(intake, dict(columns), fixed={"kind": "organisation", "unit": "A"}))
    rows, accepted, refused = tally(run)
    assert (rows, rows) == (accepted + refused, 423)
    assert counts(run)[0] == accepted
    assert run.error_total >= refused
    with everything():
        made = Customer.objects.filter(number__startswith="001x")
        assert made.count() == accepted
        assert made.filter(entered_on=None).count() == 0


@pytest.mark.parametrize("mark", ["UTF8", "UTF16LE", "UTF16BE"])
def test_every_mark_of_an_encoding_gives_the_same_table(clerk: Clerk, mark: str) -> None:
    plain = clerk.bring("customers.contact", member("testfiles/data/csvtext.csv"))
    marked = clerk.bring("customers.contact", member(f"testfiles/data/csvtext_BOM_{mark}.csv"))
    assert marked.sample == plain.sample


@pytest.mark.parametrize("mark", ["UTF32LE", "UTF32BE"])
def test_half_a_mark_of_an_encoding_is_refused_with_its_place(clerk: Clerk, mark: str) -> None:
    """Both files begin with two of the four bytes of a mark."""
    with pytest.raises(Refused) as refused:
        clerk.bring("customers.contact", member(f"testfiles/data/csvtext_BOM_{mark}.csv"))
    assert refused.value.code == "unreadable_at"


@pytest.mark.requirement("A3.26", shows="units of a group come in as a tree, whatever the order of the file")
def test_the_divisions_of_china_are_units(clerk: Clerk) -> None:
    lines = ["code,name,name en,kind,parent"]
    with gzip.open(data("china-reference", "cities.csv.gz"), "rt", encoding="utf-8") as cities:
        found = list(csv.DictReader(cities))
    lines += [f"D{row['code']},{row['name']},{row['name']},city,D{row['provinceCode']}" for row in found]
    with gzip.open(data("china-reference", "provinces.csv.gz"), "rt", encoding="utf-8") as provinces:
        lines += [
            f"D{row['code']},{row['name']},{row['name']},province,HQ" for row in csv.DictReader(provinces)
        ]
    run = clerk.run(clerk.map(clerk.bring("org.unit", "\n".join(lines).encode("gb18030"))))
    assert (counts(run), run.error_total) == ((342 + 31, 0, 0), 0)
    clerk.undo(run)


def test_short_names_of_companies_are_customers(clerk: Clerk) -> None:
    with gzip.open(
        data("china-reference", "company_short_names.txt.gz"), "rt", encoding="utf-8-sig"
    ) as names:
        text = "简称\n" + "".join(line for n, line in enumerate(names) if 3 <= n < 2_003)
    intake = clerk.bring("customers.customer", text.encode("utf-16"))
    trial = clerk.map(
        intake, {"简称": "name"}, fixed={"number": "Q-#", "kind": "organisation", "unit": "B"}, key="number"
    )
    run = clerk.run(trial)
    assert tally(run) == (2_000, 2_000, 0)
    assert counts(run) == (2_000, 0, 0)


def test_wholesale_customers_without_names_are_numbered(clerk: Clerk) -> None:
    intake = clerk.bring("customers.customer", data("wholesale-customers", "wholesale_customers.csv"))
    run = clerk.run(
        clerk.map(
            intake, {"Region": "entered_by"}, key="number",
            fixed={"number": "W-#", "name": "批发客户 #", "kind": "organisation", "unit": "A"},
        )
    )  # fmt: skip
    assert (tally(run), counts(run)) == ((440, 440, 0), (440, 0, 0))


def test_telco_customers_by_two_files(clerk: Clerk) -> None:
    first = clerk.bring("customers.customer", data("telco-churn", "demographics.csv.gz"))
    run = clerk.run(
        clerk.map(first, {"Customer ID": "number"}, fixed={"name": "客户 #", "kind": "person", "unit": "A"})
    )
    assert (tally(run), counts(run)) == ((7043, 7043, 0), (7043, 0, 0))
    second = clerk.bring("customers.customer", data("telco-churn", "location.csv.gz"))
    columns = {"Customer ID": "number", "City": "address"}
    run = clerk.run(clerk.map(second, dict(columns), fixed={"name": "客户 #", "kind": "person", "unit": "A"}))
    assert counts(run)[1] == 7043


def test_resellers_come_to_the_salesperson_who_sells_to_them(clerk: Clerk, cast: Cast) -> None:
    people = clerk.bring("org.staff", data("adventureworks-reseller", "Salesperson.psv"))
    columns = {"EmployeeKey": "number", "Salesperson": "name", "UPN": "username"}
    with everything():
        posts = _posts(clerk, people.sample["values"]["EmployeeKey"])
    assert posts
    run = clerk.run(clerk.map(people, dict(columns)))
    assert counts(run) == (18, 0, 0)
    with everything():
        assert (
            Staff.objects.filter(user__password__startswith="!", user__username__contains="@").count() == 18
        )
    resellers = clerk.bring("customers.customer", _with_owners())
    run = clerk.run(
        clerk.map(
            resellers,
            {"ResellerKey": "number", "Reseller": "name", "City": "address", "owner": "holder"},
            fixed={"kind": "organisation", "unit": "A"},
        )
    )
    rows, accepted, refused = tally(run)
    assert rows == accepted + refused
    assert {code for _row, _column, code in faults(run)} <= {"unknown_holder"}
    with everything():
        held = Counter(Customer.objects.filter(number__regex=r"^\d+$").values_list("holder__kind", flat=True))
    assert held["pool"] + held["person"] == accepted


def _posts(clerk: Clerk, numbers: list[str]) -> int:
    lines = ["code,unit,role"] + [f"AW-{number},A,account_manager" for number in numbers]
    return counts(clerk.run(clerk.map(clerk.bring("org.position", "\n".join(lines).encode()))))[0]


def _with_owners() -> bytes:
    """The resellers with whoever sold most to them, from the sales that are there."""
    sold: dict[str, Counter[str]] = {}
    with gzip.open(
        data("adventureworks-reseller", "Sales_to_2019-12.psv.gz"), "rt", encoding="utf-8-sig"
    ) as sales:
        for row in csv.DictReader(sales, delimiter="|"):
            sold.setdefault(row["ResellerKey"], Counter())[row["EmployeeKey"]] += 1
    out = io.StringIO()
    writer = csv.writer(out, delimiter="|")
    with data("adventureworks-reseller", "Reseller.psv").open(encoding="utf-8-sig", newline="") as resellers:
        for n, cells in enumerate(csv.reader(resellers, delimiter="|")):
            best = sold.get(cells[0])
            writer.writerow([*cells, "owner" if n == 0 else best.most_common(1)[0][0] if best else ""])
    return out.getvalue().encode()


def test_accounts_stand_below_their_parents(clerk: Clerk) -> None:
    intake = clerk.bring("customers.customer", data("crm-sales-opportunities", "accounts.csv"))
    assert {use["column"]: use["field"] for use in intake.mapping["columns"]} == {
        "account": "name", "office_location": "address", "subsidiary_of": "parent",
    }  # fmt: skip
    run = clerk.run(
        clerk.map(intake, fixed={"number": "M-#", "kind": "organisation", "unit": "A"}, key="number")
    )
    assert (tally(run), run.error_total) == ((85, 85, 0), 0)
    with everything():
        below = Customer.objects.filter(number__startswith="M-", parent__isnull=False).count()
    with data("crm-sales-opportunities", "accounts.csv").open(encoding="utf-8") as accounts:
        assert below == sum(1 for row in csv.DictReader(accounts) if row["subsidiary_of"])


def test_sales_teams_are_staff(clerk: Clerk) -> None:
    intake = clerk.bring("org.staff", data("crm-sales-opportunities", "sales_teams.csv"))
    run = clerk.run(clerk.map(intake, {"sales_agent": "name"}, fixed={"number": "T#"}, key="number"))
    assert counts(run) == (35, 0, 0)


@pytest.mark.parametrize(
    ("name", "cards"),
    [
        ("John_Doe_ANDROID", 6), ("John_Doe_GMAIL", 1), ("John_Doe_IPHONE", 1), ("John_Doe_MAC_ADDRESS_BOOK", 1),
        ("John_Doe_MS_OUTLOOK", 1), ("fullcontact", 1), ("gmail-list", 3), ("gmail-single", 1), ("issue114", 1),
        ("outlook-2003", 1), ("rfc2426-example", None), ("rfc6350-example", 1),
    ],
)  # fmt: skip
def test_every_card_of_a_vcard_file_is_accepted_or_refused(
    clerk: Clerk, name: str, cards: int | None
) -> None:
    file = data("vcards", f"{name}.vcf")
    begun = file.read_text(encoding="utf-8", errors="replace").lower().count("begin:vcard")
    assert cards is None or begun == cards
    intake = clerk.bring("customers.contact", file)
    run = clerk.run(
        clerk.map(intake, {"FN": "name", "TEL": "phone", "EMAIL": "email"}, fixed={"customer": "C0001"})
    )
    rows, accepted, refused = tally(run)
    assert rows == accepted + refused == begun
    with everything():
        assert Contact.objects.filter(customer__number="C0001").count() == accepted
