"""The companies that carry messages out of the house: SMS, WeChat, app push, a brand's own program.

Owns no collection: how a brand is known to its providers stands in one file of the deployment
(`TESSERA_PROVIDERS`), never in a programme. Words: a *provider* carries messages of one contact
channel; *credentials* are a brand's address and keys there; an *answer* is what became of one
handing over. Invariants:

    an answer says whether the provider may have the message: with `lost` it may, with `retry` and
        `refused` it has not
    a message has one id at its provider, that of its touch, however often it is handed over
    a call ends within TIMEOUT_S, and an answer has at most 64 KiB
    a provider of one brand that is away or slow is left alone for a while, and holds up no other
    the words of a provider that are kept have no address in them

Nothing of a member is kept here.
"""
