"""One module per provider behind one port; `chosen.py` picks by the settings."""
