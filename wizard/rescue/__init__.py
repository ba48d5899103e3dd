"""The last resort of a tablet that cannot send: a file of what waits, read back in here."""
