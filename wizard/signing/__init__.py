"""Reading, signing and keeping: from a sale that is ready to a sealed contract."""
