"""What the worker does for this module."""

from kejing.domain.customers import actions
from kejing.domain.customers.queries.duplicates import SEARCH
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.jobs import job


@job("customers.sweep_pool", cron="40 2 * * *")
def sweep() -> None:
    """Every night: warn of customers who go back to the pool, and send them where the policy says so."""
    with as_system("pool") as actor:
        actions.sweep_pool(actor=actor)


@job(SEARCH, cron="15 3 * * *")
def search_duplicates() -> None:
    """Search all customers for duplicates. Safe to repeat: a broken-off search goes on where it was."""
    actions.search_duplicates()
