"""Tests of the journal stand on what those of its seal do."""

from audit.seal.tests.conftest import superuser, tamper, write

__all__ = ["superuser", "tamper", "write"]
