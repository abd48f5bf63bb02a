"""What a mentor's tools are made of."""
