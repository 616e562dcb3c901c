"""The first schema: resources, index, identifiers, inbox, outbox, timers, grants, audit, administration.

The statements stand in `scripts/`, one file for each engine, so that a new file is made from the same text.
"""

from alembic import op

from hub.store.schema import statements_of

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make all tables."""
    for statement in statements_of(revision, dialect=op.get_bind().dialect.name):
        op.execute(statement)
