"""A control id counts once for each member's sender, no longer once for the whole alliance.

What was unique before is unique after, so that no row stands against it.
"""

from alembic import op

from hub.store.schema import statements_of

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the wider index, then let the narrow one go."""
    for statement in statements_of(revision, dialect=op.get_bind().dialect.name):
        op.execute(statement)
