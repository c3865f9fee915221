"""What members and operators ask of baskets and orders, each as one question about member 3."""

from tests.gateway.schema.ask import Ask, mutation_ask
from tests.gateway.services import member_id

MEMBER = member_id(3)
BASKET = f'basket: {{ memberId: "{MEMBER}", lines: [{{ lineId: "1", amountMinor: 5 }}] }}'

BASKET_ASKS: dict[str, Ask] = {
    "Query.basketPreview": Ask(
        f"{{ basketPreview({BASKET}) {{ quote {{ paidMinor }} offers {{ coupon {{ id }} }} }} }}"
    ),
    "Query.baskets": Ask(f'{{ baskets(memberId: "{MEMBER}") {{ edges {{ node {{ id }} }} }} }}'),
    "Query.basket": Ask('{ basket(basketId: "chk_1") { state } }', "GetBasket"),
    "Query.orderBasket": Ask(
        '{ orderBasket(channel: "pos", orderId: "o1") { basket { id } lots { points } } }'
    ),
    "Query.order": Ask('{ order(channel: "pos", orderId: "o1") { leftMinor } }'),
    "Mutation.refundOrder": mutation_ask(
        "refundOrder",
        "",
        f'memberId: "{MEMBER}", order: {{ orderId: "o1", totalMinor: 5 }}, reason: "cold tea"',
    ),
    "Mutation.holdBasket": mutation_ask("holdBasket", "", BASKET),
    "Mutation.cancelBasket": mutation_ask("cancelBasket", "CancelBasket", 'basketId: "chk_3"'),
}
