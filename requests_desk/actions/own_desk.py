"""Whose desk it is: what only the committee's own people may do."""

from portal.common.errors import NotAllowed
from stations.models import Station, Worker


def must_sit_there(committee_id: int, worker: Worker) -> None:
    """Only the committee's own desk acts; officials above it read. Raises NotAllowed."""
    if committee_id not in worker.scope.desk_committees:
        raise NotAllowed


def must_be_own(station: Station, worker: Worker | None) -> None:
    """The resident (no worker) by their link, else only the station's own desk. Raises NotAllowed."""
    if worker is not None:
        must_sit_there(station.committee_id, worker)
