"""How passwords are kept: Argon2id, memory-hard, at the least cost that OWASP's Password Storage Cheat Sheet names.

A password kept otherwise before is kept so at the next sign-in.
"""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """Two passes over 19 MiB by one thread: fifty who sign in at one instant are at work a second or two later."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
