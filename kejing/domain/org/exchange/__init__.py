"""What can be imported into the organisation."""

from kejing.domain.org.exchange.people import POSTS, STAFF
from kejing.domain.org.exchange.units import UNITS

TARGETS = (UNITS, POSTS, STAFF)
