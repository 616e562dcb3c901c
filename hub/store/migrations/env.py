"""Alembic's environment. `hub db upgrade` hands the connection over; there is no configuration file."""

from alembic import context

from hub.store import admin_tables, tables

assert admin_tables  # imported for the tables that it puts on the metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=tables.METADATA, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
