"""The fault machine: sales typed into a real tablet while everything around it breaks.

`schedule` says what happens, from a seed; `player` makes it happen, on `tablet`, `rig` and
`proxy`; `ledger` remembers what was typed; `verdict` compares it with what the server holds.
"""
