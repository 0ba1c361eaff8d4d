"""What holds for every test."""

from hypothesis import settings

# A machine that does much at once is slow, not wrong; times have tests of their own.
settings.register_profile("here", deadline=None)
settings.load_profile("here")
