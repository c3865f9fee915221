"""Phone codes: what members makes for a phone number is handed to the brand's SMS provider.

Owns no collection: a timer of its own kind stands for each code that is to be sent.

Invariants:
- a code is kept nowhere here, nor logged: it is taken from members when it is handed over;
- it is handed over under its own id, so that a provider that has it already sends it once;
- it is tried until a provider has it or refuses it, or until members says that it is over;
- no consent is asked: the person asked for this very SMS, and it is no message of the programme.

Nothing of a member is kept here, so a merge, an erasure and an export find nothing.
"""
