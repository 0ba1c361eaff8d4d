"""Backups: one file with every row and every picture, and the way back from it."""
