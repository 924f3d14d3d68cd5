"""Values follow the people judged; what counted towards them names customers, and follows the customers."""

from importlib import import_module

from django.db import migrations

from kejing.foundation.kernel.migration_ops import AlterWall

_BEFORE = import_module("kejing.engines.metrics.migrations.0002_walls")
JUDGED = (
    "(select kj_all()) or staff_id = (select kj_staff()) or (select kj_people_all())"
    " or holder_id = any ((select kj_people_holders())::bigint[])"
    " or unit_id = any ((select kj_people_units())::bigint[])"
)
COUNTED = (
    "exists (select 1 from metrics_metricvalue v where v.id = value_id and ((select kj_all())"
    " or v.staff_id = (select kj_staff()) or v.holder_id = any ((select kj_holders())::bigint[])"
    " or v.unit_id = any ((select kj_units())::bigint[])))"
)


class Migration(migrations.Migration):
    dependencies = [("metrics", "0002_walls"), ("kernel", "0003_people")]
    operations = [
        AlterWall("metrics_metricvalue", JUDGED, _BEFORE.JUDGED),
        AlterWall("metrics_evidence", COUNTED, _BEFORE.OF_VALUE),
    ]
