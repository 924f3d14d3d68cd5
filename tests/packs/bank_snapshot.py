"""A snapshot of the Berka bank as the wiring's views give it, made straight from the files, and some visits.

Every district is one person's: staff, holder and unit have its number (1 to 77).
"""

from pathlib import Path

import duckdb

DATA = Path(__file__).parents[2] / "kejing" / "app" / "demo" / "data" / "berka"
TRANSACTIONS = "trans_subset_354_accounts"
TABLES = ("account", "card", "client", "disp", "loan", "order", TRANSACTIONS)

VIEWS = {
    "customer": "select client_id as customer_id, client_id::varchar as number from client",
    "ownership": (
        "select d.client_id as customer_id, a.district_id as holder_id, a.district_id as staff_id,"
        " a.district_id as unit_id, date '1993-01-01' as valid_from, null::date as valid_to"
        " from disp d join account a using (account_id)"
    ),
    "holding_owner": (
        "select 0::bigint as holding_id, 0::bigint as holder_id, 0::bigint as staff_id, null::date as valid_from,"
        " null::date as valid_to where false"
    ),
    "holder": (
        "select distinct district_id as holder_id, district_id as staff_id, district_id as unit_id,"
        " date '1993-01-01' as valid_from, null::date as valid_to from account"
    ),
    "holding": (
        "select a.account_id as holding_id, 'A' || a.account_id as number, a.frequency as product,"
        " 'account' as line, d.client_id as customer_id, lower(d.type) as role, day(a.date) as opened_on,"
        " null::date as closed_on from account a join disp d using (account_id)"
        " union all select 100000 + l.loan_id, 'L' || l.loan_id, 'loan', 'loan', d.client_id, lower(d.type),"
        " day(l.date), case when l.status in ('A', 'B') then (day(l.date) + l.duration * interval 1 month)::date end"
        " from loan l join disp d using (account_id)"
        " union all select 200000 + c.card_id, 'C' || c.card_id, c.type, 'card', d.client_id, 'owner',"
        " day(c.issued[:6]), null from card c join disp d using (disp_id)"
        " union all select 300000 + o.order_id, 'O' || o.order_id, 'standing_order', 'order', d.client_id,"
        ' lower(d.type), null, null from "order" o join disp d using (account_id)'
    ),
    "fact": (
        "select row_number() over (order by kind, key) as fact_id, kind, 'holding' as subject_kind, subject_id,"
        " on_day, amount::decimal(18,2) as amount, 1::decimal(18,4) as quantity from ("
        " select 'account_opened' as kind, account_id as key, account_id as subject_id, day(date) as on_day,"
        " null as amount from account"
        " union all select 'loan_granted', loan_id, 100000 + loan_id, day(date), amount from loan"
        " union all select 'card_issued', card_id, 200000 + card_id, day(issued[:6]), null from card"
        f" union all select 'transaction', trans_id, account_id, day(date), amount from {TRANSACTIONS})"
    ),
    "visit": (
        "select * from (values"
        " (1, 1, 1, 1, 1, date '1997-12-01', 'outbound', true, 'yes', true),"
        " (2, 1, 1, 1, 1, date '1997-12-31', 'inbound', true, 'partly', true),"
        " (3, 2, 1, 1, 1, date '1997-12-15', 'outbound', false, '', true),"
        " (4, 2, 1, 1, 1, date '1997-12-16', 'outbound', true, '', false),"
        " (5, 2, 1, 1, 1, date '1998-01-01', 'outbound', true, 'yes', true)"
        ") v(visit_id, customer_id, holder_id, staff_id, unit_id, happened_on, direction, result, reached, goal)"
    ),
    "log": (
        "select * from (values"
        " (1, 1, 1, 1, date '1997-12-01', date '1997-12-01', true),"
        " (2, 1, 1, 1, date '1997-12-02', date '1997-12-05', false),"
        " (3, 1, 1, 1, date '1998-01-02', date '1998-01-02', true)"
        ") l(log_id, staff_id, holder_id, unit_id, day, submitted_on, on_time)"
    ),
    "log_duty": (
        "select * from (values (1, date '1997-11-01', null::date), (54, date '1997-12-30', date '1997-12-31'))"
        " d(staff_id, valid_from, valid_to)"
    ),
    "workday": (
        "select d::date as day from generate_series(timestamp '1997-12-01', timestamp '1997-12-31', interval 1 day)"
        " g(d) where isodow(d) < 6"
    ),
}


def make_snapshot(folder: Path) -> None:
    """Write the views to Parquet, as the child process would have."""
    folder.mkdir(parents=True)
    with duckdb.connect() as engine:
        engine.execute("create macro day(text) as strptime(text::varchar, '%y%m%d')::date")
        for table in TABLES:
            path = DATA / f"{table}.csv.gz"
            engine.execute(f"create table \"{table}\" as select * from read_csv('{path}')")
        for name, sql in VIEWS.items():
            engine.execute(f"copy ({sql}) to '{folder / name}.parquet'")
