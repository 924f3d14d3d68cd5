"""What customers hold."""

from django.db import models

from kejing.domain.customers.vocabulary import PartyRole


class Product(models.Model):
    """Something customers hold, in a line of business; declared by a pack."""

    code = models.CharField(max_length=60, unique=True)
    line = models.CharField(max_length=40)
    label_zh = models.CharField(max_length=80)
    label_en = models.CharField(max_length=80)


class Holding(models.Model):
    """An account, loan, card, order: held by one customer or shared by several (`HoldingParty`)."""

    number = models.CharField(max_length=60, unique=True)
    product = models.ForeignKey("customers.Product", models.PROTECT, related_name="+")
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+", db_index=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    status = models.CharField(max_length=20, blank=True)
    attributes = models.JSONField(default=dict)


class HoldingParty(models.Model):
    """A customer's part in a holding."""

    holding = models.ForeignKey("customers.Holding", models.CASCADE, related_name="+", db_index=False)
    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    role = models.CharField(max_length=12, choices=PartyRole)

    class Meta:
        constraints = [models.UniqueConstraint("holding", "customer", name="one_part_in_a_holding")]
