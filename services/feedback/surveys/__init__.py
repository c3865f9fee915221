"""Surveys: members are asked, answer, and the brand sees the results.

Owns the collections `survey_members`, `survey_offers`, `survey_answers`, `survey_comments`,
`survey_counts`, `survey_months`, the section `surveys` of a programme, two followers and two jobs.

Words: an *offer* is a survey that a member was asked to answer, until it expires; a *reply* is
what a member says to one question; an *answer* is all replies to an offer; a *round* is the
month's drawing of members by a survey on schedule; a *figure* is NPS, CSAT or CES.

Invariants:
- a member is asked at most once in 30 days by all surveys together, since an offer is made in the
  transaction that moves `survey_members.asked_at`; another room that asks members reads and moves
  the same field (`MemberAsked`);
- an offer is answered once, whatever the request ids, and by its member alone;
- a member who withdrew consent to surveys for all channels, or who is erased, is offered none;
- of an anonymous survey no document has a member and a reply: replies are added to counts by
  month, words are kept under random ids, the request's digest leaves the replies out, the events
  and the activity say only that the member answered;
- replies and figures use the questions of the programme in force.

Merge: nothing moves yet. Erasure: offers that are open, partial replies and comments of a member
are deleted; the answers stay for the counts. Export: a member's own offers are listed by RPC.
Verify: no document here is a copy of another.
"""
