"""Tests of the journal stand on what those of its seal do."""

from audit.seal.tests.conftest import sealed, superuser, tamper, write

__all__ = ["sealed", "superuser", "tamper", "write"]
