"""The site beside what is quickest: everything in one run, as a table of ratios."""
