"""What every room's tests stand on: a real PostgreSQL, a cast of people, a client."""
