"""Whose desk it is: what only the committee's own people may do."""

from portal.common.errors import NotAllowed
from stations.models import Worker


def must_sit_there(committee_id: int, worker: Worker) -> None:
    """Only the committee's own desk acts; officials above it read. Raises NotAllowed."""
    if committee_id not in worker.scope.desk_committees:
        raise NotAllowed
