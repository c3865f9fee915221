"""Referral: members invite friends by a code; both are rewarded once the friend's order is settled.

Owns: invite codes and an inviter's counts (`inviters`), referrals (`referrals`), and the section
`referral` of a programme. Identities that members had before are known by their blind index
(`former_identities`, of the room identities).

Words: the *inviter* has the *code*; the *invitee* accepts the invite; the *first order* is the
earliest one that reaches the least sum and is not wholly refunded; it is *settled* when it is so
many days old; the referral *qualifies* then, and is *reversed* when its orders are refunded
afterwards; an inviter over the month's cap is *capped*.

Invariants:
- a member has one code, for ever, and was invited by one member at most;
- nobody invites themselves, one who was a member before under any identity that is known, or in a
  ring of any length, however many accept at once;
- whether a referral counts follows from the invitee's orders and the time alone, so activities may
  come late, in any order and again; the terms are those of the day of the invite;
- each qualification and each reversal is told once, with what is kept of it; a number or a place in
  a month's cap, once taken, is not given again.

Merge: documents keep the ids, and are read by who stands for whom; a code that was shared stays
good. A referral of two accounts that turn out to be one person is refused unless it has qualified.
Undo needs nothing. Erasure takes the member's code, their referral and those whom they invited;
the blind index of an identity stays for three years without the member. Export has all of it, but
of friends no id.
"""
