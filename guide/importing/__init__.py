"""Texts from elsewhere: readers (a file to ``sources``, no database) and the loader."""
