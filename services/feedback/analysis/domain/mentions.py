"""The places at which a text speaks of an issue, and whether it complains there."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.feedback.analysis.domain.taxonomy import Issue, folded
from services.feedback.analysis.domain.wording import (
    Clause,
    Tone,
    clauses_of,
    figures_of_speech,
    is_denied,
    is_praise,
    tone_of,
)

MENTIONS_MAX = 20
"""Of one text; the first ones are kept."""

COMMON_THINGS = frozenset(
    {
        "味道",
        "口味",
        "服务",
        "态度",
        "店员",
        "价格",
        "价钱",
        "优惠",
        "配送",
        "外卖",
        "骑手",
        "物流",
        "快递",
        "客服",
        "小程序",
        "登录",
        "支付",
        "质量",
        "品质",
        "包装",
        "尺码",
        "尺寸",
        "大小",
        "面料",
        "版型",
        "款式",
        "设计",
        "颜色",
        "活动",
        "会员",
        "积分",
        "门店",
        "环境",
        "卫生",
        "口感",
        "温度",
        "分量",
        "service",
        "staff",
        "taste",
        "flavour",
        "flavor",
        "price",
        "delivery",
        "quality",
        "size",
        "packaging",
        "design",
        "app",
        "login",
        "payment",
        "fabric",
        "style",
        "store",
        "queue",
        "points",
    }
)
"""Words that name a thing, whatever the brand: of a thing one can speak well, and miss it."""


BURDENS = frozenset({"排队", "等位", "等待", "queue", "queues", "wait", "waiting", "delay"})
"""Things that one is glad to miss."""


class How(StrEnum):
    """What a text does where it speaks of an issue."""

    COMPLAINED = "complained"
    NEGATED = "negated"
    """It says that the fault is not there: 没有拉肚子."""
    PRAISED = "praised"


@dataclass(frozen=True)
class Mention:
    """`word`, as the text writes it in one form, shows the issue of that code."""

    code: str
    word: str
    how: How


@dataclass(frozen=True)
class _Place:
    issue: Issue
    start: int
    end: int


def mentions_of(text: str, issues: Sequence[Issue]) -> tuple[Mention, ...]:
    """Where `text` speaks of `issues`, in the order of the text, each way once; at most 20.

    A *fault* (拉肚子) is a complaint unless it is denied. A *thing* (服务) is one unless its clause
    is good and not bad; that a thing is missing is a complaint too, but for a burden (no queue).
    *Praise* (好喝) is one only where it is denied, wished for or asked about. A figure of speech
    (sick of waiting) speaks of nothing.
    """
    compared = folded(text)
    figures = figures_of_speech(compared)
    places = sorted(
        (
            _Place(issue, start, end)
            for issue in issues
            for start, end in issue.places_in(compared)
            if not _is_within(figures, start, end)
        ),
        key=lambda place: place.start,
    )
    if not places:
        return ()
    spoken = _Spoken(compared, places)
    found = (
        Mention(place.issue.code, compared[place.start : place.end], _how(place, spoken))
        for place in places
    )
    return tuple(dict.fromkeys(found))[:MENTIONS_MAX]


def _is_within(figures: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of the stretches, which are in order and apart, holds that one."""
    index = bisect_right(figures, (start, end)) - 1
    return any(first <= start and end <= last for first, last in figures[max(0, index) : index + 2])


def complained_of(mentions: Sequence[Mention], issues: Sequence[Issue]) -> tuple[str, ...]:
    """Codes of the issues that are complained of, in the order of the taxonomy."""
    codes = {mention.code for mention in mentions if mention.how is How.COMPLAINED}
    return tuple(issue.code for issue in issues if issue.code in codes)


def praised_in(mentions: Sequence[Mention]) -> tuple[str, ...]:
    """Codes that are praised and not complained of, in the order of the text."""
    bad = {mention.code for mention in mentions if mention.how is How.COMPLAINED}
    good = (mention.code for mention in mentions if mention.how is How.PRAISED)
    return tuple(dict.fromkeys(code for code in good if code not in bad))


def issues_of(text: str, issues: Sequence[Issue]) -> tuple[str, ...]:
    """Codes of the issues that `text` complains of, in the order of the taxonomy."""
    return complained_of(mentions_of(text, issues), issues)


class _Spoken:
    """The clauses of a text and the places in them, found by halving: a text may be one clause of
    thousands of characters, or thousands of clauses."""

    def __init__(self, text: str, places: Sequence[_Place]) -> None:
        self.clauses = clauses_of(text)
        self._begins = [clause.start for clause in self.clauses]
        self._starts = [place.start for place in places]

    def holding(self, place: _Place) -> int | None:
        """The number of the clause that `place` stands in."""
        index = bisect_right(self._begins, place.start) - 1
        return index if index >= 0 and place.start < self.clauses[index].end else None

    def until_next(self, at: int, end: int) -> int:
        """Where the first place from `at` on begins; `end` if that comes first."""
        index = bisect_left(self._starts, at)
        return min(self._starts[index], end) if index < len(self._starts) else end

    def after(self, index: int) -> Clause | None:
        """The clause behind that one."""
        return self.clauses[index + 1] if index + 1 < len(self.clauses) else None

    def next_without_places(self, index: int) -> Clause | None:
        """The clause behind that one, if it speaks of nothing."""
        following = self.after(index)
        if following is None:
            return None
        is_free = self.until_next(following.start, following.end) == following.end
        return following if is_free else None


def _how(place: _Place, spoken: _Spoken) -> How:
    index = spoken.holding(place)
    if index is None:
        # A word of a mark alone, such as "?!", stands between the clauses.
        return How.COMPLAINED
    clause = spoken.clauses[index]
    at = place.start - clause.start
    word = clause.text[at : place.end - clause.start]
    if is_praise(word):
        doubted = is_denied(clause.text, at) or clause.wished or clause.asked
        return How.COMPLAINED if doubted else How.PRAISED
    # A question about a fault is a worry, and 如果没洒 says that it was spilled.
    denies = is_denied(clause.text, at) and not clause.asked and not clause.supposed
    if denies and word in BURDENS:
        return How.NEGATED
    if word in COMMON_THINGS or place.issue.is_thing(word):
        tone = _tone_of_thing(place, spoken, index)
        praised = tone.good and not tone.bad and not clause.wished and not clause.asked
        return How.PRAISED if praised else How.COMPLAINED
    if clause.feared(at) and not clause.asked:
        following = spoken.after(index)
        denies = denies or (following is not None and following.says_not_so(word))
    return How.NEGATED if denies else How.COMPLAINED


def _tone_of_thing(place: _Place, spoken: _Spoken, index: int) -> Tone:
    """Of what follows it up to the next thing (味道好服务差), else of its clause, else of the next
    one
    that speaks of nothing else (味道嘛，不错)."""
    clause = spoken.clauses[index]
    # English puts the judgement before its thing as well: great service.
    if not clause.text.isascii():
        until = spoken.until_next(place.end, clause.end)
        stretch = clause.text[place.start - clause.start : until - clause.start]
        if (tone := tone_of(stretch)) != Tone():
            return tone
    if clause.tone != Tone():
        return clause.tone
    following = spoken.next_without_places(index)
    return Tone() if following is None else following.tone
