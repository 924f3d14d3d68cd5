"""Results are read by who sees the people, whether or not she sees their customers."""

from importlib import import_module

from django.db import migrations

from kejing.foundation.kernel.migration_ops import AlterWall

BEFORE = import_module("kejing.domain.performance.migrations.0002_walls").OF_PERSON
OF_PEOPLE = (
    "(select kj_all()) or staff_id = (select kj_staff()) or ((select kj_may('results.view_team')) and ("
    "(select kj_people_all()) or unit_id = any ((select kj_people_units())::bigint[])"
    " or holder_id = any ((select kj_people_holders())::bigint[])))"
)


class Migration(migrations.Migration):
    dependencies = [("performance", "0002_walls"), ("org", "0010_shared")]
    operations = [
        AlterWall("performance_pointline", OF_PEOPLE, BEFORE),
        AlterWall("performance_standing", OF_PEOPLE, BEFORE),
    ]
