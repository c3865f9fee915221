"""The issues that a text speaks of, and its language.

Owns the taxonomy: the section `feedback.topics` of a programme. Words: an *issue* is something that
members speak of, such as taste, with the words that show it; members never write under issues. On
the wire, in documents and in conditions issues are called `topics`. Invariants:

    the same text and the same taxonomy always give the same issues, in the order of the taxonomy
    Chinese words count anywhere in a text, others only as whole words
    a brand's words are taken literally, never as patterns
"""
