"""A look at a document's text before it is parsed, which takes twenty times as long.

Finds what is refused for its number of tokens or for names repeated in one place, in one pass over
the tokens. What it lets through is parsed and measured as a tree; it need not be right about a text
that is not GraphQL.
"""

import re
from collections import Counter
from collections.abc import Sequence

from gateway.core.errors import Code, Refused

# Strings that do not end go to the end of the line or text, so that no character is tried twice.
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
    """What a token in a selection selects; "" for one that selects nothing by itself."""
    if not (word[0].isalpha() or word[0] == "_"):
        # Without a type, `...` stands before a directive or a selection.
        return "..." if before == "..." and word in "@{" else ""
    if before == "...":
        return "" if word == "on" else f"...{word}"
    if before == "... on":
        return f"... on {word}"
    # An alias counts, not the name behind it.
    return "" if before in _BEFORE_OTHER_NAMES else word


def repeated(repeats_max: int) -> Refused:
    """The refusal for names repeated."""
    message = f"At most {repeats_max} times the same name in one place."
    return Refused(Code.QUERY_TOO_COSTLY, message, limit=repeats_max)
