"""What this process holds in memory, and has held."""

from pathlib import Path

_PROCESS = Path("/proc/self")


def memory(line: str = "VmRSS") -> int:
    """In kB, what it holds now; with "VmHWM", the most that it has held."""
    status = (_PROCESS / "status").read_text()
    return int(status.partition(f"{line}:")[2].split()[0])


def forget_the_peak() -> None:
    """Begin to measure: what other tests have held does not count."""
    # proc(5): 5 sets the peak back to what is held now.
    (_PROCESS / "clear_refs").write_text("5")
