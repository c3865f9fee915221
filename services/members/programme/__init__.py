"""Programmes: a brand's rules, written by its operators as one file.

Owns: every version that was published (`programmes`), and the one in force (`active_programmes`).

Words: the *source* is the YAML file, the *document* its JSON with defaults filled in; the *frame*
(time zone, currency, phone region) is what every room reads; a *section* belongs to one room, which
parses it; `Rules` are the frame and the document of one version.

Invariants:
- a version never changes; going back to one publishes its content as a new version;
- nothing comes in force that breaks the schema, contradicts itself, or has a section that its room
  can't read;
- a version replaces the one that its author has seen, where the author names it, and no other;
- a section is parsed once a version.
"""
