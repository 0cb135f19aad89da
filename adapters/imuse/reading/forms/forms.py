"""The forms of a document, with every control that a browser would know of."""

from collections.abc import Iterator

from bs4 import Tag
from bs4.element import NavigableString

from adapters.imuse.charset import FALLBACK
from adapters.imuse.reading.beside import next_caption
from adapters.imuse.reading.document import CONTROLS, END, Document, attribute, holds
from adapters.imuse.reading.forms.around import Around, fields_of
from adapters.imuse.reading.forms.captions import Captions
from adapters.imuse.reading.forms.labels import Labels
from adapters.imuse.reading.forms.marks import Marks, Region, regions
from adapters.imuse.reading.forms.sections import Sections
from adapters.imuse.reading.kinds import BUTTONS, kind_of
from adapters.imuse.reading.lexicon import Lexicon
from adapters.imuse.reading.page import Choice, Control, Form, Label, LooseLine
from adapters.imuse.reading.words import caption, fold, tidy


class Forms:
    """Reads the forms of one document; other readers ask it where an element ended up."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        """Reads at once: captions must be known before anything else is named."""
        self._document = document
        self._lexicon = lexicon
        self._captions = Captions(document, lexicon)
        self._owned = _owned(document)
        self._controls = [tag for _, tags in self._owned for tag in tags]
        shown = [tag for tag in self._controls if _is_seen(tag) and self._captions.shows(tag)]
        visible = sorted(shown, key=document.place)
        fields = [tag for tag in visible if kind_of(tag) not in BUTTONS]
        self._words = {id(tag): self._captions.caption(tag, _group(tag, fields)) for tag in fields}
        self._boxes = {
            id(tag): self._captions.words_of_box(tag)
            for tag in fields
            if kind_of(tag) in ("checkbox", "radio")
        }
        self._regions = regions(document, self._captions, lexicon, visible)
        of_fields = [self._regions[id(tag)] for tag in fields]
        self._marks = Marks(document, lexicon, of_fields)
        self._sections = Sections(document, self._captions, lexicon)
        self._around = Around(document, fields_of(self._controls))
        self.legends = self._marks.legends

    @property
    def elements(self) -> list[tuple[Tag | None, list[Tag]]]:
        """Each form's element (None for controls outside any form) with its controls."""
        return self._owned

    @property
    def texts(self) -> set[int]:
        """The ids of the texts that are captions of controls."""
        return self._captions.claimed

    def name_controls(self, strings: list[NavigableString]) -> bool:
        """Whether these words are all captions of controls."""
        claimed = self._captions.claimed
        return all(id(string) in claimed for string in strings if fold(string))

    def read(self) -> tuple[Form, ...]:
        """The forms, in the document's order."""
        return tuple(self._form(element, tags) for element, tags in self._owned)

    def loose(self) -> tuple[LooseLine, ...]:
        """The lines of lists of boxes that have no box."""
        boxes = [tag for tag in self._controls if kind_of(tag) == "checkbox"]
        return tuple(sorted(self._around.loose(boxes), key=lambda line: line.place))

    def _form(self, element: Tag | None, tags: list[Tag]) -> Form:
        name = "" if element is None else attribute(element, "accept-charset").split(" ")[0]
        return Form(
            action=self._action(element),
            method="POST" if element is not None and _is(element, "method", "post") else "GET",
            enctype="" if element is None else attribute(element, "enctype").lower(),
            charset=name.lower() or self._document.charset or FALLBACK,
            ident="" if element is None else attribute(element, "id") or attribute(element, "name"),
            controls=tuple(self._control(tag, element) for tag in tags),
            labels=tuple(self._labels(element)) if element is not None else (),
        )

    def _action(self, element: Tag | None) -> str:
        """An empty action is the page's own address, whatever its base."""
        action = "" if element is None else attribute(element, "action").strip()
        return self._document.address(action or self._document.own_url)

    def _labels(self, form: Tag) -> Iterator[Label]:
        taken = {
            id(node)
            for region in self._regions.values()
            for node in region.nodes
            if not isinstance(node, Tag) and not next_caption(region.control, node)
        } | self.legends
        for words, value, tag in Labels(self._document, self._captions, self._lexicon, taken).of(
            form
        ):
            yield Label(
                caption=words,
                value=value,
                section=self._sections.of(tag, form),
                place=self._document.place(tag),
            )

    def _control(self, tag: Tag, form: Tag | None) -> Control:
        kind = kind_of(tag)
        region = self._regions.get(id(tag))
        is_field = region is not None and kind not in BUTTONS
        claimed = self._captions.claimed
        return Control(
            name=attribute(tag, "name"),
            type=kind,
            value=_value(tag, kind),
            checked=tag.has_attr("checked"),
            choices=tuple(_choices(tag)) if tag.name == "select" else (),
            caption=self._words.get(id(tag), "")
            if is_field
            else _button_words(tag, self._document),
            label=self._boxes.get(id(tag), ""),
            section=self._sections.of(tag, form) if is_field else "",
            hint=self._marks.hint(region, claimed) if is_field and region else "",
            disabled=_is_disabled(tag),
            readonly=tag.has_attr("readonly"),
            required=tag.has_attr("required")
            or _is(tag, "aria-required", "true")
            or (is_field and region is not None and self._says_required(region)),
            max_length=_number(attribute(tag, "maxlength")),
            marker=self._marks.of(region, claimed) if is_field and region else None,
            seen=region is not None,
            ident=attribute(tag, "id"),
            place=self._document.place(tag),
            accept=attribute(tag, "accept"),
            around=self._around.of(tag),
        )

    def _says_required(self, region: Region) -> bool:
        words = fold(" ".join(self._captions.nodes(region.control)))
        return "obligatoire" in words.split()


