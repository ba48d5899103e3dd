"""Tests of the journal stand on what those of its seal do."""

from audit.seal.tests.conftest import sealed, tamper, write

__all__ = ["sealed", "tamper", "write"]
