"""What the monthly snapshot reads, and how deliveries name the subjects of facts."""

from kejing.domain.customers import public as customers
from kejing.domain.org import public as org
from kejing.domain.visits import public as visits
from kejing.engines.metrics.public import register_subject, register_view


def connect() -> None:
    customers.register_last_contact(visits.LAST_CONTACT)  # ownership
    for module in (org, customers, visits):
        for name, sql in module.SNAPSHOT_VIEWS.items():
            register_view(name, sql)
    for kind, sql in customers.SUBJECTS.items():
        register_subject(kind, sql)
