"""The broom: files in the storage that no row names any more."""

from collections.abc import Callable, Container
from datetime import datetime, timedelta

from django.core.files.storage import default_storage

# Before it is so old a file is left alone: the row of a new one may still be on its way.
SWEPT_AFTER = timedelta(days=1)


def sweep(folder: str, known: Container[str], *, name_of: Callable[[str], str], at: datetime) -> int:
    """Delete the files of ``folder`` whose row (its name, read from the file's by ``name_of``) is not among
    ``known``. Returns how many."""
    if not default_storage.exists(folder):
        return 0
    lost = [f"{folder}/{file}" for file in default_storage.listdir(folder)[1] if name_of(file) not in known]
    old = [file for file in lost if default_storage.get_modified_time(file) < at - SWEPT_AFTER]
    for file in old:
        default_storage.delete(file)
    return len(old)
