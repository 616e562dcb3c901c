"""What all tests share: no deadline on generated cases (machines are shared), and the same cases on every run."""

from hypothesis import settings

settings.register_profile("hub", deadline=None, derandomize=True)
settings.load_profile("hub")
