"""What visits do when customers go to somebody else."""

from django.db import connection

from kejing.domain.customers.public import CustomersAssigned


def follow_customers(event: CustomersAssigned) -> None:
    """Open plans and open findings go along, in the same transaction: the new holder finds them in her day.

    Plans of a customer in the pool stay with whoever made them until somebody takes her out.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select kj_follow_plans(%(moved)s), kj_follow_findings(%(moved)s)",
            {"moved": list(event.from_holders)},
        )
