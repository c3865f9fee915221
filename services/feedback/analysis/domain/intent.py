"""What somebody wants with a text: they ask, complain, praise or propose."""

import re
from collections.abc import Sequence
from enum import StrEnum

from services.feedback.analysis.domain.mentions import How, Mention
from services.feedback.analysis.domain.sentiment import Label, Sentiment
from services.feedback.analysis.domain.taxonomy import folded
from services.feedback.analysis.domain.wording import Clause, clauses_of


class Intent(StrEnum):
    """The values of the fact `feedback.intent`."""

    ASKS = "asks"
    COMPLAINS = "complains"
    PRAISES = "praises"
    PROPOSES = "proposes"
    TELLS = "tells"
    """None of the others."""


_PROPOSES = re.compile(
    "建议|能不能.{0,6}(?:出|加|增|开|做|推|换|改成|提供|设)|可不可以.{0,6}(?:出|加|增|开|做"
    "|推|换|改成|提供|设)|要是(?:能|有)|如果(?:能|有|可以)"
    "|就更好|就好了|期待|盼|希望.{0,8}(?:出|加|增|开|推|多|能有|可以有|换成|做成|提供)|不妨"
    "|可以考虑|应该(?:出|加|增|多)|可以(?:组织|举办|办|搞)"
    r"|\b(?:suggest\w*|would be (?:nice|great|good|better|lovely)|please add"
    r"|could you (?:add|make|open|offer|bring)"
    r"|why not|how about|wish (?:you|there)|hope you (?:add|open|bring|make)|should (?:add"
    r"|offer|open|bring|have)|idea)\b"
)
# A request to mend something goes with its complaint.
_MEND = re.compile(
    "希望.{0,10}(?:处理|解决|重视|管|改进|改善|整改|赔|退|提升|提高|加强)|尽快|给个说法|退款|赔偿"
)
_CRIES = re.compile(
    "怎么(?:这么|那么|回事|又|还)|为什么(?:这么|总|老|还|又|没)|凭什么"
    "|什么(?:态度|玩意|情况|东西)|有没有人管|还能不能|why (?:is|are) .{0,60}(?:so|still)"
)

_QUESTION = re.compile("[在到是](?:几|哪)|第几|几[层楼折]")
"""A question without its mark."""
_DENIED_SERVICE = re.compile(
    r"\b(?:nobody|no one|noone) (?:\w+ )?(?:answer|help|come|came|call|repl|respond|car)\w*"
    r"|\b(?:charged|billed|paid) (?:me )?(?:twice|double)"
)
_FACT = re.compile(
    "(?:订单|手机|电话|房|车牌)号?(?:码)?(?:尾号)?[是为:：]|尾号|^我(?:在|姓|叫|们在)|^(?:已经|已)(?:付|下单|到)"
    "|地址(?:改|是|为)|(?:今|明|后)天.{0,6}(?:到店|去|来|取)|下?周[一二三四五六日天].{0,4}(?:到店|去|来|取)"
    "|^(?:好的|收到)"
)
"""A bare fact, in which a model of reviews reads a sentiment that it has not."""
_LACKS = re.compile("[没不还才]")


def intent_of(text: str, mentions: Sequence[Mention], sentiment: Sentiment) -> Intent:
    """What most of the clauses of `text` do; where none says it, the mentions and the sentiment."""
    votes = [_of(clause) for clause in clauses_of(folded(text))]
    complaints = votes.count(Intent.COMPLAINS)
    proposals = votes.count(Intent.PROPOSES)
    hows = {mention.how for mention in mentions}
    if proposals and proposals >= complaints:
        return Intent.PROPOSES
    if complaints:
        return Intent.COMPLAINS
    if Intent.ASKS in votes:
        return Intent.ASKS
    if Intent.PRAISES in votes:
        return Intent.PRAISES
    if not mentions and _FACT.search(folded(text)) and not _LACKS.search(text):
        return Intent.TELLS
    if sentiment.label is Label.NEGATIVE and How.PRAISED not in hows:
        return Intent.COMPLAINS
    if sentiment.label is Label.POSITIVE and How.COMPLAINED not in hows:
        return Intent.PRAISES
    return Intent.COMPLAINS if How.COMPLAINED in hows else Intent.TELLS


def _of(clause: Clause) -> Intent | None:
    text = clause.text
    if _CRIES.search(text) or _MEND.search(text) or _DENIED_SERVICE.search(text):
        return Intent.COMPLAINS
    if _PROPOSES.search(text):
        return Intent.PROPOSES
    if clause.asked or _QUESTION.search(text):
        return Intent.ASKS
    tone = clause.tone
    if tone.bad:
        return Intent.COMPLAINS
    return Intent.PRAISES if tone.good and not clause.wished else None
