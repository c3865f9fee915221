"""What a month amounts to: statements, liability, trial balance, rules."""
