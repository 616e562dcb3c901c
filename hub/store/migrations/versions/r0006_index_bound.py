"""Quantities with a comparator, as <5, are ranges of the index.

The resources that are there get theirs by a reindex, which begins when the server starts.
"""

from alembic import op

from hub.store.schema import statements_of

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    for statement in statements_of(revision, dialect=op.get_bind().dialect.name):
        op.execute(statement)
