"""Praise, blame, negation and wishes in Chinese and English: the words, and how they join.

A clause is *good* where it praises, or denies a fault (价格不贵); it is *bad* where it names a
fault,
or denies a praise (不太好). A negation counts only where nothing but fillers stands between it and
the
word: in 没加冰还太甜 nothing denies the sweetness. An even number of negations is none.
"""

import re
from dataclasses import dataclass
from functools import cached_property

_GOOD = re.compile(
    "好喝|好吃|好看|好用|好闻|美味|香浓|喜欢|爱喝|爱吃|最爱|满意|不错|不赖|点?赞|棒|完美"
    "|贴心|热情|周到|耐心|礼貌|亲切"
    "|实惠|划算|超值|便宜|惊喜|感谢|谢谢|推荐|给力|靠谱|舒服|优秀|一流|[很真挺超飞蛮]快"
    "|快速|神速|及时|准时|新鲜|干净"
    "|[很真挺太超蛮都也]好(?![差慢烂贵难久冷少坏脏臭])|(?:非常|特别|十分|服务|态度|味道"
    "|口味|质量)好(?![差慢烂贵难久冷少坏脏臭点些一])"
    "|好极|好评|好$|无可挑剔|没(?:得|的)(?:说|挑)|没话(?:说|讲)|绝了|一绝|没毛病|还可以|合适|舒适|方便|细心|物美价廉"
    r"|\b(?:good|great|nice|love[ds]?|lovely|excellent|perfect(?:ly)?|awesome|amazing"
    r"|fantastic|wonderful|tasty|delicious"
    r"|yummy|friendly|polite|kind|helpful|fast|quick(?:ly)?|on time|happy|pleased|satisfied"
    r"|best|fine|worth|cheap"
    r"|reasonable|fresh|clean|smooth|recommend(?:ed)?|thanks?|enjoy(?:ed)?"
    r"|superb|brilliant|outstanding|top[- ]notch|second to none|spot on"
    r"|(?:can't|cannot|couldn't|could not) (?:fault|be better)"
    r"|i (?:really )?like|liked|favou?rite)\b"
)
_BAD = re.compile(
    "差(?!不多|别|异)|慢(?!慢)|烂|糟|坏|贵(?!宾)|恶劣|失望|垃圾|难(?:喝|吃|看|用|受|闻|以)"
    "|太(?:甜|淡|咸|苦|酸|冷|烫|硬|久|少|小|大|吵|脏|乱)"
    "|恶心|投诉|差评|退款|退货|生气|无语|没法|用不了|打不开|登不上|进不去|问题|毛病|冷漠"
    "|敷衍|骗|坑|洒|漏|错(?!过)|丢|过期|变质|异物|拉肚子"
    "|肚子(?:疼|痛)|中毒|脏|臭|馊|发霉|头发|虫|太离谱|离谱|超时|少送|没送|没收到|没人(?:理"
    "|管|接)|不(?:行|满|爽|耐烦|理人|理我)|闪退|卡死|崩|破损|掉色|起球|变形"
    r"|\b(?:bad(?:ly)?|poor|terrible|awful|horrible|worst|worse|slow|late|rude|cold"
    r"|expensive|disappoint\w*|wrong|broken"
    r"|missing|dirty|stale|sick|problems?|issues?|complain\w*|refund|unacceptable|hate"
    r"|disgusting|overpriced|crash\w*"
    r"|fail\w*|mould\w*|expired|spilled|bland|leak\w*|ruined|trouble)\b"
)
# No filler is a row of others (喝到 is 喝 and 到): what can be read in two ways each time takes 2ⁿ
# tries. So 没有 is 没 and a filler here.
_FILLERS = (
    "有|是|会|觉得|感觉|感到|发现|出现|发生|遇到|看到|闻到|让|使|任何"
    "|什么|啥|一点儿?|一丝|半点|过|再|太|很"
    "|之前|从前|往常|平时|当初|原来|上回|去年|别家|隔壁家?|那家"
    "|那么|这么|特别|非常|十分|怎么|算|至于|人|用|需要|必|因为|因|被|给|的|我们?|孩子|家人"
    "|朋友|像|以前|上次|那样|一次|导致|造成"
    "|引起|能|可能|喝|吃|得|到|出|都|怎样|大家|客人|说"
)
# In 有没有, 是不是, 会不会 nothing is denied: they ask.
# What is not as good as before is not good: 不如以前好喝.
_NOT = "(?:不如|不及|[比赶]不上|(?<!有)没|毫无|并非|(?<!是)(?<!会)(?<!能)(?<!好)(?<!要)不|从未|未)"
_DENIED = re.compile(f"(?:{_NOT}(?:{_FILLERS})*)+$")
_ONE_NOT = re.compile(_NOT)
_EN_NOT = (
    r"\b(?:not|no|never|without|hardly|nothing|nobody|none|cannot|can't|isn't|wasn't|aren't"
    r"|weren't|don't"
    r"|didn't|doesn't|hasn't|haven't|hadn't|won't|couldn't)\b"
)
_EN_FILLERS = (
    "a|an|the|any|at|all|be|been|being|feel|feeling|felt|get|gets|getting|got|too|very|so"
    "|really|even|that|much|long|make"
    "|made|me|us|ever|have|had|see|saw|find|found|one|was|were|is|are|it|think|of|single"
    "|bit|sign|signs|trace|to|say"
)
_EN_DENIED = re.compile(rf"(?:{_EN_NOT}(?:\s+(?:{_EN_FILLERS}))*\s+)+$")
_EN_ONE_NOT = re.compile(_EN_NOT)
_PREFIX_CHARS = 60
_MAY_DENY = re.compile("[没不未无非]")
_NO_FAULT = re.compile("再|这么|那么|过|退|投诉")

