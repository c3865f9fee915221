"""Sessions: a login that goes on, by refresh tokens that are good once.

Owns: sessions (`sessions`), which MongoDB removes when they end.

Words: a *refresh token* is exchanged for the next one; the *generation* counts these exchanges; a
token is *reused* when it comes again under another request.

Invariants:
- a refresh token is kept as a hash only;
- it is good once, and ends its session when it is reused;
- the same request gets the same token again;
- who logs out everywhere ends each session that there is, and none that begins later.
"""
