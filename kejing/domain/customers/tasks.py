"""What the worker does by itself."""

from kejing.domain.customers.actions import sweep_pool
from kejing.foundation.kernel.context import as_system
from kejing.foundation.kernel.jobs import job


@job("customers.sweep_pool", cron="40 2 * * *")
def sweep() -> None:
    """Every night: warn of customers who go back to the pool, and send them where the policy says so."""
    with as_system("pool") as actor:
        sweep_pool(actor=actor)