_WISH = re.compile(
    "希望|建议|能不能|可不可以|可以.{0,12}吗|能否|要是|如果|期待|盼|最好(?!喝|吃|看|用)"
    "|就好了|应该"
    r"|\b(?:hope|wish|should|could you|would be|would (?:love|like)|please|if only"
    r"|suggest\w*|how about|why not)\b"
)
_IF = re.compile(r"如果|要是|假如|若是|\b(?:if only|wish)\b")
_FEARS = re.compile(r"以为|担心|害怕|生怕|怕|\b(?:thought|expected|worried|afraid|feared|scared)\b")
_NOT_SO = re.compile(
    "^(?:结果|还好|幸好|好在|其实|却|倒是?|竟然?|居然|后来|最后|并|也|都|完全|根本)*"
    "(?:没有?|不是|不会|没事|没问题|虚惊一场)(?:[啊呢的啦]?)$"
    r"|^(?:luckily|thankfully|in fact|actually|i|we|it|they|she|he|nobody|and|so|\s)*"
    r"(?:did not|didn't|was not|wasn't|were not|weren't|had not|hadn't|no|not so|was fine)$"
)
# Whoever got sick of the milk may well be ill.
_FIGURATIVE = re.compile(
    r"\b(?:sick (?:and tired|to death|of \w+ing)|worried sick"
    r"|(?<!got )(?<!get )(?<!gets )(?<!getting )(?<!fell )sick of)\b"
)
_ASKS = re.compile(
    "吗|么$|请问|什么时候|怎么(?!这么|那么|样了|回事|又)|如何|哪里|哪儿|哪家|哪个|哪些|多少"
    "|多久|几点|几天|有没有|是不是|是否|能不能|可不可以|能否|会不会"
    r"|^(?:when|how|where|what|which|who|can i|can you|do you|does|is there|are there|is it"
    r"|may i|could i)\b"
)
_BREAK = re.compile(
    r"([,，。;；!！?？\n…~～]+|\.(?:\s|$)|但是?|不过|可是|可惜|然而|就是(?=太|有)|只是|而且"
    r"|并且|\b(?:but|however|although|though|except|yet|while)\b)"
)


@dataclass(frozen=True)
class Tone:
    """What a stretch says: something good, something bad, both or neither."""

    good: bool = False
    bad: bool = False


@dataclass(frozen=True)
class Clause:
    """A part of a folded text, from `start` on. `asked`: it is a question."""

    text: str
    start: int
    asked: bool

    @property
    def end(self) -> int:
        """Where the text behind it begins."""
        return self.start + len(self.text)

    @cached_property
    def wished(self) -> bool:
        """The clause says how things should be."""
        return _WISH.search(self.text) is not None

    @cached_property
    def supposed(self) -> bool:
        """如果没洒就好了: what it denies took place."""
        return _IF.search(self.text) is not None

    def feared(self, at: int) -> bool:
        """以为会拉肚子: what stands from `at` on was thought of, and need not have come."""
        return _FEARS.search(self.text[max(0, at - _PREFIX_CHARS) : at]) is not None

    def says_not_so(self, word: str) -> bool:
        """Denies what the clause before feared, as a whole or by its `word`: 结果没有."""
        begins = self.text[:_PREFIX_CHARS].strip()
        if _NOT_SO.search(begins) is not None:
            return True
        at = begins.find(word)
        return at >= 0 and is_denied(begins, at)

    @cached_property
    def tone(self) -> Tone:
        """What all of it says."""
        return tone_of(self.text)


