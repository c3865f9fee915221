"""Documents that ask for ideas, trials, topics and posts, as in asks.py."""

from tests.gateway.schema.ask import Ask
from tests.gateway.schema.ask import mutation_ask as _mutation
from tests.gateway.services import member_id

MEMBER = member_id(3)
CO_CREATION_ASKS: dict[str, Ask] = {
    "Query.ideaPlan": Ask(f'{{ ideaPlan(memberId: "{MEMBER}") {{ votesLeft }} }}'),
    "Query.ideas": Ask(f'{{ ideas(ofMember: "{MEMBER}") {{ edges {{ node {{ id }} }} }} }}'),
    "Query.idea": Ask(f'{{ idea(ideaId: "ide_1", ofMember: "{MEMBER}") {{ votes }} }}'),
    "Query.topics": Ask(f'{{ topics(ofMember: "{MEMBER}") {{ postsLeft }} }}'),
    "Query.topicPosts": Ask(f'{{ topicPosts(ofMember: "{MEMBER}") {{ edges {{ cursor }} }} }}'),
    "Query.publicPosts": Ask("{ publicPosts { edges { node { text } } } }"),
    "Query.contentCalendar": Ask("{ contentCalendar { slots { code } } }"),
    "Query.trials": Ask("{ trials { edges { node { id } } } }"),
    "Query.trialInvitations": Ask(f'{{ trialInvitations(memberId: "{MEMBER}") {{ id }} }}'),
    "Mutation.proposeIdea": _mutation(
        "proposeIdea", "", f'memberId: "{MEMBER}", title: "x", text: "x"'
    ),
    "Mutation.voteIdea": _mutation(
        "voteIdea", "", f'memberId: "{MEMBER}", ideaId: "ide_1", voted: true'
    ),
    "Mutation.moderateIdea": _mutation("moderateIdea", "", 'ideaId: "ide_1", open: true'),
    "Mutation.moveIdea": _mutation(
        "moveIdea", "", 'ideaId: "ide_1", shelf: INCUBATING, reason: "many want it"'
    ),
    "Mutation.mergeIdeas": _mutation("mergeIdeas", "", 'ideaId: "ide_1", intoIdeaId: "ide_2"'),
    "Mutation.answerIdea": _mutation(
        "answerIdea", "", 'ideaId: "ide_1", answer: {zh: "好", en: "good"}'
    ),
    "Mutation.submitPost": _mutation(
        "submitPost", "", f'memberId: "{MEMBER}", topic: "my_story", text: "x"'
    ),
    "Mutation.withdrawPost": _mutation("withdrawPost", "", f'memberId: "{MEMBER}", postId: "p"'),
    "Mutation.likePost": _mutation(
        "likePost", "", f'memberId: "{MEMBER}", postId: "pst_1", liked: true'
    ),
    "Mutation.moderatePost": _mutation("moderatePost", "", 'postId: "pst_1", open: true'),
    "Mutation.praisePost": _mutation("praisePost", "", 'postId: "pst_1"'),
    "Mutation.restoreSlot": _mutation("restoreSlot", "", 'slot: "tuesday", reason: "holiday"'),
    "Mutation.openTrial": _mutation(
        "openTrial",
        "",
        'ideaId: "ide_1", name: {zh: "好", en: "good"}, places: 1, closes: "2026-03-09",'
        f' memberIds: ["{MEMBER}"]',
    ),
    "Mutation.answerTrial": _mutation(
        "answerTrial", "", f'memberId: "{MEMBER}", trialId: "itr_1", accept: true'
    ),
}
