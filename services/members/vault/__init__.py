"""The vault: keys of members and sealed personal data.

Owns: a data key for each member (`member_keys`).

Words: to *seal* is to encrypt with the member's own key; a *blind index* finds a value without
showing it; a *wrapped* key is encrypted by the service's key-encryption key.

Invariants:
- personal data rests only sealed, and without the member's key it is noise in every copy;
- a blind index finds a value in its own brand only, and nobody computes one without the key.
"""
