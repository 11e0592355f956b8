"""Candidates: what is personal is sealed; names and phones are found by blind keys only."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from bot.store.sealed import new_uid
from bot.store.tables.base import instant

_UNCOUNTED = text("eligibility_count IS NULL")


class Candidate(SQLModel, table=True):
    """A job seeker. `held` is a set of bits (`rules.requirements`), `experience` years, `level` the French
    training level (2 stands for infra 3, 7 for 7 and 8), `jobs` the ROME codes sought, with commas;
    `eligible_until` is set by the first placement; `eligibility_count` says the eligibility again, sealed for
    counting (`store.eligibility_counts`). Until `hold_until` a legal hold keeps the file whole (its
    ground is sealed)."""

    __tablename__ = "candidates"
    __table_args__ = (
        Index("ix_candidates_state", "state", "id"),
        Index("ix_candidates_state_contacted_on", "state", "contacted_on"),
        Index("ix_candidates_adviser_id", "adviser_id", "id"),
        Index("ix_candidates_proposed_by", "proposed_by", "id"),
        Index("ix_candidates_phone_key", "phone_key"),
        Index("ix_candidates_double_key", "double_key"),
        Index("ix_candidates_eligible_until", "eligible_until"),
        Index("ix_candidates_merged_into", "merged_into"),
        Index("ix_candidates_uncounted", "id", sqlite_where=_UNCOUNTED, postgresql_where=_UNCOUNTED),
        CheckConstraint("experience >= 0", name="experience_positive"),
    )

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid)
    reference: str = Field(unique=True)
    name: bytes = Field(sa_type=LargeBinary)
    phone: bytes | None = Field(default=None, sa_type=LargeBinary)
    phone_key: bytes | None = Field(default=None, sa_type=LargeBinary)
    double_key: bytes = Field(sa_type=LargeBinary)
    birth_year: int
    sex: str
    commune: str
    district: bool | None = None
    level: int
    experience: int
    held: int = 0
    eligibility: bytes = Field(sa_type=LargeBinary)
    eligibility_count: bytes | None = Field(default=None, sa_type=LargeBinary)
    jobs: str = ""
    available_on: date
    available_as: str
    origin: str
    consent_on: date
    consent_heard_by: int = Field(foreign_key="persons.id")
    adviser_id: int | None = Field(default=None, foreign_key="persons.id")
    proposed_by: int | None = Field(default=None, foreign_key="persons.id")
    created_by: int = Field(foreign_key="persons.id")
    created_at: datetime = Field(sa_column=instant())
    state: str
    merged_into: int | None = Field(default=None, foreign_key="candidates.id")
    referred_on: date | None = None
    contacted_on: date
    eligible_until: date | None = None
    hold_until: date | None = None
    hold_ground: bytes | None = Field(default=None, sa_type=LargeBinary)
    hold_by: int | None = Field(default=None, foreign_key="persons.id")
    anonymised_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class CandidateWord(SQLModel, table=True):
    """A word of a candidate's name as a blind key: found by who types it, told to nobody."""

    __tablename__ = "candidate_words"
    __table_args__ = (Index("ix_candidate_words_candidate_id", "candidate_id"),)

    word: bytes = Field(sa_type=LargeBinary, primary_key=True)
    candidate_id: int = Field(
        foreign_key="candidates.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )


class CandidateJob(SQLModel, table=True):
    """A job an active candidate seeks, beside all that matching looks at: one index answers it."""

    __tablename__ = "candidate_jobs"
    __table_args__ = (
        Index(
            "ix_candidate_jobs_matching",
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
        ),
    )

    candidate_id: int = Field(
        foreign_key="candidates.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    job: str = Field(primary_key=True)
    place: int
    job_prefix: str
    plie: bool
    available_on: date
    level: int
    held: int
    commune: str
    experience: int
    referred_on: date | None = None
