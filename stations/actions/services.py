"""Services: the text by which a matter is found at the desk, by initials too."""

from collections.abc import Iterable

from stations.models import Service
from stations.rules.search import search_text


def reindex_services(*, services: Iterable[Service]) -> None:
    """Write anew the search text of ``services``: names, pinyin, initials and the number at the desk."""
    rows = list(services)
    for service in rows:
        service.search_text = search_text([service.name, service.name_en, str(service.number)])
    Service.objects.bulk_update(rows, ["search_text"], batch_size=500)
