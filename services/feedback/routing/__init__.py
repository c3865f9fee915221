"""Who answers an item, how urgent it is, and until when."""
