"""What can be imported into, and the functions a specification may fill columns with."""

from kejing.app.demo.names import person_name
from kejing.domain.customers.exchange import EXPORTS as CUSTOMER_LISTS
from kejing.domain.customers.exchange import TARGETS as CUSTOMERS
from kejing.domain.org.exchange import TARGETS as ORG
from kejing.domain.targets.exchange import TARGETS as TARGET_FIGURES
from kejing.domain.visits.exchange import EXPORTS as VISIT_LISTS
from kejing.engines.interchange.public import register_export, register_generator, register_target


def connect() -> None:
    for target in (*ORG, *CUSTOMERS, *TARGET_FIGURES):
        register_target(target)
    # Exports: lists that can be taken out as files
    for export in (*CUSTOMER_LISTS, *VISIT_LISTS):
        register_export(export)
    register_generator("chinese_person_name", person_name)
