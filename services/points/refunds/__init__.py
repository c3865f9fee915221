"""What a refund takes back."""
