"""The real browser of the journeys: find Chromium, install it where that is allowed, start it.

`python -m tests.browser` prints where it is, and is what `make test` begins with.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, async_playwright

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)

BY_HAND = "sudo apt-get install chromium"

QUIET = (
    "--headless=new",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-proxy-server",
    # Journeys talk to this machine only; any other name does not exist.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


class NoBrowser(Exception):
    """No Chromium here, and no right to install one."""


def find(environment: Mapping[str, str] | None = None) -> Path | None:
    """The browser that `$CHROMIUM` names, or the first that is known by name; None without one.

    Raises:
        NoBrowser: `$CHROMIUM` names something that is not there.
    """
    variables = os.environ if environment is None else environment
    path = variables.get("PATH", os.defpath)
    if chosen := variables.get("CHROMIUM"):
        if found := shutil.which(chosen, path=path):
            return Path(found)
        raise NoBrowser(f"$CHROMIUM désigne {chosen}, qui n’est pas un programme d’ici.")
    return next((Path(found) for name in NAMES if (found := shutil.which(name, path=path))), None)


def install() -> None:
    """Install Debian's Chromium, as root or with a sudo that asks for no password.

    Raises:
        NoBrowser: there is no apt-get, no right to use it, or it failed.
    """
    prefix = _as_root()
    print("Chromium manque : installation du paquet de Debian (apt-get)…", flush=True)
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-y"]
    for step in (["update"], ["install", "--no-install-recommends", "chromium"]):
        done = subprocess.run([*apt, *step], stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise NoBrowser("apt-get n’a pas pu l’installer.")


def _as_root() -> list[str]:
    if shutil.which("apt-get") is None:
        raise NoBrowser("Il n’y a pas d’apt-get ici.")
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if (
        sudo
        and not subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode
    ):
        return [sudo, "-n"]
    raise NoBrowser("L’installer demande d’être root, ou un sudo sans mot de passe.")


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    """A headless Chromium that reaches nothing but this machine.

    Raises:
        NoBrowser: none was found.
    """
    executable = find()
    if executable is None:
        raise NoBrowser(f"Chromium est introuvable. Pour l’installer : {BY_HAND}")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable, args=QUIET)
        try:
            yield browser
        finally:
            await browser.close()


def main() -> int:
    """Print where Chromium is, after installing it if need be; 1 where it cannot be had."""
    try:
        if find() is None:
            install()
        if found := find():
            print(f"Navigateur des parcours : {found}")
            return 0
        raise NoBrowser("apt-get l’a installé, mais il reste introuvable.")
    except NoBrowser as trouble:
        print(
            f"Les tests demandent Chromium. {trouble}\n"
            f"Pour l’installer :\n\n    {BY_HAND}\n\n"
            "ou, s’il est ailleurs : make test CHROMIUM=/chemin/de/chromium",
            file=sys.stderr,
        )
        return 1


if __name__ == "__main__":
    sys.exit(main())
