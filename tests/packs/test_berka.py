"""The Berka bank through its import specification: what arrives, and that running it again changes nothing."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from kejing.app.demo.names import person_name
from kejing.domain.customers import exchange as customers
from kejing.domain.org import exchange as org
from kejing.engines.interchange.public import GivenFile, register_generator, register_target, run_import
from kejing.engines.interchange.models import ImportRun
from kejing.foundation.kernel import clock
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.testing import as_owner

DATA = Path(__file__).parents[2] / "kejing/app/demo/data/berka"

@pytest.mark.django_db
def test_it():
    for t in (*org.TARGETS,*customers.TARGETS): register_target(t)
    register_generator("chinese_person_name", person_name)
    import time
    with as_owner(), connection.cursor() as c: c.execute("update kernel_businessclock set day = %s", [date(1998,1,15)])
    files=tuple(GivenFile.at(p) for p in sorted(DATA.glob("*.csv.gz")))
    with as_system("t") as actor:
        for _ in range(2):
            t=time.time()
            i=run_import(actor=actor, spec="bank/berka", files=files)
            r=ImportRun.objects.get(pk=i)
            print(time.time()-t, r.state, r.error_total, r.errors[:3])
            for s in r.counts["steps"]: print(s)
            print(r.counts["sources"])
