"""Money: an exact decimal and a currency. Rounded only when shown."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Self


@dataclass(frozen=True, slots=True)
class Money:
    amount: Decimal
    currency: str = "CNY"

    def __add__(self, other: Self) -> Self:
        """Raises ValueError for another currency: no rate is ever assumed."""
        if other.currency != self.currency:
            raise ValueError(f"{other.currency} cannot be added to {self.currency}")
        return type(self)(self.amount + other.amount, self.currency)
