"""Imports: a brand brings its members from a file, row by row: by the command, or in the console.

Words: an *import* is one file, known by its id; a *row* is one person; a *column* has one name and
other names (*aliases*) in Chinese and English; the *head* is the line of columns of a CSV. A
*member file* is an import that an operator uploaded and a worker carries out; its id is that of the
import. A *piece* is as many of its rows as one transaction enrols.

Invariants:
- how the file is written (its encoding, its columns, its quotes, its size) is judged before any row
  takes effect;
- a row is an enrolment under the request id `import/<id>/<line>`: it finds the person who is a
  member already, or makes a new member, once, however often the file is read, and by however many;
  an import that was killed is begun again with the same file, and rows that are done answer as they
  did;
- one row that is wrong stops no other; its result names the column, and repeats nothing of the row;
- a consent comes with the time at which it was given, so it never outlasts a later withdrawal;
- the command reads the file as a stream: a million rows need no more memory than a thousand;
- uploading a member file enrols nobody; its rows are sealed by a key of the file's own, and a row
  goes as soon as it is carried out, the key when the file ends, after 7 days at the latest;
- the members of a piece and its results are one transaction: a worker that dies leaves a piece that
  nobody carried out, and of two workers one gives it results.

    merge    rows that are done are members like others.
    erasure  of a row that is done nothing is kept but its answer, which has no personal value; a
             row that waits is found by a blind index of its identities, and goes with the member;
             a worker that has its piece in hands at that moment reads it again.
    export   what a row that is done said is the member's profile, identities, consents and origin.
    verify   nothing is derived, so there is nothing to compare.
"""
