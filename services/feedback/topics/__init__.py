"""Topics: what members post under a brand's topics, and the content calendar that opens them.

Owns the collections `topic_posts`, `topic_likes`, `topic_editions`, `topic_slots`, `topic_letters`,
the section `topics` of a programme, and one job.

Words: a *topic* is what members are invited to write about; a *post* is what one wrote; a *slot* is
a weekday and a time of the content calendar; an *edition* is one week of a slot, from its opening
to its close; a slot's *alternative* is the topic that takes its place when it falls; a *letter* is
what another room or service is yet to be told of a post: that it was opened, or praised, or that a
person has to look at it at once.

Invariants:
- a member likes a post once; `likes` of a post is the number of its like documents that count;
- a post in which a forbidden word was found, or one for a person, is read by nobody else before a
  moderator opened it; those for a person come first, and come to the team as feedback too;
- an edition is opened once, whichever workers look: its id is the slot and the planned day;
- an opened post is recorded at members once, and a praised one once more, by ids that follow from
  the post's: points come by the programme's rules and caps;
- a slot is replaced by counted editions alone, and says of which; an operator undoes it, and
  editions of before count no more;
- phone numbers, e-mail addresses and numbers of identity cards are hidden before a post is kept;
- events, kept answers and letters hold no words of members.

Merge: posts and likes move; a like of what the survivor likes too counts no more until an undo.
Erasure: texts are emptied, and posts withdrawn; likes stay for the counts. Export: a member's posts
and likes. Verify: no document here is a copy of another.
"""
