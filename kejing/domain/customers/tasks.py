"""What the worker does for this module."""

from kejing.domain.customers import actions
from kejing.domain.customers.queries.duplicates import SEARCH
from kejing.foundation.kernel.jobs import job


@job(SEARCH, cron="15 3 * * *")
def search_duplicates() -> None:
    """Search all customers for duplicates. Safe to repeat: a broken-off search goes on where it was."""
    actions.search_duplicates()
