"""What ``./dev`` does: the standard library alone, before any package is there."""
