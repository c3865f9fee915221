"""What messages need to know of members: that they are there, what they agreed to, their tier.

Owns the collection `reach_members`, a copy of what members tells. Words: a *consent* is what a
member last said of a purpose and a contact channel; *touches counted* are the messages that took a
place of a cap, which the room `reach` writes into the same document. Invariants:

    of two declarations about the same the one with the later time stands, in whatever order they
        come; of two at one time, the withdrawal
    a member whom nobody told of is nobody: no message goes to them
    an erasure leaves nothing but the mark of itself, and what comes later is not kept
    no address is kept: members gives it at the moment of use, where consent holds even then
"""
