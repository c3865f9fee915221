"""The rules of membership, in the standard library only: time and programme are parameters."""
