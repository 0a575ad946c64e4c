"""A database engine of Django's: PostgreSQL, with an end to every wait."""
