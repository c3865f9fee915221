"""Who a member is: enrolment, identities, profile, masking."""
