"""The keyholes: what the parts of an address may look like. Anything else is a 404 before it is looked up.

Importing this module makes the converters known; every list of addresses that uses one does.
"""

from django.urls import register_converter


class SecretConverter:
    """The secret of a link: letters, digits, - and _; never a NUL byte or half a megabyte."""

    regex = r"[A-Za-z0-9_-]{16,43}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class ReferenceConverter:
    """A reference as we write it (K7M2-9QXD); what people type is cleaned before it gets into an address."""

    regex = r"[0-9A-Z]{4}-[0-9A-Z]{4}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class AreaConverter:
    """A register code: of a city (4 digits), district (6), subdistrict (9) or committee (12)."""

    regex = r"[0-9]{12}|[0-9]{9}|[0-9]{6}|[0-9]{4}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(AreaConverter, "area")
register_converter(SecretConverter, "secret")
register_converter(ReferenceConverter, "reference")
