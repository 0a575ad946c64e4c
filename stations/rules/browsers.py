"""The doorman's description: which browser on which device, in two words."""

# Looked for in this order: most browsers also claim to be the ones before them in history.
_BROWSERS = (
    ("MicroMessenger", "WeChat"), ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"),
    ("HuaweiBrowser", "Huawei"), ("QQBrowser", "QQ"), ("360SE", "360"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_DEVICES = (
    ("HarmonyOS", "HarmonyOS"), ("OpenHarmony", "HarmonyOS"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("Android", "Android"), ("Windows", "Windows"), ("Macintosh", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


def in_words(agent: str) -> str:
    """Give what a person calls the browser that sends `agent` as its name: "Firefox · Windows", or "" where
    neither is known. At most 40 characters, none of them the sender's own."""
    known = [next((name for mark, name in names if mark in agent), "") for names in (_BROWSERS, _DEVICES)]
    return " · ".join(word for word in known if word)
