"""The demo company: a publisher, its partners, a distributor, and a year of their sales."""
