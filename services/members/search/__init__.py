"""Search: operators find members by identity, tag and segment, and by name where a brand allows it.

Owns: keyed digests of parts of names (`member_names`), and how far they are kept of each brand
(`member_name_sweeps`).

Words: a *token* is a part of a name by which it is found: one or two characters running of a
Chinese one, a beginning of a word of another; a *hit* is a reason why a member was found.

Invariants:
- tokens are kept only of brands whose programme says `search: {by_name: true}`, as digests under
  the brand and the key of blind indexes; turned off, they are deleted;
- a member is found by the name that they have now: tokens name candidates, and the name decides;
- an answer says whether names are looked at, and whether all of them are;
- a member whose tokens could not be kept has another turn each hour, and holds up no other;
- a search looks at a bounded number of members, and is in the audit log without its text.

Merge: the survivor is found by the name that they have then; undo likewise. Erasure deletes the
tokens. The copy has the name itself. A rotation of keys makes the tokens anew.
"""
