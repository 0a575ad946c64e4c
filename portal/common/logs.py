"""Logs: one JSON object a line, never a path, a query string or anything personal."""

import json
import logging
import re
from datetime import UTC, datetime

# A traceback may quote what a person typed: phones are blotted out wherever they stand.
PHONE = re.compile(r"(?<!\d)(1[3-9]\d|0\d{2,3}-?)\d{4}(\d{4})(?!\d)")


class JsonFormatter(logging.Formatter):
    """Formats a record as one JSON line; ``record.portal`` (a dict) is merged in."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "portal", {}),
        }
        if record.exc_info:
            # Where it broke, not what it said: messages of database errors quote values.
            line["error"] = getattr(record.exc_info[0], "__name__", "")
            line["trace"] = _places(record)
        return PHONE.sub(r"\1****\2", json.dumps(line, ensure_ascii=False, default=str))


def _places(record: logging.LogRecord) -> list[str]:
    """File, line and function of each frame of the record's traceback."""
    frames, trace = [], record.exc_info[2] if record.exc_info else None
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{code.co_filename}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return frames[-12:]
