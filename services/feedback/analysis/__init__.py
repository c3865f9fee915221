"""The issues that a text complains of, what it praises and wants, its language and its sentiment.

Owns the taxonomy: the section `feedback.topics` of a programme. Words: an *issue* is something that
members complain of, such as taste, with the words that show it; members never write under issues.
On
the wire, in documents and in conditions issues are called `topics`. A *mention* is a place of a
text
that shows an issue, and complains, denies it or praises; an *intent* is what the writer wants; a
*signature* tells which texts say nearly the same. Invariants:

    the same text and the same taxonomy always give the same issues, in the order of the taxonomy
    an issue that a text only denies or praises is none of it
    Chinese words count anywhere in a text, others only as whole words
    a brand's words are taken literally, never as patterns
    the same text and the same model always give the same sentiment, whatever the brand

*Sentiment* says whether a text is positive or negative of its subject. A model that is trained on
reviews reads it (`MODEL.md`); its weights are the file `sentiment.bin`, which
`python -m services.feedback.train` writes. Texts never leave the process.
"""
