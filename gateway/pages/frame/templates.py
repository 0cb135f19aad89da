"""The templates, once for each language, with the filters and tags that they use."""

from functools import partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from gateway.clock import Clock
from gateway.compiled import Compiled
from gateway.language import LANGUAGES, catalogue
from gateway.pages.frame.assets import Assets
from gateway.pages.frame.sentences import PROBLEMS, sentence
from gateway.pages.shown import amounts, dates, sizes
from gateway.pages.shown.help import SCREENS
from gateway.pages.shown.progress import standing, steps

_COMPILED = Compiled()


class Templates:
    """Renders a template in a language; whatever is put in is escaped."""

    def __init__(self, folder: Path, assets: Assets, clock: Clock) -> None:
        """`folder` holds the templates; `assets` gives the addresses of styles and scripts."""
        self._environments = {
            language: _environment(folder, assets, clock, language) for language in LANGUAGES
        }

    def render(self, name: str, language: str, shown: dict[str, object]) -> str:
        """The page of that template; a name that it uses and `shown` lacks is an error."""
        return self._environments[language].get_template(name).render(shown)


def _environment(folder: Path, assets: Assets, clock: Clock, language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(folder),
        bytecode_cache=_COMPILED,
        auto_reload=False,
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    translations = catalogue(language)
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        translations.gettext, translations.ngettext, newstyle=True
    )
    environment.globals.update(
        languages=LANGUAGES,
        language=language,
        asset=assets.address,
        problems=PROBLEMS,
        sentence_of=sentence,
        help_screens=SCREENS,
        standing=standing,
        steps=steps,
    )
    environment.filters.update(
        hour=partial(dates.hour, language=language),
        moment=partial(dates.moment, language=language),
        day=partial(dates.day, language=language),
        recent=lambda at: dates.recent(at, language, clock()),
        duration=partial(dates.duration, language=language),
        clock=partial(dates.clock, language=language),
        whole_date=partial(dates.whole_date, language=language),
        weekday=partial(dates.weekday, language=language),
        euros=partial(amounts.euros, language=language),
        size=partial(sizes.size, language=language),
    )
    return environment
