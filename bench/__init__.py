"""How fast and how heavy Palier is, measured from outside: `python -m bench --help`."""
