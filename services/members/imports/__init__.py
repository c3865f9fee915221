"""Imports: a brand brings its members from a file, row by row.

Words: an *import* is one file, known by its id; a *row* is one person; a *column* has one name and
other names (*aliases*) in Chinese and English; the *head* is the line of columns of a CSV.

Invariants:
- how the file is written (its encoding, its columns, its quotes, its size) is judged before any row
  takes effect;
- a row is an enrolment under the request id `import/<id>/<line>`: it finds the person who is a
  member already, or makes a new member, once, however often the file is read, and by however many;
  an import that was killed is begun again with the same file, and rows that are done answer as they
  did;
- one row that is wrong stops no other; its result names the column, and repeats nothing of the row;
- a consent comes with the time at which it was given, so it never outlasts a later withdrawal;
- the file is read as a stream: a million rows need no more memory than a thousand.

    merge    rows that are done are members like others.
    erasure  nothing is kept of a row but its answer, which has no personal value.
    export   what a row said is the member's profile, identities, consents and origin.
    verify   nothing is derived, so there is nothing to compare.
"""
