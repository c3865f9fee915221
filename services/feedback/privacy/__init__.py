"""Privacy: what members wrote is deleted when members tells that they are erased, and told to a
member who asks for a copy.

Owns: who is known to be heard, or erased (`heard_members`). The words are in the rooms below.

Words: *words* are what a person wrote: the text of an item, notes, messages and further words in
its timeline, attachments, the number of an order; to *take words away* leaves the item with its
category, issues, store and times, so that counts stay true.

Invariants:
- nothing is taken in for a member who is erased: taking in and erasing write one document, so one
  of the two sees the other;
- words are taken from the item, from events that tell of it, from answers that are kept for
  repeats, and files from the store of uploads; the erasure is done when none is left;
- an item of an erased member is closed: nobody is there to answer;
- it may stop anywhere and begin again, on any worker; one member who fails stops no other.

What operators wrote as the reason of a move stays in the audit log, which is never changed.
"""
