"""What could not be handled is found at once, however much was handled."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_parked = sa.text("state = 'parked'")


def upgrade() -> None:
    """Forward; there is no way back but a backup."""
    op.create_index("ix_inbox_parked", "inbox", ["id"], sqlite_where=_parked, postgresql_where=_parked)
