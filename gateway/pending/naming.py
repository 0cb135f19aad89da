"""How a school knows a family: by the person responsible, as Famille names them. Pure."""

from adapters.model import Field, Sheet


def family_name(sheet: Sheet) -> str:
    """« LEMARCHAND Hélène »; "" where the sheet names nobody."""
    fields = (sheet.named(name) for name in ("family_name", "given_name"))
    return " ".join(filter(None, (_in_force(field) for field in fields if field is not None)))


def _in_force(field: Field) -> str:
    """What is asked to change is not the family's name yet."""
    waiting = field.waiting
    value = field.value if waiting is None or waiting.current is None else waiting.current
    return " ".join(value.split())
