"""The end of a phone number, as the database knows it: what people say who do not know it by heart."""

from typing import Any

from django.db import models


class LastFour(models.Func):
    """The last four characters of a text. The number stands in the statement itself, as it does in the index."""

    arity = 1
    template = "RIGHT(%(expressions)s, 4)"
    output_field = models.CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """SQLite counts from the end by a negative number."""
        return self.as_sql(compiler, connection, template="SUBSTR(%(expressions)s, -4)", **more)
