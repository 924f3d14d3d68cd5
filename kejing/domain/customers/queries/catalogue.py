"""What a pack declared of customers: profile fields and lines of products, for rules of the modules above."""

from kejing.domain.customers.models import Product, ProfileField


def profile_fields() -> list[tuple[str, str, str, str]]:
    """(code, Chinese label, English label, kind) of the fields a pack declared, in their order."""
    rows = ProfileField.objects.order_by("position", "code")
    return list(rows.values_list("code", "label_zh", "label_en", "kind"))


def product_lines() -> list[str]:
    """The lines of products, by code."""
    return list(Product.objects.order_by("line").values_list("line", flat=True).distinct())
