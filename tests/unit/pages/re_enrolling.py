"""A whole gateway over tabs Réinscription, and a family that goes through the steps."""

import base64
import io
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from httpx import ASGITransport, AsyncClient, Response
from msgspec.structs import replace
from PIL import Image
from starlette.applications import Starlette

from adapters.model import Field, Kind, Option
from gateway.app import create_app
from gateway.config import Config, Gateway, Mail, ReEnrolment, School
from gateway.keys import VARIABLE
from tests.unit.old_tabs import TabsExtranet
from tests.unit.pages.conftest import ORIGIN
from tests.unit.pages.reading import page, sign_in

WORDING = ReEnrolment(
    receipt="Votre demande est parvenue à l’école.",
    silence="refuses",
    remedies="Devant le tribunal administratif.",
    indispensable=("Justificatif de domicile",),
)
HELENE = {"site": "1", "identifiant": "F-1042", "mot_de_passe": "tilleul-29"}
"""Three students."""
CHIDI = {"site": "2", "identifiant": "F-2077", "mot_de_passe": "o'boé & cie"}
"""One."""
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
QUESTION = Field(
    key="loc", caption="Location d’un instrument", value="", kind=Kind.CHOICE, required=True,
    options=(Option("", "Choisissez"), Option("1", "Oui"), Option("2", "Non")),
)  # fmt: skip


def photo(width: int = 60, height: int = 40) -> bytes:
    """A picture as a telephone makes it."""
    picture = io.BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(picture, "JPEG", quality=95)
    return picture.getvalue()


@asynccontextmanager
async def served(
    school: School, extranet: TabsExtranet, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Starlette]:
    """A gateway at work, on keys from the environment."""
    key = base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()
    monkeypatch.setenv(VARIABLE, f"accounts {key}\n1 {key}\n")
    config = Config(
        gateway=Gateway(data=folder),
        mail=Mail(kind="folder", sender="portail@example.org", folder=folder / "courrier"),
        schools={"ecole": school},
    )
    app = create_app(config, {"ecole": extranet})
    async with app.router.lifespan_context(app):
        yield app


def with_wording(school: School) -> School:
    """The school, open for sending."""
    return replace(school, re_enrolment=WORDING)


def browser(app: Starlette) -> AsyncClient:
    """One that follows to the next page."""
    return AsyncClient(transport=ASGITransport(app), base_url=ORIGIN, follow_redirects=True)


@dataclass
class Parent:
    """A family in a browser, on one student's Réinscription."""

    client: AsyncClient
    base: str = ""
    answers: list[Response] = field(default_factory=list)

    @classmethod
    async def signed_in(cls, client: AsyncClient, who: dict[str, str], child: int = 0) -> "Parent":
        await sign_in(client, **who)
        return cls(client, (await children(client))[child])

    @property
    def ref(self) -> str:
        """The student's reference."""
        return self.base.split("/")[2]

    async def opens(self, step: str = "") -> Response:
        return await self.client.get(self.base + (f"/{step}" if step else ""))

    async def chooses(self, *ticked: str, **answers: str) -> Response:
        """Step 1, those boxes ticked and no other."""
        answer = await self.client.get(self.base, params={"modifier": "1"})
        form = hidden(answer, self.base)
        given = {f"champ:{key}": value for key, value in answers.items()}
        return await self.client.post(self.base, data={**form, **given, "cours": list(ticked)})

    async def gives(
        self, name: str, body: bytes, file: str = "papier.jpg", declared: str = "image/jpeg"
    ) -> Response:
        """Step 2: one document under the name of that value."""
        address = f"{self.base}/documents"
        form = hidden(await self.client.get(address), address) | {"nom": name}
        return await self.client.post(address, data=form, files={"fichier": (file, body, declared)})

    async def writes(self, note: str) -> Response:
        """Step 3."""
        address = f"{self.base}/demande"
        form = hidden(await self.client.get(address), address)
        return await self.client.post(address, data={**form, "demande": note, "reprendre": ""})

    async def sends(self) -> Response:
        """Step 4: « Valider »."""
        address = f"{self.base}/recapitulatif"
        form = hidden(await self.client.get(address), address)
        return await self.client.post(address, data=form)


async def children(client: AsyncClient) -> list[str]:
    """The addresses of the Réinscription of the family's students."""
    answer = await client.get("/eleves")
    files = [str(link["href"]) for link in page(answer).select(".child h3 a")]
    # An only child's file is opened at once.
    return [each.replace("/identite", "/reinscription") for each in files or [answer.url.path]]


def hidden(answer: Response, action: str) -> dict[str, str]:
    """The hidden fields of the form with that action."""
    form = next(form for form in page(answer)("form") if form["action"] == action)
    return {
        str(control["name"]): str(control.get("value", ""))
        for control in form.select("input[type=hidden]")
    }


def ticked(answer: Response) -> dict[str, bool]:
    """The boxes of step 1, by their captions."""
    boxes = page(answer).select("input[type=checkbox][name=cours]")
    return {
        page(answer).select_one(f"label[for={box['id']}]").get_text(strip=True): box.has_attr(  # type: ignore[union-attr]
            "checked"
        )
        for box in boxes
    }


def number(answer: Response) -> str:
    """The receipt's, by its address."""
    found = re.fullmatch(r"/demandes/([A-Z0-9-]+)", answer.url.path)
    assert found, answer.url
    return found[1]
