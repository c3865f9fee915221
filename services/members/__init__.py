"""Members: who they are, what they did, and which tier that gives them.

Owns: members with their identities and profile, activities told by channels, orders with what went
back of them, facts drawn from these, places on the ladders of tiers, the audit of personal data,
sessions of those who logged in, and programmes.

Words: an *identity* says who a member is (a phone, an openid); a *blind index* finds it without
showing it; a *tally* is an amount by local day; a *place* is a member's tier on one ladder, with
the window that it is judged by; a *climb* is an upgrade that a refund may still undo; a *decision*
is a judgement of a tier, kept with its inputs.

Invariants:
- an identity belongs to one member of a brand; no read, write, key or event crosses brands;
- personal data is written only sealed with the member's own key, without which it is noise;
- an activity is recorded once per (brand, channel, event id), and its facts, decisions and events
  commit with it;
- no more is given back of an order, or of a line, than was bought; a refund that comes before its
  order counts when the order comes;
- an entry of growth counts once, whatever the feed repeats;
- a tier rises at once, and falls only at the end of its window or when the growth that raised it is
  taken back.
- a refresh token is kept as a hash, is good once, and ends its session when it comes again.
"""
