"""Browsers against the real thing: server, worker, PostgreSQL, Chromium."""
