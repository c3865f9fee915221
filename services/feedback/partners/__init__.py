"""Partners: signed webhooks of what happens in a brand.

Owns: endpoints (`webhook_endpoints`), deliveries (`webhook_deliveries`), lanes (`webhook_lanes`),
replays (`webhook_replays`).

Words: an *endpoint* is an address of a partner that gets messages; a *message* is one event as one
member's partners see it; a *delivery* is a message on its way to one endpoint; a *lane* holds the
deliveries of one endpoint about one member, in order; a *replay* sends a span of time again.

Invariants:
- each event of the three feeds is queued for an endpoint once, in the transaction that numbers it;
- of a lane one delivery is under way at a time, and the next one goes when it has arrived or was
  given up; no lane waits for another;
- a test of an endpoint waits for no lane, and no lane for it;
- a message has the same id and number in every attempt, and arrives at least once;
- a message holds ids, codes and amounts, and no personal data;
- a secret is shown once, and kept sealed; two are good while one replaces the other;
- nothing is posted to an address that is not public, judged when the connection is made.

A merge of members changes nothing here: the partner is told by `member.merged`, and of the survivor
from then on. Of an erased member only ids are kept, as in the feeds, so
an erasure has nothing to delete; the partner is told of it by `member.erased`. Deliveries that
ended go after 30 days. Nothing here is derived from other documents, so verify compares nothing.
"""
