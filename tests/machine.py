"""What the tests need from the machine: Chromium, Chinese fonts, PostgreSQL's server. Missing ones are
installed where that is ours to do (Debian, as root), else named; no test is ever skipped for them."""

import ctypes
import glob
import os
import shutil
import subprocess
import sys
from pathlib import Path

# The first is Chromium without the window that nobody looks at: a page costs a third of the processor time.
BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
POSTGRES_FOLDERS = "/usr/lib/postgresql/*/bin"


class MissingTool(Exception):
    """Something the tests need is not on this machine; the sentence says what to install."""


def chromium() -> str | None:
    """The browser's path, or None."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def chinese_fonts() -> bool:
    """Whether a font with Chinese characters is installed, without which pictures are all boxes."""
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=True).stdout.strip())


def postgres_binaries() -> Path | None:
    """The newest folder that holds both ``initdb`` and ``postgres``, or None."""

    def version(folder: str) -> float:
        try:
            return float(Path(folder).parent.name)
        except ValueError:
            return 0

    folders = sorted(glob.glob(POSTGRES_FOLDERS), key=version, reverse=True)
    if on_path := shutil.which("initdb"):
        folders.append(str(Path(on_path).resolve().parent))
    return next(
        (Path(f) for f in folders if all((Path(f) / n).exists() for n in ("initdb", "postgres"))), None
    )


def atomic_library() -> bool:
    """Whether the C library that Playwright's own Node.js is linked against can be loaded."""
    if sys.platform != "linux":
        return True
    try:
        ctypes.CDLL("libatomic.so.1")
    except OSError:
        return False
    return True


def missing() -> dict[str, str]:
    """What is not here: {Debian's package: what it is for}."""
    needs = {
        "chromium-headless-shell": ("the browser of the journeys", chromium()),
        "fonts-noto-cjk": ("Chinese characters in that browser", chinese_fonts()),
        "libatomic1": ("what Playwright's driver is linked against", atomic_library()),
        "postgresql": ("the second database every test runs on", postgres_binaries()),
    }
    return {package: purpose for package, (purpose, present) in needs.items() if not present}


def prepare() -> None:
    """Install what is missing with apt-get as root, else raise MissingTool with what to install."""
    lacking = missing()
    if not lacking:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        names = "; ".join(f"{package} ({purpose})" for package, purpose in lacking.items())
        raise MissingTool(f"The tests need these packages, please install them: {names}.")
    print(f"Installing from Debian: {', '.join(lacking)} ...", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *lacking]):
        done = subprocess.run(
            ["apt-get", "-qq", *command], env=quiet, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise MissingTool(f"apt-get {command[0]} failed: {done.stderr.strip()[-500:]}")
    if still := missing():
        raise MissingTool(f"Installed, but still not found: {', '.join(still)}.")
