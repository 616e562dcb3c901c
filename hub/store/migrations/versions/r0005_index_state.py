"""By which definitions index rows are made, so that a reindex knows what it has to do and where it was.

The resources that are there are rewritten by a reindex, which begins when the server starts.
"""

from alembic import op

from hub.store.schema import statements_of

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    for statement in statements_of(revision, dialect=op.get_bind().dialect.name):
        op.execute(statement)
