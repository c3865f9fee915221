"""Groups: members in groups of stores and in clubs, who takes part and who falls silent.

Owns: groups (`groups`), who is or was in them (`group_members`), the group messages that count
(`group_messages`), and the section `groups` of a programme.

Words: a *kind* of groups is declared by the programme, of stores or across them (a *club*); a group
is one of its kind and store, by number; a *standing* is how a member takes part: active, *silent*
(who had the offer for old friends), *flagged* for leaving; the *KOC* of a month are those of a
group who wrote most.

Invariants:
- no group has more members than its kind's limit, however many join at once; a new one is opened
  when all are full;
- a member is in one group of a kind and store; the first joining is told once;
- a group has one owner and two assistants at most;
- a message counts once, in its own time, however late and often it comes; a silence is told first,
  and nobody is flagged before so many days after that;
- a month's KOC are told once, and late messages change nobody's.

Merge: memberships go over; where both are in groups of one kind and store, the survivor's stays.
Undo: they stay with the survivor. Erasure takes memberships and messages, and their places are
free. Export has both.
"""
