"""Imports: what members said elsewhere comes in by a file: by the command, or in the console.

Owns the collections `feedback_files` and `feedback_file_pieces`. Words: a *row* is one item, known
by its channel and the channel's own id of it; a *feedback file* is a file that an operator uploaded
and a worker carries out; a *piece* is as many of its rows as one batch takes in.

Invariants:
- how the file is written (its encoding, its columns, its quotes, its size) is judged before any row
  takes effect; uploading a file takes in nothing;
- a row is taken in once, however often its file comes: a repeat finds the item that is there, and a
  row that says something else under the same id is refused;
- one row that is wrong stops no other; its result names the column, and repeats nothing of the row;
- a piece names the ids of its items before it takes them in. So a worker that died leaves a piece
  that ends with the results that it would have had;
- of two files that wait none waits for the other's end: they take turns, a piece each.

    merge    a row that waits is taken in for the member who stands for the one that it names.
    erasure  of a row that is done nothing is kept but its result, which has no word of it; a row
             that waits and names the member is emptied, and refused at its turn.
    export   what a row that is done said is an item of its member's.
    verify   nothing is derived, so there is nothing to compare.
"""
