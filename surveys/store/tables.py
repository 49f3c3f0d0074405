"""The tables of the main database. One definition for SQLite and PostgreSQL.

Instants are stored as UTC; dates as dates. Codes, never labels. What people wrote in their own words
(`body`, `address`) is always ciphertext under the respondent's own key (surveys.vault).
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """A moment in UTC: aware in Python, without zone in the database, on every database alike."""

    impl = DateTime(timezone=False)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        return None if value is None else value.replace(tzinfo=UTC)


care_record = Table(
    "care_record",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("provider", String(80), nullable=False),
    Column("record_id", String(64), nullable=False),
    Column("client_key", String(64), nullable=False),
    Column("region", String(80), nullable=False),
    Column("municipality", String(4), nullable=False),
    Column("segment", String(16), nullable=False),
    Column("care_form", String(2), nullable=False),
    Column("stay_type", String(20)),
    Column("framework", String(12), nullable=False),
    Column("birth_month", String(7), nullable=False),
    Column("referral_date", Date),
    Column("start_date", Date, nullable=False),
    Column("end_date", Date),
    Column("end_reason_list", String(3)),
    Column("end_reason", String(2)),
    # what the ending counts as (surveys.endings): 01..05, unknown, death, continued; empty while running
    Column("ending", String(10)),
    Column("decided_by", String(10)),
    Column("follow_on", Boolean, nullable=False, default=False),
    Column("carer_consent", String(12)),
    Column("consent_by", String(20)),
    Column("do_not_invite", String(40)),
    Column("invite_confirmed", Boolean, nullable=False, default=False),
    Column("crisis_start", Boolean),
    Column("referrer", String(2)),
    Column("imported_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    UniqueConstraint("provider", "record_id"),
    Index("ix_care_record_end_date", "end_date"),
    Index("ix_care_record_provider_client_key", "provider", "client_key"),
)

respondent = Table(
    "respondent",
    metadata,
    Column("id", String(26), primary_key=True),  # random; the join key to the keys database
    Column("provider", String(80), nullable=False),
    Column("informant", String(14), nullable=False),  # youth, parent, foster_parent
    Column("person_key", String(90), nullable=False),
    Column("no_mail_since", Instant),  # asked for no more e-mail; outlives every address
    UniqueConstraint("provider", "informant", "person_key"),
)

# who may be asked about a care record; slot is youth, parent, parent_1, parent_2 or foster_parent
participant = Table(
    "participant",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("record", ForeignKey("care_record.id"), nullable=False),
    Column("slot", String(14), nullable=False),
    Column("informant", String(14), nullable=False),
    Column("respondent", ForeignKey("respondent.id"), nullable=False),
    Column("language", String(8), nullable=False),
    # why this person is not asked at the start / the end (surveys.people); empty: may be asked
    Column("start_bar", String(24), nullable=False, default=""),
    Column("end_bar", String(24), nullable=False, default=""),
    UniqueConstraint("record", "slot"),
    Index("ix_participant_respondent", "respondent"),
)

contact = Table(
    "contact",
    metadata,
    Column("respondent", ForeignKey("respondent.id"), primary_key=True),
    Column("channel", String(10), primary_key=True),
    Column("address", LargeBinary, nullable=False),
    Column("lookup", String(64), nullable=False),  # HMAC of channel and address
    # what only a chat has: the conversation it is in now, and from which turn its answers may be read there
    Column("conversation", ForeignKey("conversation.id")),
    Column("from_turn", Integer, nullable=False, default=0),
    Column("since", Instant),
    # QUESTION/ITEM:CODE CODE, ticked but not sent yet
    Column("ticked", String(400), nullable=False, default=""),
    # goals read `doel 1` until the person switches their words on (decision 12)
    Column("shows_goals", Boolean, nullable=False, default=False),
    Column("unreachable_at", Instant),
    Index("ix_contact_lookup", "lookup"),
)

invitation = Table(
    "invitation",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("participant", ForeignKey("participant.id"), nullable=False),
    Column("moment", String(10), nullable=False),
    Column("question_set", String(40), nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("language", String(8), nullable=False),
    Column("issued_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    Column("opened_at", Instant),
    Column("sent_at", Instant),  # a channel of ours took a message about it; none: only the provider's list has it
    Column("reminders", Integer, nullable=False, default=0),  # how many were made
)
# one invitation per record, informant and moment; a revoked one makes room for its replacement
Index(
    "uq_invitation_live",
    invitation.c.participant,
    invitation.c.moment,
    unique=True,
    sqlite_where=text("revoked_at IS NULL"),
    postgresql_where=text("revoked_at IS NULL"),
)

# what the links of one e-mail carry, made when it is sent: only hashes, as of the code itself
mail_code = Table(
    "mail_code",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("invitation", ForeignKey("invitation.id"), nullable=False),
    Column("use", String(5), nullable=False),  # open (the conversation), stop (no more e-mail)
    Column("made_at", Instant, nullable=False),
    Index("ix_mail_code_invitation", "invitation"),
)

# immutable once stored: a changed file needs a new version
question_set = Table(
    "question_set",
    metadata,
    Column("slug", String(40), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("content_hash", String(64), nullable=False),
    Column("body", Text, nullable=False),
    Column("stored_at", Instant, nullable=False),
)

conversation = Table(
    "conversation",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("handle", String(26), nullable=False, unique=True),
    Column("invitation", ForeignKey("invitation.id"), unique=True),
    Column("participant", ForeignKey("participant.id")),
    Column("respondent", ForeignKey("respondent.id"), nullable=False),
    Column("purpose", String(16), nullable=False),
    Column("moment", String(10), nullable=False),
    Column("slug", String(40), nullable=False),
    Column("version", Integer, nullable=False),
    Column("language", String(8), nullable=False),
    # open, submitted, kept (stopped, answers kept), discarded (stopped, not kept), declined, erased,
    # abandoned (came back when the time to answer was over)
    Column("status", String(10), nullable=False),
    Column("counts", Boolean, nullable=False, default=False),  # submitted or kept
    Column("state", Text, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("closed_at", Instant),
    # published, and its instants brought back to the week they lie in (decision 17)
    Column("by_week", Boolean, nullable=False, default=False),
    Index("ix_conversation_participant", "participant"),
)

consent = Table(
    "consent",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("respondent", ForeignKey("respondent.id"), nullable=False),
    Column("conversation", ForeignKey("conversation.id"), nullable=False),
    Column("text_id", String(40), nullable=False),
    Column("text_version", Integer, nullable=False),
    Column("language", String(8), nullable=False),
    Column("given", Boolean, nullable=False),
    Column("channel", String(10), nullable=False),
    Column("at", Instant, nullable=False),
)

# append-only: a correction is a new row that supersedes the old one
answer = Table(
    "answer",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation", ForeignKey("conversation.id"), nullable=False),
    Column("turn", Integer, nullable=False),
    Column("question", String(40), nullable=False),
    Column("item", Integer, nullable=False, default=0),  # the goal's number, 0 outside a loop
    Column("kind", String(10), nullable=False),  # given, corrected, taken_back
    Column("value", String(400), nullable=False),  # code; several codes joined by a space; empty for own words
    Column("body", LargeBinary),
    Column("at", Instant, nullable=False),
    UniqueConstraint("conversation", "question", "item", "turn"),
)

# the latest answer to each question, kept in the same transaction; what analytics groups
current_answer = Table(
    "current_answer",
    metadata,
    Column("conversation", ForeignKey("conversation.id"), primary_key=True),
    Column("question", String(40), primary_key=True),
    Column("item", Integer, primary_key=True),
    Column("turn", Integer, nullable=False),  # together with the key: the row of `answer` that holds now
    Column("value", String(400), nullable=False),
    Index("ix_current_answer_question_value", "question", "value"),
)

goal = Table(
    "goal",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("participant", ForeignKey("participant.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("source", String(10), nullable=False),  # plan, own, recalled
    Column("body", LargeBinary, nullable=False),
    Column("conversation", ForeignKey("conversation.id")),
    Column("at", Instant, nullable=False),
    UniqueConstraint("participant", "number"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", String(10), nullable=False),
    Column("key", String(64), nullable=False),  # HMAC of what makes the message one and the same
    Column("conversation", ForeignKey("conversation.id")),
    Column("lane", String(64)),  # HMAC of channel and address, where the conversation is not known beforehand
    Column("body", LargeBinary),  # the raw message, encrypted; emptied when done
    Column("sealed_by", String(26)),  # the key's name; none: that of the conversation's respondent
    # which question a typed message was taken to answer: an edited message corrects the same one
    Column("question", String(40), nullable=False, default=""),
    Column("item", Integer, nullable=False, default=0),
    Column("state", String(8), nullable=False),  # new, done, parked
    Column("fault", String(80)),
    Column("received_at", Instant, nullable=False),
    UniqueConstraint("channel", "key"),
    Index("ix_inbox_state", "state"),
)

# what is to be said; the words are made when it is said (surveys.wording), never stored
outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(80), nullable=False, unique=True),  # what makes it one and the same thing to say
    Column("inbox", ForeignKey("inbox.id")),  # what it replies to, if anything
    Column("conversation", ForeignKey("conversation.id")),  # none: to somebody we do not know
    Column("invitation", ForeignKey("invitation.id")),  # what an invitation or reminder is about
    Column("channel", String(10), nullable=False),
    Column("lane", String(64)),  # as in inbox
    Column("kind", String(12), nullable=False),  # surveys.store.outbox.URGENCY
    Column("question", String(40), nullable=False),
    Column("item", Integer, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("note", String(40), nullable=False, default=""),  # a key of the words, said before the question
    Column("target", String(24), nullable=False, default=""),  # the channel's id of a message to change
    # in_reply: carried by the web chat's own response; new, sending, sent, unknown (whether it arrived), failed;
    # dropped: overtaken, or nobody to say it to any more; revoked: with its invitation
    Column("state", String(10), nullable=False),
    Column("claim", String(32), nullable=False, default=""),
    Column("lease_until", Instant),
    Column("not_before", Instant),
    Column("tries", Integer, nullable=False, default=0),
    Column("receipt", String(24), nullable=False, default=""),  # the channel's id of what was said
    Column("fault", String(40)),
    Column("made_at", Instant, nullable=False),
    Column("settled_at", Instant),
    Index("ix_outbox_state", "state"),
    Index("ix_outbox_conversation", "conversation"),
    Index("ix_outbox_invitation", "invitation"),
)

# when something was last known to be well, so that a gap is noticed after a restart
heartbeat = Table(
    "heartbeat",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("at", Instant, nullable=False),
)

safety_signal = Table(
    "safety_signal",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ref", String(12), nullable=False, unique=True),
    Column("conversation", ForeignKey("conversation.id"), nullable=False),
    Column("participant", ForeignKey("participant.id")),
    Column("tier", String(10), nullable=False),  # acute, worrying
    Column("at", Instant, nullable=False),
    Column("acknowledged_at", Instant),
    Column("acknowledged_by", String(80)),
)

web_session = Table(
    "web_session",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("conversation", ForeignKey("conversation.id"), nullable=False),
    Column("from_turn", Integer, nullable=False),  # answers of earlier turns are never shown to this device
    # what there is to say about the step that led to this turn (a key of the words); empty: nothing
    Column("note", String(24), nullable=False, default=""),
    Column("note_turn", Integer, nullable=False, default=0),
    Column("started_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Index("ix_web_session_conversation", "conversation"),
)

publication = Table(
    "publication",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("period", String(12), nullable=False, unique=True),
    Column("published_at", Instant, nullable=False),
    Column("data_until", Instant, nullable=False),  # what came in later stays out of every figure on these half-years
    Column("pattern_version", String(20), nullable=False),
    Column("definitions", Text, nullable=False),  # JSON list of id@version
)

# the frozen numbers, one row per view and grouping; body is gzipped JSON of the indicator rows
published_table = Table(
    "published_table",
    metadata,
    Column("publication", ForeignKey("publication.id"), primary_key=True),
    # half: or 12m:, then column names joined by a comma, in the file's order
    Column("grouping", String(80), primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

trail = Table(
    "trail",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("actor", String(40), nullable=False),
    Column("action", String(40), nullable=False),
    Column("object", String(120), nullable=False),
    Column("details", Text, nullable=False),  # JSON; never reply text, names, addresses or tokens
)

keys_metadata = MetaData(naming_convention=metadata.naming_convention)

respondent_key = Table(
    "respondent_key",
    keys_metadata,
    Column("respondent", String(26), primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
    Column("master_id", String(8), nullable=False),
    Column("made_at", Instant, nullable=False),
)
