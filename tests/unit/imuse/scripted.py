"""Reads a page whose scripts ask for its lines."""

import asyncio
import json
from collections.abc import Mapping

from adapters.imuse.profile import Profile
from adapters.imuse.reading.page import Page
from adapters.imuse.reading.read import Source, read_page
from tests.unit.imuse.reader import BASE, URL

FOLDER = URL.rpartition("/")[0] + "/"


def filled(
    html: str,
    answers: Mapping[str, object],
    profile: Profile = BASE,
    scripts: Mapping[str, str] | None = None,
) -> Page:
    """The page once its scripts have what they ask: texts as they stand, data as JSON."""
    source = Source(url=URL, body=html.encode(), content_type="text/html")
    came = {
        FOLDER + name: answer if isinstance(answer, str) else json.dumps(answer)
        for name, answer in answers.items()
    }
    return asyncio.run(read_page(source, profile.reading, scripts, came))
