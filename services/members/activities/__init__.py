"""Activities: visits, orders, refunds and more, as channels report them, and facts drawn from them.

Owns: activities (`activities`), orders with what went back of them (`orders`), and facts
(`facts`, where tiers own the fields of the standing). All of them are a member's own: an erasure
takes them, a merge counts them under the member who stays. Also counts of what channels sent by
day (`channel_days`), which name no member, and which facts were told to all (`facts_told`).

Words: a *channel* is a till, an app or any other source; *facts* are what is known of a member from
activities: orders, spending, when last seen; *nearness* is near which store a member usually is.

Invariants:
- an activity is recorded once for each brand, channel and event id, and its facts, decisions and
  events commit with it;
- no more is given back of an order, or of a line, than was bought;
- a refund that comes before its order waits, and counts when the order comes;
- the place of an activity is neither kept nor told, only how near a store is, roughly;
- facts are the same in whatever order, however late and however often activities are told: an order
  counts on its own day by what is left of it; a member's document is bounded.
"""
