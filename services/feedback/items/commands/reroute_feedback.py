"""Give an item another category, priority and team, by a person who read it."""

from collections.abc import Set
from dataclasses import dataclass

from services.common.errors import invalid
from services.common.text import checked, prose
from services.feedback.items.commands.context import FeedbackContext, feedback_not_found
from services.feedback.items.commands.move_feedback import NOTE_CHARS_MAX
from services.feedback.items.commands.read_feedback import CATEGORY_CHARS_MAX, TEAM_CHARS_MAX
from services.feedback.items.commands.store import Answer, Items, Request
from services.feedback.items.domain.item import Feedback
from services.feedback.items.domain.keeping_time import timed
from services.feedback.items.domain.rerouting import Rerouting, reroute
from services.feedback.routing.commands import terms_of
from services.feedback.routing.domain.crisis import crisis_terms
from services.feedback.routing.domain.response_times import Priority
from services.feedback.routing.domain.routing import RoutingRules, routing_rules
from services.feedback.routing.domain.teams import teams


@dataclass(frozen=True)
class Place:
    """Where an item belongs: codes of the programme; an empty category is none."""

    category: str
    priority: Priority
    team: str
    note: str = ""


async def reroute_feedback(
    ctx: FeedbackContext, request: Request, feedback_id: str, place: Place
) -> Answer:
    """Reroute the item; its clocks run as if it had had the new priority from the beginning.

    Raises TimelineFull, and FEEDBACK_NOT_FOUND, INVALID_ARGUMENT and REQUEST_ID_REUSED refusals.
    """
    programme = await ctx.programmes.of(request.brand)
    rules = RoutingRules() if programme is None else programme.section(routing_rules)
    known = rules.known_teams()
    if programme is not None:
        known |= programme.section(teams).keys()
        crisis = programme.section(crisis_terms)
        known |= set() if crisis is None else {crisis.team}
    category = checked("category", place.category, CATEGORY_CHARS_MAX)
    team = checked("team", place.team, TEAM_CHARS_MAX, least=1)
    _check_known("category", category, {"", *rules.known_categories()})
    _check_known("team", team, known)
    to = Rerouting(
        category,
        rules.categories.get(category),
        place.priority,
        team,
        request.actor,
        checked("note", place.note, NOTE_CHARS_MAX, form=prose),
    )
    terms = terms_of(programme, place.priority)

    async def change(items: Items) -> Feedback:
        item = await items.get(feedback_id)
        if item is None:
            raise feedback_not_found(feedback_id)
        now = ctx.clock.now()
        rerouted = timed(reroute(item, to, terms, now), terms.steps, now)
        await items.put(rerouted)
        return rerouted

    return Answer(*await ctx.store.once(request.brand, request.id, request.content, change))


def _check_known(field: str, code: str, known: Set[str]) -> None:
    if code not in known:
        raise invalid(field, f"not in the programme: {', '.join(sorted(known - {''})) or 'none'}")
