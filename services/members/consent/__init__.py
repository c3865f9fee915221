"""Consent: what members agreed to, for which purpose and by which contact channel.

Owns: what members said (`consent_declarations`), and what counts of it now (`consents`).

Words: a *purpose* is what the brand does with a member's data; a *contact channel* is a way to
reach them, and is never short for channel (a till, the app); a *declaration* is what a member said
once: given or withdrawn; the *version* names the text that was agreed to.

Invariants:
- nothing is granted that the member did not agree to, but the service that the contract needs;
- of all declarations about a purpose and contact channel the latest counts, in whatever order they
  came and however often; of two at one time, the withdrawal;
- a withdrawal needs no text, no version and no programme, and is never refused to a member;
- a declaration is kept for ever, with the version of its text: so proof outlasts the programme;
- a declaration, what counts after it and its event commit together.

Merge: declarations of both members count together, by the same rule; undo of a merge gives each
their own back. Erasure deletes what counts and keeps the declarations: they hold no personal data,
and prove under a random id that the brand might. Export has both. What counts follows from the
declarations alone, which a test proves.
"""
