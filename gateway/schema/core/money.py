"""Money, in the minor unit of its currency."""

import strawberry

from gateway.schema.core.fields import column
from gateway.schema.core.scalars import Long


@strawberry.type(description="An amount of money.")
class Money:
    """Source: tessera.types.v1.Money."""

    currency_code: str = column("The currency, a code of ISO 4217 such as CNY.")
    minor_units: Long = column("The amount in its minor unit: 1800 is 18.00 yuan.")
