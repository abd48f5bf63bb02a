"""Many submissions at once: found, graded side by side here or on a cluster, and kept as they come."""
