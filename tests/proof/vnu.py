"""The Nu HTML Checker, fetched once into var and believed only with the checksum written here."""

import base64
import hashlib
import json
import shutil
import subprocess
import tarfile
from pathlib import Path

from django.conf import settings

from tests.machine import MissingTool

PACKAGE = "vnu-jar@26.9.27"
SHA512 = "TkQd5DFfOaWC9ebtvozTsrH2Vaod3jYg+vrOeREzIXxBexLz9+rS2DNtjn7+RPUiZhgli0SghgBX6RJRNea0KA=="
FOLDER = Path(settings.BASE_DIR) / "var" / "vnu"


def jar() -> Path:
    """The checker's program; raises MissingTool with what to install where it cannot be had."""
    program = FOLDER / "package" / "build" / "dist" / "vnu.jar"
    if not program.exists():
        fetch()
    return program


def fetch() -> None:
    """Fetch the package with npm, compare its checksum, unpack it."""
    for tool, package in (("npm", "npm"), ("java", "default-jre-headless")):
        if not shutil.which(tool):
            raise MissingTool(f"The HTML checker needs {tool} (Debian: apt-get install {package}).")
    FOLDER.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        ["npm", "pack", PACKAGE, "--silent", "--pack-destination", FOLDER],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise MissingTool(f"npm could not fetch {PACKAGE}: {done.stderr.strip()[-500:]}")
    archive = FOLDER / done.stdout.strip().splitlines()[-1]
    found = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != SHA512:
        archive.unlink()
        raise MissingTool(f"What came for {PACKAGE} is not what it should be: sha512 {found}.")
    with tarfile.open(archive) as packed:
        packed.extractall(FOLDER, filter="data")
    archive.unlink()


def faults(pages: dict[str, str], folder: Path) -> list[str]:
    """What is wrong with ``pages`` ({address: HTML}), one line each, warnings included."""
    names = {}
    for number, (address, page) in enumerate(pages.items()):
        (folder / f"{number}.html").write_text(page)
        names[f"{number}.html"] = address
    done = subprocess.run(
        ["java", "-jar", jar(), "--format", "json", "--exit-zero-always", *(folder / name for name in names)],
        capture_output=True,
        text=True,
        check=False,
    )
    # The checker speaks on its error stream; what is not JSON there means that it did not run.
    return [
        f"{names[message['url'].rpartition('/')[2]]}: {message['message']} | {message.get('extract', '').strip()}"
        for message in json.loads(done.stderr)["messages"]
    ]
