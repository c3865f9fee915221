"""The parser of each room's section of a programme."""

from services.feedback.analysis.domain.taxonomy import taxonomy
from services.feedback.calendar.domain.section import business_hours_section
from services.feedback.experiments.domain.section import experiments_section
from services.feedback.ideas.domain.section import idea_plan
from services.feedback.insight.domain.section import insight_section
from services.feedback.items.domain.member_messages import member_messages
from services.feedback.journeys.domain.section import journeys_section
from services.feedback.offers.domain.section import offer_plan
from services.feedback.programme.domain import Parse
from services.feedback.reach.domain.section import reach_section
from services.feedback.routing.domain.advisers import advisers
from services.feedback.routing.domain.crisis import crisis_terms
from services.feedback.routing.domain.prepared_answers import prepared_answers
from services.feedback.routing.domain.routing import routing_rules
from services.feedback.routing.domain.teams import teams
from services.feedback.surveys.domain.section import surveys
from services.feedback.topics.domain.section import topic_plan

SECTIONS: tuple[Parse, ...] = (
    business_hours_section,
    taxonomy,
    routing_rules,
    teams,
    prepared_answers,
    crisis_terms,
    advisers,
    member_messages,
    surveys,
    idea_plan,
    reach_section,
    journeys_section,
    insight_section,
    experiments_section,
    offer_plan,
    topic_plan,
)
"""The parser of each room's section. A programme is kept when all of them can read it."""
