"""What attackers have to work with: every way in, and the ids of what is not theirs."""

from extranet.tests.test_doors import theirs

__all__ = ["theirs"]
