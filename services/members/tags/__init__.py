"""Tags: what a brand noted about its members, in words that its programme declares.

Owns: the tags of members (`member_tags`), and for which brands they were told to all
(`tags_told`).

Words: a *tag* is a declared word that a member has; its *kind* is one of nine, in three classes;
its *source* is an operator, a channel, another service or a rule of the programme; its *confidence*
is how sure the source was; *refresh* says how the brand keeps it up to date; a *rule* is a
condition that gives a tag and takes it (`services/members/segments` judges it), and *why* is what
it saw.

Invariants:
- only declared tags are set; one that the programme drops is shown no more, and kept;
- a member has one tag of a code, and at most `TAGS_MAX`; one that is set again takes the later
  source, time, confidence and expiry;
- past its expiry a member has a tag no more, though no job ran;
- a change, its event and what conditions see of it commit together.

Merge: the union; of one code the one that was set later. Undo of a merge gives each their own back.
Erasure deletes them. Export has them.
"""
