"""Brands' programmes: validated, published, versioned, rolled back."""
