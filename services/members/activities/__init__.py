"""What members did, as channels told it: activities, orders, refunds, and facts drawn from them."""
