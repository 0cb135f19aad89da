"""What running a script would do to the page, as found by following it."""

from dataclasses import dataclass, field

from adapters.imuse.reading.scripts.values import Ref


@dataclass
class Effects:
    """What was found, in order. `sure` holds for what no condition stands before."""

    said: list[str] = field(default_factory=list)
    opened: list[tuple[str, str, bool, bool]] = field(default_factory=list)
    """(address, method, by script, sure)"""
    submitted: list[tuple[Ref, bool, bool]] = field(default_factory=list)
    """(form, by script, sure)"""
    assigned: list[tuple[str, str]] = field(default_factory=list)
    """(control, value)"""
    actions: list[str] = field(default_factory=list)
    data: list[Ref] = field(default_factory=list)
    """Forms whose content a script gathers."""
    files: bool = False
    """Whether with their files."""
    targets: dict[str, str] = field(default_factory=dict)
    """Address → the id of what its answer is put into."""
    unread: bool = False
    """Whether it asks for something by script that its literals do not name."""
    unknown: list[str] = field(default_factory=list)
