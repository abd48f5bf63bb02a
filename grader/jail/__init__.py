"""Runs code that nobody trusts. ``client`` is the grader's side; the rest runs in other processes."""
