"""Take further words of the writer into the thread of an item."""

from dataclasses import replace

from services.common.text import checked, prose
from services.feedback.items.commands.assign_feedback import assigned
from services.feedback.items.commands.context import FeedbackContext, item_with_words
from services.feedback.items.commands.known_stores import store_facts
from services.feedback.items.commands.route_feedback import facts_of, known_of, messages_of
from services.feedback.items.commands.store import Answer, Items, Request
from services.feedback.items.commands.submit_feedback import TEXT_CHARS_MAX
from services.feedback.items.domain.item import SYSTEM, Feedback
from services.feedback.items.domain.keeping_time import timed
from services.feedback.items.domain.member_messages import MemberMessages
from services.feedback.items.domain.queue import is_more_urgent
from services.feedback.items.domain.rerouting import Rerouting
from services.feedback.items.domain.states import State
from services.feedback.items.domain.turn import Turn, go_on, rise
from services.feedback.routing.commands import find_routing, reading_of, terms_of
from services.feedback.routing.domain.routing import Routing

MORE_URGENT = "the writer's further words are more urgent"


async def continue_feedback(
    ctx: FeedbackContext, request: Request, feedback_id: str, turn: Turn
) -> Answer:
    """Keep `turn` in the thread, which ends the wait for its writer. A text that the rules find
    more urgent than the item reroutes it.

    Raises FeedbackEnded, WriterUnknown, TimelineFull, and FEEDBACK_NOT_FOUND, INVALID_ARGUMENT,
    MEMBER_ERASED and REQUEST_ID_REUSED refusals.
    """
    turn = replace(turn, words=checked("text", turn.words, TEXT_CHARS_MAX, least=1, form=prose))
    programme = await ctx.programmes.of(request.brand)
    read = None
    if programme is not None:
        read = await reading_of(programme, turn.words, ctx.read_sentiment)

    async def change(items: Items) -> Feedback:
        item = item_with_words(await items.get(feedback_id), feedback_id)
        now, terms = ctx.clock.now(), terms_of(programme, item.priority)
        if programme is None or read is None:
            item = go_on(item, turn, MemberMessages(), now, terms)
        else:
            member = await known_of(ctx, request.brand, item.submission.member_id)
            item = go_on(item, turn, messages_of(programme, member), now, terms)
            store = await store_facts(ctx.stores, request.brand, item.submission.store_id, now)
            to = _place(
                item,
                find_routing(
                    programme,
                    read,
                    facts_of(item.submission),
                    member.at(now, programme.zone),
                    store,
                ),
            )
            if to is not None:
                terms = terms_of(programme, to.priority)
                item = rise(item, to, terms, now)
            item = await assigned(items, item, programme, now, member)
        item = timed(item, terms.steps, now)
        await items.put(item)
        return item

    return Answer(*await ctx.store.once(request.brand, request.id, request.content, change))


def _place(item: Feedback, found: Routing) -> Rerouting | None:
    """The place that the further words of `item` want; None where it is no more urgent than its
    own, and for an item that waits to be routed."""
    by_rule = found.category != "" and item.state is not State.NEW
    if not by_rule or not is_more_urgent(found.priority, item.priority):
        return None
    name = found.category_name
    return Rerouting(found.category, name, found.priority, found.team, SYSTEM, MORE_URGENT)
