import re
from datetime import date

import pytest

from kejing.domain.visits import actions
from kejing.foundation.kernel import clock
from tests.cast import Cast

pytestmark = pytest.mark.django_db
D = date(1998, 1, 15)


def test_smoke(cast: Cast) -> None:
    with clock.frozen(clock.at(D, 17)):
        with cast["manager_a1"].acting() as actor:
            v = actions.plan_visit(actor=actor, customer_id=cast.customers["C0001"], day=D, goal="g")
            w = actions.plan_visit(actor=actor, customer_id=cast.customers["C0002"], day=D, goal="gg")
            actions.record_planned(
                actor=actor, visit_id=v, version=1, happened_at=clock.at(D, 10), direction="outbound", goal="g",
                reached="yes", result="r", next_step="x", next_step_on=date(1998, 1, 20),
            )
            log = actions.submit_log(
                actor=actor, day=D, visits_part="a", results_part="b", reflections_part="c"
            )
        staff = cast["manager_a1"].staff_id
        for who, paths in {
            "manager_a1": ["/", "/visits/", f"/visits/{v}/", f"/visits/{w}/record/", f"/visits/{w}/move/", f"/visits/{w}/cancel/",
             f"/visits/{v}/correct/", "/visits/plan/?customer=%d" % cast.customers["C0001"], "/visits/record/?customer=%d" % cast.customers["C0001"], "/visits/record/",
             "/logs/", "/logs/1998-01-15/", "/logs/1998-01-14/", "/logs/1998-01-14/correct/", f"/logs/view/{log}/", f"/team/{staff}/why/outbound/", f"/team/{staff}/why/logs/"],
            "market_manager_a": ["/", "/team/", f"/team/{staff}/", f"/logs/view/{log}/", "/logs/review/", "/logs/review/why/", "/visits/?month=1998-01&state=done", f"/team/{staff}/why/productive/"],
            "auditor": ["/", "/team/", f"/logs/view/{log}/"],
        }.items():
            client = cast[who].client
            for path in paths:
                for lang in ("zh-hans", "en"):
                    client.cookies["kejing_language"] = lang
                    r = client.get(path)
                    print(who, path, lang, r.status_code, r.get("Location", ""))
                    if r.status_code == 200 and "kj-making" not in path:
                        open("/tmp/vt/out_%s_%s_%s.html" % (who, re.sub(r"\W+", "_", path), lang), "wb").write(r.content)
