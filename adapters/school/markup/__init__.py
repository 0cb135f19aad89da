"""The two faces of the school: what differs between them but for their templates."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import ClassVar, Literal
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

MarkupName = Literal["old", "refreshed"]

ROOT = "/centre-demo/extranet"
ENTRY = f"{ROOT}/extranet2/portail_nc.php"
"""The address that the guide's own resembles; under it the old markup has all its screens."""

_HERE = Path(__file__).resolve().parent


class Markup(ABC):
    """How the pages look, where they are, and how they say things."""

    name: ClassVar[MarkupName]
    charset: ClassVar[str]
    content_type: ClassVar[str]
    cookie: ClassVar[str]
    """Attributes of the session's cookie."""
    static: ClassVar[str]
    """The address of its pictures or style sheet."""
    pages: ClassVar[str]
    """The address of its screens: `{slug}` in it stands for the screen."""
    token: ClassVar[str]
    """The name of the hidden anti-forgery control."""
    tells_in_place: ClassVar[bool]
    """Whether the answer to a form is a page with its message, or a redirect to one."""
    renews_session: ClassVar[bool]
    """Whether signing in changes the session's id."""
    expired: ClassVar[str]
    """What the sign-in page says in place of a screen whose session has ended."""
    student_in_session: ClassVar[bool]
    """Whether the server remembers the chosen student, or every address names it."""
    missing: ClassVar[int]
    """The status of a page that says there is no such thing."""
    serves_any_invoice: ClassVar[bool]
    """Whether the number of another family's invoice is good for its duplicate."""
    imports_in_a_window: ClassVar[bool]
    """Whether « Importer » opens a window with a page of its own, or a dialog in the tab's page."""
    looks_into_files: ClassVar[bool]
    """Whether a file must begin as its kind does, or only be called so."""
    tells_unknown_pairs: ClassVar[bool]
    """Whether « Mot de passe perdu » says that an identifier and an e-mail are not known."""

    @cached_property
    def templates(self) -> Environment:
        """Its templates."""
        return Environment(
            loader=FileSystemLoader(_HERE / self.name),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    @property
    def static_folder(self) -> Path:
        """Where its pictures or style sheet lie."""
        return _HERE / self.name / "static"

    @abstractmethod
    def link(self, slug: str, /, **parameters: str) -> str:
        """A screen's address, as its pages write it."""

    @abstractmethod
    def control(self, form: str, name: str) -> str:
        """What a form calls the control for `name`."""

    @abstractmethod
    def box(self, form: str, number: str) -> tuple[str, str]:
        """Name and value of the check box for the row of that number."""

    @abstractmethod
    def pressed(self, form: Mapping[str, str], button: str) -> bool:
        """Whether the form was sent by that button."""


class Old(Markup):
    """About 2005."""

    name = "old"
    charset = "windows-1252"
    content_type = "text/html"
    cookie = "path=/"
    static = f"{ROOT}/extranet2/img"
    pages = ENTRY
    token = "jeton"
    tells_in_place = True
    renews_session = False
    expired = ""
    student_in_session = True
    missing = 200
    serves_any_invoice = True
    imports_in_a_window = True
    looks_into_files = False
    tells_unknown_pairs = True

    def link(self, slug: str, /, **parameters: str) -> str:
        """Relative, with the screen in the query."""
        return f"portail_nc.php?{urlencode({'p': f'nc_{slug}', 't': 'usager', **parameters})}"

    def control(self, form: str, name: str) -> str:
        """With an underscore."""
        return f"{form}_{name}"

    def box(self, form: str, number: str) -> tuple[str, str]:
        """One name for each."""
        return f"{form}_{number}", "1"

    def pressed(self, form: Mapping[str, str], button: str) -> bool:
        """A button is a control of its own."""
        return button in form


class Refreshed(Markup):
    """About 2016."""

    name = "refreshed"
    charset = "utf-8"
    content_type = "text/html; charset=UTF-8"
    cookie = "path=/; HttpOnly"
    static = f"{ROOT}/assets"
    pages = f"{ROOT}/usager/{{slug}}"
    token = "_token"
    tells_in_place = False
    renews_session = True
    expired = "Votre session a expiré, veuillez vous reconnecter."
    student_in_session = False
    missing = 404
    serves_any_invoice = False
    imports_in_a_window = False
    looks_into_files = True
    tells_unknown_pairs = False

    def link(self, slug: str, /, **parameters: str) -> str:
        """From the root, with words between dashes."""
        query = f"?{urlencode(parameters)}" if parameters else ""
        return self.pages.format(slug=slug.replace("_", "-")) + query

    def control(self, form: str, name: str) -> str:
        """With brackets."""
        return f"{form}[{name}]"

    def box(self, form: str, number: str) -> tuple[str, str]:
        """One name for all."""
        return f"{form}[cours][]", number

    def pressed(self, form: Mapping[str, str], button: str) -> bool:
        """All buttons share one name."""
        return form.get("action") == button


def markup_named(name: MarkupName) -> Markup:
    """The markup of that name."""
    return {"old": Old, "refreshed": Refreshed}[name]()
