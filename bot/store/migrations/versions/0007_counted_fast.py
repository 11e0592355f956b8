"""counted fast: eligibilities made for counting, and indexes the indicators read alone"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

WIDENED = (
    ("interviews", "ix_interviews_held_on", ["held_on", "outcome", "adviser_id", "candidate_id"]),
    ("referrals", "ix_referrals_created_at", ["created_at", "state", "candidate_id"]),
    ("referrals", "ix_referrals_presented_at", ["presented_at", "candidate_id"]),
    (
        "placements",
        "ix_placements_lot_id",
        ["lot_id", "starts_on", "candidate_id", "ended_on", "planned_end", "state"],
    ),
    ("worked_months", "ix_worked_months_month", ["month", "state", "hours", "lot_id"]),
)


def upgrade() -> None:
    """The new column is filled right after, by `store.schema.upgrade`: a migration has no key."""
    op.add_column("candidates", sa.Column("eligibility_count", sa.LargeBinary(), nullable=True))
    op.create_index(
        "ix_candidates_uncounted",
        "candidates",
        ["id"],
        unique=False,
        sqlite_where=sa.text("eligibility_count IS NULL"),
        postgresql_where=sa.text("eligibility_count IS NULL"),
    )
    op.create_index(
        "ix_lots_confirmed_on",
        "lots",
        ["confirmed_on", "state", "procurement_id", "hours_owed"],
        unique=False,
        sqlite_where=sa.text("confirmed_on IS NOT NULL"),
        postgresql_where=sa.text("confirmed_on IS NOT NULL"),
    )
    for table, name, columns in WIDENED:
        op.drop_index(name, table_name=table)
        op.create_index(name, table, columns, unique=False)
