"""Raises a message with a lone surrogate at import."""
raise ValueError("x \udcff here")
