"""The mutations of co-creation that are repeated."""

from tests.e2e.wish import Wish

IDEA = "idea { id title votes voted state shelf history { kind at reason } }"
NAME = {"zh": "春茶", "en": "Spring tea"}
PROJECT = {"shelf": "INCUBATING", "reason": "many want it", "project": NAME}
NO = {"open": False, "reason": "not ours"}

IDEA_WISHES = [
    Wish("proposeIdea", IDEA, {"title": "少糖", "text": "我想要少糖的茶"}),
    Wish("voteIdea", IDEA, {"voted": True}, needs="proposeIdea", its_id="ideaId"),
    Wish("moderateIdea", IDEA, NO, True, "proposeIdea", "ideaId"),
    Wish("moveIdea", IDEA, PROJECT, True, "proposeIdea", "ideaId"),
    Wish("mergeIdeas", IDEA, {}, True, "proposeIdea", "ideaId"),
    Wish("answerIdea", IDEA, {"answer": NAME}, True, "proposeIdea", "ideaId"),
    Wish(
        "openTrial",
        "trial { id places taken }",
        {"name": NAME, "places": 2},
        by_staff=True,
        needs="proposeIdea",
        its_id="ideaId",
        before=(("moveIdea", PROJECT),),
    ),
    Wish(
        "answerTrial", "trial { id taken answer }", {"accept": True}, False, "openTrial", "trialId"
    ),
]
