"""The policy in force."""

from kejing.domain.checks.models import PolicyVersion
from kejing.domain.checks.rules.policy import Policy, policy_of
from kejing.foundation.kernel import clock


def policy() -> Policy:
    """The highest version in force today, or the defaults."""
    row = PolicyVersion.objects.filter(valid_from__lte=clock.today()).order_by("-number").first()
    return policy_of(row.number, row.body) if row else Policy()
