"""The conversation as files that other programs read."""
