"""The parts of the PostgreSQL engine; `hub.store.postgres` puts them together."""
