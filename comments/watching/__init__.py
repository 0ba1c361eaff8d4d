"""Whether the site works and what waits: for those who watch it, not for readers.

Nothing here tells of anybody: names of checks, counts and times.
"""
