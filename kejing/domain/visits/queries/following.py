"""What visits say before customers go to somebody else."""

from collections.abc import Sequence

from kejing.domain.customers.public import GoesAlong
from kejing.domain.org.public import HolderCard
from kejing.domain.visits.models import Visit
from kejing.domain.visits.vocabulary import Following, VisitState
from kejing.foundation.kernel.actor import Actor


def plans_along(*, actor: Actor, customer_ids: Sequence[int], target: HolderCard) -> GoesAlong:
    """How many open plans `actions.follow_customers` would find, and what would become of them."""
    plans = Visit.objects.filter(customer_id__in=customer_ids, state=VisitState.PLANNED)
    word = Following.STAYS if target.is_pool else Following.GOES
    return GoesAlong(str(word.label), plans.count())
