"""Feedback's copy of each brand's programme.

Owns the collection `programmes` and which version is in force. Words: a *publication* is a document
as members published it; a *programme* is the document with its frame (brand, revision, language,
zone); a *section* is one room's part, which that room parses. Invariants:

    a publication later by its revision is never replaced by an earlier one
    a publication is kept when the frame and every section can be read, else the earlier one stays
    a section is parsed once a version
    this room knows no section: wiring lists the parsers of all rooms
"""
