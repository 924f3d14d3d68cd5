"""A contact entered before there were posts has one at the customer she was entered at."""

from django.db import migrations

POSTS = """
insert into customers_contactposition (contact_id, customer_id, title, valid_from)
select c.id, c.customer_id, c.title, coalesce(u.since, kj_business_day())
from customers_contact c join customers_customer u on u.id = c.customer_id
where not exists (select 1 from customers_contactposition p where p.contact_id = c.id)
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0011_master_walls")]
    operations = [migrations.RunSQL(POSTS, migrations.RunSQL.noop)]
