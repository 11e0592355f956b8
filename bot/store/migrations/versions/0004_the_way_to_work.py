"""the way to work"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("proof", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=False),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["persons.id"], name=op.f("fk_evidence_added_by_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index("ix_evidence_digest", ["digest"], unique=False)
        batch_op.create_index("ix_evidence_subject", ["subject", "subject_id", "id"], unique=False)
        batch_op.create_index(
            "uq_evidence_subject_digest", ["subject", "subject_id", "proof", "digest"], unique=True
        )

    op.create_table(
        "trainings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("timing", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("hours", sa.Numeric(precision=7, scale=2), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("certifying", sa.Boolean(), nullable=False),
        sa.Column("requirement", sa.Integer(), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_trainings_ends_after_start")),
        sa.CheckConstraint("hours > 0", name=op.f("ck_trainings_hours_positive")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["persons.id"], name=op.f("fk_trainings_recorded_by_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trainings")),
    )
    with op.batch_alter_table("trainings", schema=None) as batch_op:
        batch_op.create_index("ix_trainings_starts_on", ["starts_on", "id"], unique=False)

    op.create_table(
        "interviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("adviser_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("next_step", sa.String(), nullable=True),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["adviser_id"], ["persons.id"], name=op.f("fk_interviews_adviser_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_interviews_candidate_id_candidates")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["persons.id"], name=op.f("fk_interviews_recorded_by_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interviews")),
    )
    with op.batch_alter_table("interviews", schema=None) as batch_op:
        batch_op.create_index("ix_interviews_candidate_id", ["candidate_id", "held_on", "id"], unique=False)
        batch_op.create_index("ix_interviews_held_on", ["held_on", "adviser_id"], unique=False)

    op.create_table(
        "trainees",
        sa.Column("training_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("candidate_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_trainees_candidate_id_candidates")
        ),
        sa.ForeignKeyConstraint(["settled_by"], ["persons.id"], name=op.f("fk_trainees_settled_by_persons")),
        sa.ForeignKeyConstraint(
            ["training_id"], ["trainings.id"], name=op.f("fk_trainees_training_id_trainings")
        ),
        sa.PrimaryKeyConstraint("training_id", "candidate_id", name=op.f("pk_trainees")),
    )
    with op.batch_alter_table("trainees", schema=None) as batch_op:
        batch_op.create_index("ix_trainees_candidate_id", ["candidate_id", "training_id"], unique=False)

    op.create_table(
        "referrals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("presented_by", sa.Integer(), nullable=True),
        sa.Column("presented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meeting_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("moved_by", sa.Integer(), nullable=True),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_referrals_candidate_id_candidates")
        ),
        sa.ForeignKeyConstraint(["created_by"], ["persons.id"], name=op.f("fk_referrals_created_by_persons")),
        sa.ForeignKeyConstraint(["moved_by"], ["persons.id"], name=op.f("fk_referrals_moved_by_persons")),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"], name=op.f("fk_referrals_offer_id_offers")),
        sa.ForeignKeyConstraint(
            ["presented_by"], ["persons.id"], name=op.f("fk_referrals_presented_by_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referrals")),
    )
    with op.batch_alter_table("referrals", schema=None) as batch_op:
        batch_op.create_index("ix_referrals_candidate_id", ["candidate_id", "id"], unique=False)
        batch_op.create_index("ix_referrals_created_at", ["created_at"], unique=False)
        batch_op.create_index("ix_referrals_offer_id", ["offer_id", "id"], unique=False)
        batch_op.create_index("ix_referrals_presented_at", ["presented_at"], unique=False)
        batch_op.create_index(
            "ix_referrals_waiting",
            ["state", "moved_at"],
            unique=False,
            sqlite_where=sa.text("state IN ('awaiting', 'presented')"),
            postgresql_where=sa.text("state IN ('awaiting', 'presented')"),
        )
        batch_op.create_index(
            "uq_referrals_open",
            ["offer_id", "candidate_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('awaiting', 'presented')"),
            postgresql_where=sa.text("state IN ('awaiting', 'presented')"),
        )

    op.create_table(
        "shares",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=True),
        sa.Column("lot_id", sa.Integer(), nullable=True),
        sa.Column("siae_id", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Numeric(precision=9, scale=2), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("shared_by", sa.Integer(), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("hours_offered", sa.Numeric(precision=9, scale=2), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("from_as", sa.String(), nullable=True),
        sa.Column("comment", sa.LargeBinary(), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(offer_id IS NULL) <> (lot_id IS NULL)", name=op.f("ck_shares_one_subject")),
        sa.ForeignKeyConstraint(["answered_by"], ["persons.id"], name=op.f("fk_shares_answered_by_persons")),
        sa.ForeignKeyConstraint(["lot_id"], ["lots.id"], name=op.f("fk_shares_lot_id_lots")),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"], name=op.f("fk_shares_offer_id_offers")),
        sa.ForeignKeyConstraint(["settled_by"], ["persons.id"], name=op.f("fk_shares_settled_by_persons")),
        sa.ForeignKeyConstraint(["shared_by"], ["persons.id"], name=op.f("fk_shares_shared_by_persons")),
        sa.ForeignKeyConstraint(
            ["siae_id"], ["organisations.id"], name=op.f("fk_shares_siae_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shares")),
    )
    with op.batch_alter_table("shares", schema=None) as batch_op:
        batch_op.create_index(
            "ix_shares_answered",
            ["answered_at"],
            unique=False,
            sqlite_where=sa.text("state = 'answered'"),
            postgresql_where=sa.text("state = 'answered'"),
        )
        batch_op.create_index("ix_shares_siae_id", ["siae_id", "id"], unique=False)
        batch_op.create_index("uq_shares_lot_id_siae_id", ["lot_id", "siae_id"], unique=True)
        batch_op.create_index("uq_shares_offer_id_siae_id", ["offer_id", "siae_id"], unique=True)

    op.create_table(
        "placements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=True),
        sa.Column("referral_id", sa.Integer(), nullable=True),
        sa.Column("lot_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("employer", sa.String(), nullable=False),
        sa.Column("employer_name", sa.String(), nullable=True),
        sa.Column("siae_id", sa.Integer(), nullable=True),
        sa.Column("declaring_id", sa.Integer(), nullable=False),
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("contract", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("planned_end", sa.Date(), nullable=True),
        sa.Column("weekly_hours", sa.Numeric(precision=4, scale=2), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("declared_by", sa.Integer(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= starts_on", name=op.f("ck_placements_ended_after_start")
        ),
        sa.CheckConstraint(
            "planned_end IS NULL OR planned_end >= starts_on", name=op.f("ck_placements_ends_after_start")
        ),
        sa.CheckConstraint("weekly_hours > 0 AND weekly_hours <= 48", name=op.f("ck_placements_hours_legal")),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_placements_candidate_id_candidates")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["persons.id"], name=op.f("fk_placements_confirmed_by_persons")
        ),
        sa.ForeignKeyConstraint(
            ["declared_by"], ["persons.id"], name=op.f("fk_placements_declared_by_persons")
        ),
        sa.ForeignKeyConstraint(
            ["declaring_id"], ["organisations.id"], name=op.f("fk_placements_declaring_id_organisations")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lots.id"], name=op.f("fk_placements_lot_id_lots")),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"], name=op.f("fk_placements_offer_id_offers")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_placements_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referrals.id"], name=op.f("fk_placements_referral_id_referrals")
        ),
        sa.ForeignKeyConstraint(
            ["siae_id"], ["organisations.id"], name=op.f("fk_placements_siae_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placements")),
        sa.UniqueConstraint("reference", name=op.f("uq_placements_reference")),
    )
    with op.batch_alter_table("placements", schema=None) as batch_op:
        batch_op.create_index("ix_placements_candidate_id", ["candidate_id", "starts_on", "id"], unique=False)
        batch_op.create_index(
            "ix_placements_declared",
            ["declared_at"],
            unique=False,
            sqlite_where=sa.text("state = 'declared'"),
            postgresql_where=sa.text("state = 'declared'"),
        )
        batch_op.create_index(
            "ix_placements_declaring_id", ["declaring_id", "state", "starts_on", "id"], unique=False
        )
        batch_op.create_index("ix_placements_ended_on", ["ended_on"], unique=False)
        batch_op.create_index("ix_placements_lot_id", ["lot_id", "starts_on", "candidate_id"], unique=False)
        batch_op.create_index("ix_placements_offer_id", ["offer_id"], unique=False)
        batch_op.create_index("ix_placements_organisation_id", ["organisation_id", "id"], unique=False)
        batch_op.create_index("ix_placements_planned_end", ["planned_end"], unique=False)

    op.create_table(
        "exits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("contract", sa.String(), nullable=True),
        sa.Column("months", sa.Numeric(precision=8, scale=4), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_exits_candidate_id_candidates")
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placements.id"], name=op.f("fk_exits_placement_id_placements")
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["persons.id"], name=op.f("fk_exits_recorded_by_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exits")),
    )
    with op.batch_alter_table("exits", schema=None) as batch_op:
        batch_op.create_index("ix_exits_candidate_id", ["candidate_id", "id"], unique=False)
        batch_op.create_index("ix_exits_left_on", ["left_on", "id"], unique=False)

    op.create_table(
        "worked_months",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=True),
        sa.Column("declaring_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("hours", sa.Numeric(precision=6, scale=2), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("declared_by", sa.Integer(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("hours >= 0", name=op.f("ck_worked_months_hours_positive")),
        sa.ForeignKeyConstraint(
            ["declared_by"], ["persons.id"], name=op.f("fk_worked_months_declared_by_persons")
        ),
        sa.ForeignKeyConstraint(
            ["declaring_id"], ["organisations.id"], name=op.f("fk_worked_months_declaring_id_organisations")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lots.id"], name=op.f("fk_worked_months_lot_id_lots")),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placements.id"], name=op.f("fk_worked_months_placement_id_placements")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["persons.id"], name=op.f("fk_worked_months_settled_by_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worked_months")),
    )
    with op.batch_alter_table("worked_months", schema=None) as batch_op:
        batch_op.create_index("ix_worked_months_lot_id", ["lot_id", "month", "state", "hours"], unique=False)
        batch_op.create_index("ix_worked_months_month", ["month", "state", "hours"], unique=False)
        batch_op.create_index(
            "ix_worked_months_waiting",
            ["declaring_id", "month"],
            unique=False,
            sqlite_where=sa.text("state = 'declared'"),
            postgresql_where=sa.text("state = 'declared'"),
        )
        batch_op.create_index("uq_worked_months_placement_id_month", ["placement_id", "month"], unique=True)

    op.create_table(
        "follow_ups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=True),
        sa.Column("exit_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("told_company", sa.Boolean(), nullable=False),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_follow_ups_candidate_id_candidates")
        ),
        sa.ForeignKeyConstraint(["done_by"], ["persons.id"], name=op.f("fk_follow_ups_done_by_persons")),
        sa.ForeignKeyConstraint(["exit_id"], ["exits.id"], name=op.f("fk_follow_ups_exit_id_exits")),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placements.id"], name=op.f("fk_follow_ups_placement_id_placements")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
    )
    with op.batch_alter_table("follow_ups", schema=None) as batch_op:
        batch_op.create_index("ix_follow_ups_candidate_id", ["candidate_id", "due_on"], unique=False)
        batch_op.create_index(
            "ix_follow_ups_due",
            ["due_on", "id"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL AND dropped_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL AND dropped_at IS NULL"),
        )
        batch_op.create_index("uq_follow_ups_exit_id_kind", ["exit_id", "kind"], unique=True)
        batch_op.create_index("uq_follow_ups_placement_id_kind", ["placement_id", "kind"], unique=True)

    with op.batch_alter_table("candidates", schema=None) as batch_op:
        batch_op.add_column(sa.Column("eligible_until", sa.Date(), nullable=True))
        batch_op.create_index("ix_candidates_eligible_until", ["eligible_until"], unique=False)
        batch_op.create_index("ix_candidates_state_contacted_on", ["state", "contacted_on"], unique=False)

    with op.batch_alter_table("lots", schema=None) as batch_op:
        batch_op.create_index("ix_lots_state", ["state", "procurement_id"], unique=False)
