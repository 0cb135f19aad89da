"""Every table. The school is in each one's key or index: nothing is looked up without it."""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, as whole microseconds since 1970: it sorts, and says its zone."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """To microseconds."""
        if value is None:
            return None
        return round(value.timestamp() * 1_000_000)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """To an aware datetime."""
        return None if value is None else datetime.fromtimestamp(value / 1_000_000, UTC)


metadata = MetaData()

session = Table(
    "session",
    metadata,
    Column("school", String, primary_key=True),
    Column("handle", String, primary_key=True, comment="SHA-256 of the cookie, hexadecimal"),
    Column("account", String, nullable=False, comment="pseudonym"),
    Column("opened_at", Moment, nullable=False),
    Column("used_at", Moment, nullable=False),
    Column("sealed", LargeBinary, nullable=False, comment="credentials and old session"),
    Index("session_by_account", "school", "account"),
)

request = Table(
    "request",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True, comment="order of arrival"),
    Column("school", String, nullable=False),
    Column("number", String, nullable=False, comment="the receipt's"),
    Column("account", String, nullable=False, comment="pseudonym"),
    Column("press", String, nullable=False, comment="the same for a double press"),
    Column("kind", String, nullable=False),
    Column("state", String, nullable=False),
    Column("fence", Integer, nullable=False, comment="grows with every transition"),
    Column("asked_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False, comment="not before this is it worked on"),
    Column("attempts", Integer, nullable=False),
    Column("resent", Boolean, nullable=False, comment="proved absent once already"),
    Column("intent_at", Moment, comment="when its first byte was about to leave"),
    Column("seen_at", Moment, comment="when the old site was last read about it"),
    Column("applied_at_once", Boolean, nullable=False),
    Column("body", LargeBinary, nullable=False, comment="sealed: what is asked"),
    Column("result", LargeBinary, comment="sealed: what the old site said"),
    Column("means", LargeBinary, comment="sealed: credentials and old session"),
    Column("means_until", Moment),
    Column("sender", String, comment="the run of a gateway that may have bytes of it to send"),
    Column("lease_until", Moment, comment="until when that run has it to itself, by its clock"),
    Column("erase_asked_at", Moment, comment="its contents go with its end: the family wants it"),
    Column("erased_at", Moment, comment="when its contents were erased: the bare row stays"),
    Column("said", LargeBinary, comment="sealed: what the school has written to the family"),
    UniqueConstraint("school", "number", name="request_number"),
    UniqueConstraint("school", "account", "press", name="request_press"),
    Index("request_by_account", "school", "account", "position"),
    Index("request_by_state", "state", "position"),
    Index("request_by_school", "school", "state", "position"),
    sqlite_autoincrement=True,
)

event = Table(
    "event",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("school", String, nullable=False),
    Column("number", String, nullable=False),
    Column("event", String, nullable=False),
    Column("state", String, nullable=False, comment="reached by it"),
    Column("at", Moment, nullable=False),
    Index("event_by_request", "school", "number", "position"),
    Index("event_by_age", "school", "at"),
    sqlite_autoincrement=True,
)

kept = Table(
    "kept",
    metadata,
    Column("school", String, primary_key=True),
    Column("account", String, primary_key=True, comment="pseudonym, or '' for the whole school"),
    Column("resource", String, primary_key=True, comment="with its parameters"),
    Column("reader", String, primary_key=True, comment="version of the model kept"),
    Column("read_at", Moment, nullable=False),
    Column("value", LargeBinary, nullable=False, comment="sealed"),
)

letter = Table(
    "letter",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("school", String, nullable=False),
    Column("account", String, nullable=False, comment="pseudonym"),
    Column("message_id", String, nullable=False),
    Column("written_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False, comment="recipient, subject and bodies"),
    UniqueConstraint("school", "message_id", name="letter_message_id"),
    Index("letter_due", "due_at"),
    sqlite_autoincrement=True,
)

attempt = Table(
    "attempt",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("school", String, nullable=False),
    Column("scope", String, nullable=False, comment="account, address or all"),
    Column("subject", String, nullable=False, comment="a keyed digest"),
    Column("at", Moment, nullable=False),
    Index("attempt_by_subject", "school", "scope", "subject", "at"),
    Index("attempt_by_age", "at"),
)

draft = Table(
    "draft",
    metadata,
    Column("school", String, primary_key=True),
    Column("account", String, primary_key=True, comment="pseudonym"),
    Column("student", String, primary_key=True, comment="a keyed digest of the reference"),
    Column("changed_at", Moment, nullable=False),
    Column("sealed", LargeBinary, nullable=False, comment="what was chosen and written so far"),
    Index("draft_by_age", "changed_at"),
)

document = Table(
    "document",
    metadata,
    Column("school", String, primary_key=True),
    Column("id", String, primary_key=True, comment="random; the name of its sealed file too"),
    Column("account", String, nullable=False, comment="pseudonym"),
    Column("number", String, comment="the request that holds it; none while it is in a draft"),
    Column("size", Integer, nullable=False, comment="bytes, before sealing"),
    Column("kept_at", Moment, nullable=False),
    Column("sealed", LargeBinary, nullable=False, comment="its name, media type and history"),
    Index("document_by_account", "school", "account"),
    Index("document_by_number", "school", "number"),
)

once = Table(
    "once",
    metadata,
    Column("school", String, primary_key=True),
    Column("press", String, primary_key=True, comment="a keyed digest: what may be sent once only"),
    Column("at", Moment, nullable=False),
    Column("sealed", LargeBinary, comment="what came of it, where it is known"),
    Index("once_by_age", "at"),
)

purge = Table(
    "purge",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("school", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("kind", String, nullable=False, comment="what was erased"),
    Column("count", Integer, nullable=False),
    Column("until", Moment, nullable=False, comment="nothing younger was erased"),
    Column("why", String, nullable=False, comment="age or demand"),
    Index("purge_by_age", "school", "at"),
    sqlite_autoincrement=True,
)

staff = Table(
    "staff",
    metadata,
    Column("school", String, primary_key=True),
    Column("id", String, primary_key=True, comment="random: it may be logged"),
    Column("login", String, nullable=False, comment="what is typed to sign in, without case"),
    Column("name", String, nullable=False, comment="as colleagues read it"),
    Column("role", String, nullable=False),
    Column("password", String, nullable=False, comment="argon2id, with its parameters"),
    Column("totp", LargeBinary, comment="sealed: the second factor's secret"),
    Column("totp_proved_at", Moment, comment="when a code first proved it; none: to be set up"),
    Column("totp_step", BigInteger, nullable=False, comment="the last one used: none before again"),
    Column("recovery", String, nullable=False, comment="keyed digests of the codes left"),
    Column("created_at", Moment, nullable=False),
    Column("disabled_at", Moment),
    UniqueConstraint("school", "login", name="staff_login"),
)

staff_session = Table(
    "staff_session",
    metadata,
    Column("school", String, primary_key=True),
    Column("handle", String, primary_key=True, comment="SHA-256 of the cookie, hexadecimal"),
    Column("staff", String, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("used_at", Moment, nullable=False),
    Column("confirmed_at", Moment, comment="when the second factor was given; none: not yet"),
    Index("staff_session_by_staff", "school", "staff"),
)

act = Table(
    "act",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("school", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("staff", String, nullable=False, comment="'' where nobody was known"),
    Column("name", String, nullable=False, comment="as it was then"),
    Column("what", String, nullable=False),
    Column("number", String, nullable=False, comment="the request's, '' where it is about none"),
    Column("note", LargeBinary, comment="sealed"),
    Index("act_by_request", "school", "number", "position"),
    Index("act_by_age", "school", "at"),
    sqlite_autoincrement=True,
)

announcement = Table(
    "announcement",
    metadata,
    Column("school", String, primary_key=True),
    Column("kind", String, primary_key=True, comment="banner or re_enrolment"),
    Column("text", String, nullable=False, comment="in clear: every family reads it"),
    Column("since", String, nullable=False, comment="a day in Paris, ISO; '' for none"),
    Column("until", String, nullable=False, comment="the last day, ISO; '' for none"),
    Column("version", Integer, nullable=False, comment="grows with every change"),
    Column("changed_at", Moment, nullable=False),
    Column("changed_by", String, nullable=False, comment="a name, as colleagues read it"),
)

digest = Table(
    "digest",
    metadata,
    Column("school", String, primary_key=True),
    Column("day", String, primary_key=True, comment="in Paris, ISO: one digest for each"),
    Column("at", Moment, nullable=False, comment="the next one counts from here"),
)
