"""Personal data sealed by a key for each member, the blind index, and the audit of reads."""
