"""What people keep of a customer besides the master: notes, tags, files."""

from django.db import models
from django.db.models import F, Q

from kejing.domain.customers.vocabulary import Share


class Note(models.Model):
    """A remark, read by whom its share level says and by its author, as long as they see the customer."""

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+", db_index=False)
    text = models.TextField()
    share = models.CharField(max_length=8, choices=Share)
    author_id = models.BigIntegerField(null=True)
    author_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index("customer", F("at").desc(), F("id").desc(), name="note_of_customer")]
        constraints = [models.CheckConstraint(name="note_share", condition=Q(share__in=Share.values))]


class Tag(models.Model):
    """A word of the organisation's own for marking customers."""

    name = models.CharField(max_length=40, unique=True)


class CustomerTag(models.Model):
    """A customer with a tag."""

    tag = models.ForeignKey("customers.Tag", models.CASCADE, related_name="+", db_index=False)
    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("tag", "customer", name="a_tag_once")]


class CustomerFile(models.Model):
    """A file of a customer, under the same share levels as a note. Its bytes lie in `FileContent`."""

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=8)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    share = models.CharField(max_length=8, choices=Share)
    author_id = models.BigIntegerField(null=True)
    author_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index("customer", F("at").desc(), F("id").desc(), name="file_of_customer")]
        constraints = [models.CheckConstraint(name="file_share", condition=Q(share__in=Share.values))]


class FileContent(models.Model):
    """The bytes of a file, in the database: a backup carries them, and the wall stands before them."""

    file = models.OneToOneField("customers.CustomerFile", models.CASCADE, related_name="+")
    content = models.BinaryField()
