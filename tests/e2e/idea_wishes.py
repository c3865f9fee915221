"""The mutations of co-creation and of topics that are repeated."""

from typing import Any

from tests.e2e.brand import Brand, unique
from tests.e2e.wish import Wish

IDEA = "idea { id title votes voted state shelf history { kind at reason } }"
POST = "post { id text state likes praised }"
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
    Wish("submitPost", POST, {"topic": "my_story"}),
    Wish("withdrawPost", POST, {}, needs="submitPost", its_id="postId"),
    Wish("likePost", POST, {"liked": True}, True, "submitPost", "postId"),
    Wish("moderatePost", POST, NO, True, "submitPost", "postId"),
    Wish("praisePost", POST, {}, True, "submitPost", "postId"),
    Wish(
        "answerTrial", "trial { id taken answer }", {"accept": True}, False, "openTrial", "trialId"
    ),
]


async def with_post(tea: Brand, name: str, given: dict[str, Any]) -> None:
    """A post says what nobody said before, and another member than its own likes it."""
    if name == "submitPost":
        given["text"] = unique("story")
    if name == "likePost":
        given["memberId"] = (await tea.enrol()).id
