"""Fewer indexes that are led by a patient, and the tables of composite parameters, texts of codes and code tables.

What is found stays the same. Composite rows and texts of resources that are there already come with a reindex.
"""

from alembic import op

from hub.store.schema import statements_of

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make what is new, then let the old indexes go."""
    for statement in statements_of(revision, dialect=op.get_bind().dialect.name):
        op.execute(statement)
