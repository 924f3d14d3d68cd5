import os, io, time, random, csv
from datetime import date
import pytest
from django.db import connection
from kejing.app.demo.names import person_name
from kejing.domain.customers import exchange as customers
from kejing.domain.org import exchange as org
from kejing.engines.interchange.public import GivenFile, register_generator, register_target
from kejing.engines.interchange.specification import read_specification
from kejing.engines.interchange import running
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.testing import as_owner
SPEC='''
name: bench
version: 1
label: {zh: a, en: b}
sources:
  - name: units
    label: {zh: a, en: b}
    columns: [{name: code, type: code}]
    rows: [[U1],[U2],[U3],[U4]]
  - name: customer
    label: {zh: a, en: b}
    file: customers.csv
    columns:
      - {name: number, type: code, required: true}
      - {name: name, type: text, required: true}
      - {name: unit, type: code, required: true}
      - {name: since, type: date, format: "%Y-%m-%d"}
      - {name: city, type: text}
steps:
  - {target: org.unit, from: units, key: [code], columns: {code: code, name: code, name_en: code, kind: {value: branch}}}
  - target: customers.customer
    from: customer
    key: [number]
    columns: {number: number, name: name, unit: unit, since: since, kind: {value: person}, attributes.city: city}
'''
N=100_000
@pytest.mark.django_db
def test_speed():
    for t in (*org.TARGETS,*customers.TARGETS): register_target(t)
    rnd=random.Random(1)
    b=io.StringIO(); w=csv.writer(b); w.writerow(["number","name","unit","since","city"])
    first=["Anna","Petr","Jan","Eva","Maria","Tom","Lucy"]; last=["Novak","Svoboda","Dvorak","Cerny","Smith","Horak"]
    for i in range(N):
        n=person_name(str(i),"male") if i%2 else f"{rnd.choice(first)} {rnd.choice(last)}{i}"
        w.writerow([f"K{i:07}",n,f"U{1+i%4}",f"199{i%8}-0{1+i%9}-1{i%9}",f"city {i%100}"])
    f=GivenFile.of("customers.csv",b.getvalue().encode())
    spec=read_specification(SPEC)
    import cProfile,pstats
    import os as _os
    if _os.environ.get("IDX"):
        with as_owner(), connection.cursor() as c: c.execute("create index on customers_ownership (customer_id, valid_from)")
    if os.environ.get("VAR"):
        with as_owner(), connection.cursor() as c:
            c.execute("select pg_get_functiondef('kj_check_ownership'::regproc)"); d=c.fetchone()[0]
            v=os.environ["VAR"]
            if v=="a": d=d[:d.index("    if exists (select 1 from (select o.valid_from")]+"    return null;\nend $function$"
            if v=="d":
                a=d.index("    if not exists (select 1 from customers_ownership"); b=d.index("        raise exception 'customer % has no holder")
                d=d[:a]+"    if (select (o.holder_id, o.unit_id) from customers_ownership o where o.customer_id = subject and o.valid_to is null) is distinct from (present.holder_id, present.unit_id) then\n"+d[b:]
            if v=="b": d=d[:d.index("    if not exists (select 1 from customers_ownership")]+"    return null;\nend $function$"
            if v=="c": d=d[:d.index("    select * into present")]+"    return null;\nend $function$"
            c.execute(d)
    with as_system("t"):
        p=cProfile.Profile()
        t0=time.time()
        if os.environ.get("PROF"): p.enable()
        r=running.run(spec,[f])
        p.disable()
        t_import=time.time()-t0
        print("import",t_import,r.counts["steps"],r.faults.kept[:3])
        if os.environ.get("PROF"): pstats.Stats(p).sort_stats("cumtime").print_stats(35)
    if os.environ.get("EXPL"):
      with as_owner(), connection.cursor() as c:
        c.execute("select id from customers_customer order by id desc limit 1"); i=c.fetchone()[0]-500
        for q in ["select * from customers_customer where id=%s"%i,
          "select 1 where not exists (select 1 from customers_ownership o where o.customer_id = %s and o.valid_to is null and o.holder_id = 5 and o.unit_id = 5)"%i,
          "select 1 where exists (select 1 from (select o.valid_from, lag(o.valid_to) over (order by o.valid_from) as before, lag(o.id) over (order by o.valid_from) as earlier from customers_ownership o where o.customer_id = %s) s where s.earlier is not null and s.before is distinct from s.valid_from)"%i]:
            c.execute("explain (analyze,buffers) "+q); print("\n".join(r[0] for r in c.fetchall()))
    tabs=["customers_customer","customers_ownership","kernel_rowchange","kernel_unsealed"]
    with as_owner(), connection.cursor() as c:
        data={}; cols={}
        for t in tabs:
            c.execute("select attname from pg_attribute where attrelid=%s::regclass and attnum>0 and not attisdropped and attgenerated='' order by attnum",[t])
            cols[t]=", ".join(x[0] for x in c.fetchall())
            buf=bytearray()
            with c.copy(f"copy (select {cols[t]} from {t}) to stdout") as cp:
                for blk in cp: buf+=blk
            data[t]=bytes(buf)
            c.execute(f"create table copy_{t} (like {t} including all)")
            c.execute("select pg_get_constraintdef(oid) from pg_constraint where conrelid=%s::regclass and contype='x'",[t])
            for (d,) in c.fetchall(): c.execute(f"alter table copy_{t} add {d}")
        tot=0
        for t in tabs:
            t0=time.time()
            with c.copy(f"copy copy_{t} ({cols[t]}) from stdin") as cp:
                cp.write(data[t])
            dt=time.time()-t0; tot+=dt
            c.execute(f"select count(*) from copy_{t}"); print(t, c.fetchone(), len(data[t])//1e6, round(dt,2))
        print("copy",tot,"ratio",t_import/tot)
