"""What feedback can do, one capability per file. Storage is known as the protocols of `store`."""
