"""Bulk: an operator adjusts many members, or grants them coupons, by one file.

Words: file = what an operator uploaded, with its rows; row = one adjustment or one coupon for one
member; to check = to judge each row before anything is done; to carry out = to do each row;
short = a row that would take more than its member has; piece = some rows that are kept together.

Invariants: uploading changes nothing but the list of files; above the limits of the section
`adjustments` a second operator decides, on the rows as they were checked; a row has a request id of
its own, `bulk_row/<file>/<line>`, under which one posting says for ever that it is done, or that it
was refused: so a row takes effect once or never, however often a worker dies or two work at once,
and one that is refused stops no other. What is kept of a row is sealed when it is checked, and a
piece that is not as it was is not carried out.

A file is a record of the ledger, its rows are documents of their own, which MongoDB drops 180 days
after the upload.

    merge    a row goes to whoever stands for its member when it is carried out.
    erasure  a row holds no personal data but the random member id.
    export   adjustments and coupons are entries and records of their own.
    verify   files and approvals are records, rows that were carried out are postings.
"""
