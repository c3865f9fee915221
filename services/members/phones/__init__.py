"""Phones: a person proves that a number is theirs, by a code that an SMS brings.

Owns: codes (`phone_codes`) and how many were asked for (`phone_code_counts`); MongoDB removes both.

Words: a *code* is six digits for one number; to *take* it is to read it for the SMS provider; a try
*spends an attempt*, and the try that takes effect spends the code.

Invariants:
- a number has one code at a time; the digits are kept nowhere, they follow from a secret, the
  code's id and the number;
- a code is good for its minutes, its attempts and one effect, however many requests, or fields of
  one request, try it at once: each try spends its attempt before it is judged;
- an answer says nothing of whether a number is a member's, before the number is proven;
- codes are counted by number, network address, member and brand, by local days; the counts are
  true without Redis;
- the event tells a code's id only; the number is sealed under a key of the code's own.

A merge moves nothing: codes are of numbers, not of members. An erasure has nothing to destroy that
is not gone within minutes; counts are kept two days under keyed digests. Nothing is in the export.
"""
