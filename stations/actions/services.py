"""Services: the text by which a matter is found at the desk, by initials too."""

from collections.abc import Iterable

from stations.models import Service
from stations.rules.search import other_words, search_text


def reindex_services(*, services: Iterable[Service]) -> None:
    """Write anew the search text of ``services``: names, pinyin, initials, the number at the desk and what
    else people call it."""
    rows = list(services)
    for service in rows:
        called = (service.name, service.name_en, str(service.number), *other_words(service.also_called))
        service.search_text = search_text(called)
    Service.objects.bulk_update(rows, ["search_text"], batch_size=500)
