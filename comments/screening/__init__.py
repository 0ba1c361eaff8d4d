"""Screening: small pure rules, each a sign with a sentence, and what follows of them.

A comment becomes a ``Candidate``; each check yields signs; ``judge`` makes a verdict of
them. Nothing here reads the database (see ``comments.evidence``).
"""
