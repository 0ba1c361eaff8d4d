"""Comments from elsewhere: readers (a file to ``source``) and the loader."""
