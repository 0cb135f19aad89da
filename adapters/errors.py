"""Everything that can go wrong with an extranet, as one tree.

    ExtranetError
    ├── Unavailable            nothing took effect: try again later
    │   ├── Unreachable            no connection, or it broke
    │   ├── TooSlow                no answer in time
    │   ├── ServerFault            the old server said 5xx
    │   └── Maintenance            the old site says that it is closed
    ├── NotUnderstood          a person must look: the screen is closed until then
    │   ├── HalfPage               the page ends before its end
    │   ├── WrongCharset           the bytes are not what they claim to be
    │   ├── ScreenMissing          the words that lead there are not on the page
    │   ├── FormChanged            the form is no longer the one that was open
    │   ├── ColumnsLost            a list is there, but not with the columns that make it that list
    │   └── NoDocument             what came in a document's place is none
    ├── NotListed              nothing of that reference is offered to this family
    ├── ForeignAddress         the old site points outside its own origin: never followed
    ├── SignInRefused          fall back to asking the family
    │   ├── BadCredentials         unknown account or wrong password: never told apart
    │   └── AccountClosed          the old site says that this account may not sign in
    ├── SessionEnded           sign in again, then start from the first reading
    └── ProposalError          nothing was sent
        ├── Unstorable             the old site cannot store these characters
        └── Conflict               what the family saw has changed since

A class's `key` names its sentence for people; the table of sentences lives with the screens.
A write that was sent and not answered is no error: it is `Verdict.UNKNOWN`.
"""

from typing import ClassVar


class ExtranetError(Exception):
    """Something went wrong with the old site."""

    key: ClassVar[str] = "extranet"

    def __init__(self, detail: str = "") -> None:
        """`detail` is for the log: it never holds what a family typed or read."""
        super().__init__(detail or type(self).__doc__)


class Unavailable(ExtranetError):
    """The old site does not answer as it should; nothing took effect."""

    key = "unavailable"


class Unreachable(Unavailable):
    """The old site could not be reached."""

    key = "unreachable"


class TooSlow(Unavailable):
    """The old site did not answer in time."""

    key = "too_slow"


class ServerFault(Unavailable):
    """The old site answered with an error of its own."""

    key = "server_fault"


class Maintenance(Unavailable):
    """The old site says that it is closed for now."""

    key = "maintenance"


class NotUnderstood(ExtranetError):
    """The page is not one that can be read with certainty."""

    key = "not_understood"


class HalfPage(NotUnderstood):
    """The page ends before its end."""

    key = "half_page"


class WrongCharset(NotUnderstood):
    """The page's bytes are not in the charset that it declares."""

    key = "wrong_charset"


class ScreenMissing(NotUnderstood):
    """The words that lead to this screen are not on the page."""

    key = "screen_missing"


class FormChanged(NotUnderstood):
    """The form is no longer the one that was open."""

    key = "form_changed"


class ColumnsLost(NotUnderstood):
    """The list no longer has the columns that it is known by."""

    key = "columns_lost"


class NoDocument(NotUnderstood):
    """What the old site sent in a document's place is none."""

    key = "no_document"


class NotListed(ExtranetError):
    """The old site offers no such thing to this family."""

    key = "not_listed"


class ForeignAddress(ExtranetError):
    """The old site points outside its own origin."""

    key = "foreign_address"


class SignInRefused(ExtranetError):
    """The old site did not let this account in."""

    key = "sign_in_refused"


class BadCredentials(SignInRefused):
    """Unknown account or wrong password."""

    key = "bad_credentials"


class AccountClosed(SignInRefused):
    """The old site says that this account may not sign in."""

    key = "account_closed"

    def __init__(self, words: str) -> None:
        """`words` are the old site's own."""
        super().__init__()
        self.words = words


class SessionEnded(ExtranetError):
    """The old site has ended this session."""

    key = "session_ended"


class ProposalError(ExtranetError):
    """The proposal cannot be sent as it is."""

    key = "proposal"


class Unstorable(ProposalError):
    """The old site cannot store some of these characters."""

    key = "unstorable"

    def __init__(self, field_key: str, characters: str) -> None:
        """`field_key` names the field, `characters` what its page's charset lacks."""
        super().__init__()
        self.field_key = field_key
        self.characters = characters


class Conflict(ProposalError):
    """What the family saw has changed since."""

    key = "conflict"

    def __init__(self, shown: dict[str, str]) -> None:
        """`shown`: key → the value there now, of each field that is not as the family saw it."""
        super().__init__()
        self.shown = shown
