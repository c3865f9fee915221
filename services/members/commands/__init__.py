"""What can be done with members: one file per capability, storage known as a Protocol."""
