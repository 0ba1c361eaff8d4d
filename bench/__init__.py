"""Measuring the site when it holds a great many comments."""