def clauses_of(text: str) -> list[Clause]:
    """The clauses of a folded `text`, in order, without those that are empty."""
    parts = _BREAK.split(text)
    clauses, at = [], 0
    for words, mark in zip(parts[::2], [*parts[1::2], ""], strict=True):
        if words.strip():
            asked = "?" in mark or "？" in mark or _ASKS.search(words.strip()) is not None
            clauses += [Clause(part, at + shift, asked) for shift, part in _joined(words)]
        at += len(words) + len(mark)
    return clauses


def _joined(words: str) -> list[tuple[int, str]]:
    """`words` cut at each "and" whose both sides say something good or bad."""
    cut = [match.span() for match in re.finditer(r"\band\b", words)]
    starts, ends = [0, *(end for _, end in cut)], [*(start for start, _ in cut), len(words)]
    parts = [(start, words[start:end]) for start, end in zip(starts, ends, strict=True)]
    if len(parts) > 1 and all(tone_of(part) != Tone() for _, part in parts):
        return parts
    return [(0, words)]


def is_denied(text: str, at: int) -> bool:
    """Whether an odd number of negations stands right before place `at` of `text`."""
    before = text[max(0, at - _PREFIX_CHARS) : at]
    chinese, english = _DENIED.search(before), _EN_DENIED.search(before)
    count = len(_ONE_NOT.findall(chinese[0])) if chinese else 0
    count += len(_EN_ONE_NOT.findall(english[0])) if english else 0
    return count % 2 == 1


def figures_of_speech(text: str) -> list[tuple[int, int]]:
    """The stretches of a folded `text` whose words do not mean what they say: sick of waiting."""
    return [match.span() for match in _FIGURATIVE.finditer(text)]


def denied_faults(text: str) -> list[tuple[int, int]]:
    """The stretches of a folded `text` that say that a fault is not there, such as 没有拉肚子, in
    order and apart; none where the text also blames something, or denies a praise.

    没给退款 denies no fault but a remedy, and 没这么差过 compares.
    """
    if _MAY_DENY.search(text) is None:
        return []
    # Clauses are dear, and most texts deny no fault.
    faults = (each.start() for each in _BAD.finditer(text) if each[0] != "错")
    if all(_denial_before(text, at) is None for at in faults):
        return []
    found: list[tuple[int, int]] = []
    for clause in clauses_of(text):
        if any(is_denied(clause.text, each.start()) for each in _GOOD.finditer(clause.text)):
            return []
        for match in _BAD.finditer(clause.text):
            # 不错 is praise, of which the model knows all.
            if match[0] == "错":
                continue
            denied = _denial_before(clause.text, match.start())
            if denied is None or clause.asked or clause.supposed:
                return []
            start, end = clause.start + denied, clause.start + match.end()
            if not found or start >= found[-1][1]:
                found.append((start, end))
    return [(start, end) for start, end in found if not _NO_FAULT.search(text[start:end])]


def _denial_before(text: str, at: int) -> int | None:
    """Where the Chinese negations begin that stand right before `at`, if they are odd."""
    begin = max(0, at - _PREFIX_CHARS)
    denied = _DENIED.search(text[begin:at])
    if denied is None or len(_ONE_NOT.findall(denied[0])) % 2 == 0:
        return None
    return begin + denied.start()


def tone_of(text: str) -> Tone:
    """The tone of a stretch within one clause."""
    good = bad = False
    for match in _GOOD.finditer(text):
        denied = is_denied(text, match.start())
        good, bad = good or not denied, bad or denied
    for match in _BAD.finditer(text):
        denied = is_denied(text, match.start())
        good, bad = good or denied, bad or not denied
    return Tone(good, bad)


def is_praise(word: str) -> bool:
    """Whether `word`, folded, is itself praise, such as 好喝."""
    match = _GOOD.fullmatch(word)
    return match is not None