def _owned(document: Document) -> list[tuple[Tag | None, list[Tag]]]:
    """The forms with their controls, as a browser assigns them."""
    forms: list[tuple[Tag | None, list[Tag]]] = [
        (tag, []) for tag in document.soup.find_all("form")
    ]
    by_id = {attribute(tag, "id"): tags for tag, tags in forms if tag is not None}
    by_element = {id(tag): tags for tag, tags in forms}
    orphans: list[Tag] = []
    for tag in document.soup.find_all(CONTROLS):
        inside = tag.find_parent("form")
        if tag.has_attr("form"):
            by_id.get(attribute(tag, "form"), orphans).append(tag)
        elif isinstance(inside, Tag):
            by_element[id(inside)].append(tag)
        else:
            orphans.append(tag)
    return _adopted(document, forms, orphans)


def _adopted(
    document: Document, forms: list[tuple[Tag | None, list[Tag]]], orphans: list[Tag]
) -> list[tuple[Tag | None, list[Tag]]]:
    """A form keeps the controls up to its end tag, wherever the parser has closed it.

    As browsers do (HTML, « form element pointer »): markup across tables is not nested.
    """
    ends = [document.place(tag) for tag in document.soup.find_all(END)]
    rest: list[Tag] = []
    for orphan in orphans:
        place = document.place(orphan)
        before = [(tag, tags) for tag, tags in forms if tag and document.place(tag) < place]
        start = document.place(before[-1][0]) if before and before[-1][0] else place
        if before and not any(start < end < place for end in ends):
            before[-1][1].append(orphan)
        else:
            rest.append(orphan)
    return [*forms, (None, rest)] if rest else forms


def _is_seen(tag: Tag) -> bool:
    return kind_of(tag) != "hidden"


def _group(tag: Tag, fields: list[Tag]) -> list[Tag]:
    name = attribute(tag, "name")
    return [one for one in fields if kind_of(one) == "radio" and attribute(one, "name") == name]


def _value(tag: Tag, kind: str) -> str:
    if kind == "textarea":
        # A browser drops the line break that may follow the opening tag.
        return tag.get_text().replace("\r\n", "\n").removeprefix("\n")
    if kind in ("checkbox", "radio") and not tag.has_attr("value"):
        return "on"
    value = tag.get("value")
    return value if isinstance(value, str) else ""


def _choices(tag: Tag) -> Iterator[Choice]:
    for option in tag.find_all("option"):
        label = tidy(option.get_text()) or attribute(option, "label")
        group = option.find_parent("optgroup")
        yield Choice(
            value=attribute(option, "value") if option.has_attr("value") else label,
            label=label,
            selected=option.has_attr("selected"),
            disabled=option.has_attr("disabled")
            or (isinstance(group, Tag) and group.has_attr("disabled")),
        )


def _button_words(tag: Tag, document: Document) -> str:
    words = document.text(tag) if tag.name == "button" else ""
    named = (attribute(tag, name) for name in ("value", "alt", "title", "aria-label"))
    default = {"submit": "Envoyer", "reset": "Réinitialiser"}.get(kind_of(tag), "")
    return caption(words) or next((caption(word) for word in named if fold(word)), default)


def _is_disabled(tag: Tag) -> bool:
    if tag.has_attr("disabled"):
        return True
    for fieldset in tag.find_parents("fieldset", disabled=True):
        legend = fieldset.find("legend")
        if not isinstance(legend, Tag) or not holds(legend, tag):
            return True
    return False


def _is(tag: Tag, name: str, value: str) -> bool:
    return attribute(tag, name).strip().lower() == value


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and int(text) > 0 else None
