"""The name under which a view carries its access mark: read before the apps are loaded, by the checks."""

MARK = "access_mark"
