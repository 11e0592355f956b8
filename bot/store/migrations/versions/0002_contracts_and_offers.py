"""contracts and offers"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "call_backs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["done_by"], ["persons.id"], name=op.f("fk_call_backs_done_by_persons")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_call_backs_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_backs")),
    )
    with op.batch_alter_table("call_backs", schema=None) as batch_op:
        batch_op.create_index(
            "ix_call_backs_open",
            ["id"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )
        batch_op.create_index(
            "uq_call_backs_waiting",
            ["person_id", "form"],
            unique=True,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )

    op.create_table(
        "candidates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("phone_key", sa.LargeBinary(), nullable=True),
        sa.Column("double_key", sa.LargeBinary(), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=False),
        sa.Column("sex", sa.String(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("district", sa.Boolean(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("experience", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("eligibility", sa.LargeBinary(), nullable=False),
        sa.Column("jobs", sa.String(), nullable=False),
        sa.Column("available_on", sa.Date(), nullable=False),
        sa.Column("available_as", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("consent_on", sa.Date(), nullable=False),
        sa.Column("consent_heard_by", sa.Integer(), nullable=False),
        sa.Column("adviser_id", sa.Integer(), nullable=True),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("referred_on", sa.Date(), nullable=True),
        sa.Column("contacted_on", sa.Date(), nullable=False),
        sa.CheckConstraint("experience >= 0", name=op.f("ck_candidates_experience_positive")),
        sa.ForeignKeyConstraint(
            ["adviser_id"], ["persons.id"], name=op.f("fk_candidates_adviser_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["consent_heard_by"], ["persons.id"], name=op.f("fk_candidates_consent_heard_by_persons")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["persons.id"], name=op.f("fk_candidates_created_by_persons")
        ),
        sa.ForeignKeyConstraint(
            ["merged_into"], ["candidates.id"], name=op.f("fk_candidates_merged_into_candidates")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["persons.id"], name=op.f("fk_candidates_proposed_by_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidates")),
        sa.UniqueConstraint("reference", name=op.f("uq_candidates_reference")),
    )
    with op.batch_alter_table("candidates", schema=None) as batch_op:
        batch_op.create_index("ix_candidates_adviser_id", ["adviser_id", "id"], unique=False)
        batch_op.create_index("ix_candidates_double_key", ["double_key"], unique=False)
        batch_op.create_index("ix_candidates_phone_key", ["phone_key"], unique=False)
        batch_op.create_index("ix_candidates_proposed_by", ["proposed_by", "id"], unique=False)
        batch_op.create_index("ix_candidates_state", ["state", "id"], unique=False)

    op.create_table(
        "changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=False),
        sa.Column("after", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_changes_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    with op.batch_alter_table("changes", schema=None) as batch_op:
        batch_op.create_index("ix_changes_subject", ["subject", "subject_id", "id"], unique=False)

    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_notes_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.create_index("ix_notes_subject", ["subject", "subject_id", "id"], unique=False)

    op.create_table(
        "parameters",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["persons.id"], name=op.f("fk_parameters_changed_by_persons")
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_parameters")),
    )
    op.create_table(
        "programmes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sent_by", sa.Integer(), nullable=False),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_programmes_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(["sent_by"], ["persons.id"], name=op.f("fk_programmes_sent_by_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programmes")),
    )
    with op.batch_alter_table("programmes", schema=None) as batch_op:
        batch_op.create_index("ix_programmes_organisation_id_year", ["organisation_id", "year"], unique=False)

    op.create_table(
        "candidate_jobs",
        sa.Column("candidate_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("job_prefix", sa.String(), nullable=False),
        sa.Column("plie", sa.Boolean(), nullable=False),
        sa.Column("available_on", sa.Date(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("experience", sa.Integer(), nullable=False),
        sa.Column("referred_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_candidate_jobs_candidate_id_candidates")
        ),
        sa.PrimaryKeyConstraint("candidate_id", "job", name=op.f("pk_candidate_jobs")),
    )
    with op.batch_alter_table("candidate_jobs", schema=None) as batch_op:
        batch_op.create_index(
            "ix_candidate_jobs_matching",
            [
                "plie",
                "job_prefix",
                "job",
                "available_on",
                "level",
                "held",
                "commune",
                "experience",
                "referred_on",
                "candidate_id",
            ],
            unique=False,
        )

    op.create_table(
        "candidate_words",
        sa.Column("word", sa.LargeBinary(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_candidate_words_candidate_id_candidates")
        ),
        sa.PrimaryKeyConstraint("word", "candidate_id", name=op.f("pk_candidate_words")),
    )
    with op.batch_alter_table("candidate_words", schema=None) as batch_op:
        batch_op.create_index("ix_candidate_words_candidate_id", ["candidate_id"], unique=False)

    op.create_table(
        "procurement_words",
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["procurement_id"],
            ["procurements.id"],
            name=op.f("fk_procurement_words_procurement_id_procurements"),
        ),
        sa.PrimaryKeyConstraint("word", "procurement_id", name=op.f("pk_procurement_words")),
    )
    with op.batch_alter_table("procurement_words", schema=None) as batch_op:
        batch_op.create_index("ix_procurement_words_procurement_id", ["procurement_id"], unique=False)

    op.create_table(
        "amendments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("months", sa.Numeric(precision=8, scale=4), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["lot_id"], ["lots.id"], name=op.f("fk_amendments_lot_id_lots")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["persons.id"], name=op.f("fk_amendments_recorded_by_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendments")),
    )
    with op.batch_alter_table("amendments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_amendments_lot_id"), ["lot_id"], unique=False)

    op.create_table(
        "offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("posted_by", sa.Integer(), nullable=False),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=True),
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("job_prefix", sa.String(), nullable=False),
        sa.Column("positions", sa.Integer(), nullable=False),
        sa.Column("hired", sa.Integer(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("start_as", sa.String(), nullable=False),
        sa.Column("contract", sa.String(), nullable=False),
        sa.Column("months", sa.Numeric(precision=8, scale=4), nullable=True),
        sa.Column("weekly_hours", sa.Numeric(precision=4, scale=2), nullable=False),
        sa.Column("requirements", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("comment", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("circulation", sa.String(), nullable=False),
        sa.Column("reserved_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("circulated_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("positions > 0", name=op.f("ck_offers_positions_positive")),
        sa.ForeignKeyConstraint(
            ["circulated_by"], ["persons.id"], name=op.f("fk_offers_circulated_by_persons")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lots.id"], name=op.f("fk_offers_lot_id_lots")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_offers_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["posted_by"], ["persons.id"], name=op.f("fk_offers_posted_by_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
        sa.UniqueConstraint("reference", name=op.f("uq_offers_reference")),
    )
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.create_index("ix_offers_lot_id", ["lot_id"], unique=False)
        batch_op.create_index(
            "ix_offers_open",
            ["job_prefix", "start_on"],
            unique=False,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.create_index(
            "ix_offers_open_circulation",
            ["circulation", "reserved_until"],
            unique=False,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.create_index("ix_offers_organisation_id", ["organisation_id", "id"], unique=False)

    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("purpose", sa.String(), nullable=False, server_default="document"))

    with op.batch_alter_table(
        "lots", schema=None, recreate="auto", table_kwargs={"sqlite_autoincrement": True}
    ) as batch_op:
        batch_op.add_column(sa.Column("verdict", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("pending", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("reason", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("labour_share", sa.Numeric(precision=5, scale=4), nullable=True))
        batch_op.add_column(sa.Column("effort_rate", sa.Numeric(precision=5, scale=4), nullable=True))
        batch_op.add_column(sa.Column("hourly_cost", sa.Numeric(precision=8, scale=2), nullable=True))
        batch_op.add_column(sa.Column("hours_owed", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("urban_renewal", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("reviewed_by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("advised_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("confirmed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("published_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("notice_link", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("supplier_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("awarded_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("awarded_amount", sa.Numeric(precision=14, scale=2), nullable=True))
        batch_op.add_column(sa.Column("kicked_off_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("completed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("cancelled_on", sa.Date(), nullable=True))
        batch_op.create_check_constraint("hours_positive", "hours_owed >= 0")
        batch_op.create_index("ix_lots_supplier_id", ["supplier_id", "id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_lots_supplier_id_organisations"), "organisations", ["supplier_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_lots_reviewed_by_persons"), "persons", ["reviewed_by"], ["id"]
        )

    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("siret", sa.String(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_organisations_siret"), ["siret"])

    with op.batch_alter_table("procurements", schema=None) as batch_op:
        batch_op.add_column(sa.Column("programme_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("programme_line", sa.String(), nullable=True))
        batch_op.create_index("ix_procurements_examined_by", ["examined_by", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_procurements_programme_id"), ["programme_id"], unique=False)
        batch_op.create_index(
            "uq_procurements_programme_line", ["organisation_id", "programme_line"], unique=True
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_procurements_programme_id_programmes"), "programmes", ["programme_id"], ["id"]
        )
