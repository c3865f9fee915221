"""A scan of a document's text before it is parsed, which takes twenty times as long.

One pass over the tokens finds documents with too many of them, or with a name repeated too often in
one selection. The others are parsed and measured as trees, so the scan need not be right about a
text that is not GraphQL.
"""

import re
from collections import Counter
from collections.abc import Sequence

from gateway.core.errors import Code, Refused

# A string without an end goes to the end of the line or text: no character is tried twice.
_TOKEN = re.compile(
    r'"""(?:\\"""|[^"]|"(?!""))*+(?:""")?'
    r'|"(?:\\.|[^"\\\n\r])*+"?'
    r"|#[^\n\r]*+"
    r"|\.\.\."
    r"|[A-Za-z_][A-Za-z0-9_]*+"
    r"|-?[0-9][0-9.eE+\-]*+"
    r"|[!$&():=@\[\]{|}]"
)
_BEFORE_OTHER_NAMES = frozenset({":", "@", "$"})


def check(text: str, *, tokens_max: int, repeats_max: int) -> None:
    """Raises Refused for more tokens, or more of the same name in one selection, than that."""
    tokens = [token for token in _TOKEN.findall(text) if token[0] != "#"]
    if len(tokens) > tokens_max:
        raise Refused(Code.QUERY_TOO_MANY_TOKENS, f"At most {tokens_max} tokens.", limit=tokens_max)
    if len(tokens) > repeats_max:
        _check_repeats(tokens, repeats_max)


def _check_repeats(tokens: Sequence[str], repeats_max: int) -> None:
    selections: list[Counter[str]] = []
    parentheses = 0
    before = ""
    for each in tokens:
        if each == "(":
            parentheses += 1
        elif each == ")":
            parentheses -= 1
        elif parentheses > 0:
            pass
        else:
            name = _name(before, each) if selections else ""
            if name:
                names = selections[-1]
                names[name] += 1
                if names[name] > repeats_max:
                    raise repeated(repeats_max)
            if each == "{":
                selections.append(Counter())
            elif each == "}" and selections:
                selections.pop()
        before = f"{before} on" if before == "..." and each == "on" else each


def _name(before: str, word: str) -> str:
    """The name that a token selects; "" for a token that selects nothing by itself."""
    if not (word[0].isalpha() or word[0] == "_"):
        # Without a type, `...` stands before a directive or a selection.
        return "..." if before == "..." and word in "@{" else ""
    if before == "...":
        return "" if word == "on" else f"...{word}"
    if before == "... on":
        return f"... on {word}"
    # The alias counts, and not the name behind it.
    return "" if before in _BEFORE_OTHER_NAMES else word


def repeated(repeats_max: int) -> Refused:
    """The refusal for a name that repeats too often."""
    message = f"At most {repeats_max} times the same name in one place."
    return Refused(Code.QUERY_TOO_COSTLY, message, limit=repeats_max)
