"""What stands in an address, a field or a header that nobody of good will would put there."""

from tests.payloads import PAYLOADS

HUGE = "9" * 40
LONG = "长" * 5000
BEYOND = (
    str(2**31),
    str(2**63 - 1),
    str(2**63),
    str(-(2**63) - 1),
    HUGE,
)  # the widths of the databases' numbers

TEXTS = (
    "", " ", "\0", "a\0b", "\ufffd", "\x7f\x1b[31m", "a\u202eb\u2066c", "\u200b", "𠮷田㐂𪚥", "'\"`;--",
    "1' OR '1'='1",
    "%s%n{0}{{7*7}}", "%", "%%", "_%",
    "\\", "../../etc/passwd", "\r\nSet-Cookie: a=b", LONG, "a" * 5000, "undefined",
    "null", "true", "[]", "{}", "on", "x" * 256, "ſ", "İ", "ﬁ", "e\u0301" * 40,
)  # fmt: skip
NUMBERS = (
    "-1", "0", "1", "00", "+1", " 1 ", "1.0", "1.5", "1e3", "1e309", "1e400", "-1e400", "nan",
    "inf", "-inf", "NaN,NaN",
    "１２３", "²", "½", "٣", "0x10", "1_000", "1,000", "--1", "1e-400", "32768",
    "0.1234567890123456789", *BEYOND,
)  # fmt: skip
DAYS = (
    "0001-01-01", "9999-12-31", "10000-01-01", "2026-02-30", "2026-11-18", "2026-W47", "2026-W99",
    "0000-00-00",
    "2026-11-18T10:00", "2026-11-18T10:00:00+08:00", "18/11/2026", "２０２６-11-18", "-2026-11-18",
    "2026-11", "24:00",
    "25:61", "9:30", "00:00", "23:59", "0001-01-01T00:00", "9999-12-31T23:59:59.999999", "2026",
    "0", "1582-10-10",
)  # fmt: skip
PLACES = (
    "31.2,121.4", "91,181", "-90,-180", "nan,nan", "inf,inf", "1e400,1", "31.2", ",", "0,0", "31.2,121.4,1",
    "3101", "310107", "310107001", "310107001001", "990101999999", "９９０１０１", "2222-3333", "K7M2-9QXD",
)  # fmt: skip
PEOPLE = (
    "13812341234",
    "１３８１２３４１２３４",
    "1381234",
    "+86 138 1234 1234",
    "a@b",
    "x@例子.中国",
    f"{'a' * 300}@b.cn",
)
ANYTHING = (*TEXTS, *NUMBERS, *DAYS, *PLACES, *PEOPLE, *PAYLOADS[::7])

# What may stand between two slashes: written into the address as it is.
PIECES = (
    "0", "1", "-1", "00012", HUGE, str(2**63), str(2**31), "%EF%BC%91%EF%BC%92", "%C2%B2", "%00",
    "a%00b", "%FF%FE", "%C0%AF",
    "%E2%80%AE", "%F0%A0%AE%B7", "%2e%2e", "..%2f..", "%252e", "%0d%0aX-A:b", "a" * 5000,
    "%E9%95%BF" * 1700, "%", "%zz",
    "x", "none", "new", "%20", "'", '"', "%3Cscript%3E", "2222-3333", "AAAA-AAAA", "9901", "990101",
    "990101001", "990101001001",
    "999999999999", "A" * 16, "A" * 43, "A" * 44, "_", "-", "0.5", "1e5", "add", "autocomplete",
    "2026-11-18", "9999-12-31",
    ";a=b", "a;b", "@", "~", "%7B%7B7*7%7D%7D",
)  # fmt: skip

WHOLE_QUERIES = (
    "", "&", "=", "&&==&", "a", "%00=%00", "%FF=%FF", "a=%FF%FE&a=%C0%AF", "a[]=1&a[b]=2",
    "a=1;b=2", "%", "?", "??a=b",
    "&".join(f"a{n}=1" for n in range(1200)), "q=" + "%E9%95%BF" * 5000, "page=last",
    "_popup=1&_to_field=id", "e=1",
    "_changelist_filters=%00", "q=%F0%A0%AE%B7", "pages=%zz",
)  # fmt: skip

HEADERS: dict[str, tuple[str, ...]] = {
    "HTTP_ACCEPT_LANGUAGE": (
        "",
        "x",
        "zh-CN,zh;q=0.9",
        "en;q=1e400",
        "*;q=-1",
        "a" * 5000,
        "zh-hans;q=",
        "\0",
        ",,,",
    ),
    "HTTP_RANGE": (
        "bytes=0-0",
        "bytes=5-1",
        "bytes=-1",
        "bytes=0-99999999999999",
        "bytes=a-b",
        "lines=1-2",
        "bytes=,",
    ),
    "HTTP_IF_NONE_MATCH": ("*", '"x"', "x", 'W/"x"', "", '"' + "a" * 5000, "\0", '"a", W/"b", c'),
    "HTTP_IF_MATCH": ("*", '"x"', ""),
    "HTTP_IF_MODIFIED_SINCE": (
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Mon, 99 Foo 2026 25:61:61 GMT",
        "x",
        "0",
        "Monday, 01-Jan-00 00:00:00 GMT",
        "Thu Jan  1 00:00:00 1970",
        "Thu, 01 Jan 0000 00:00:00 GMT",
        "-1",
    ),
    "HTTP_IF_UNMODIFIED_SINCE": ("Thu, 01 Jan 1970 00:00:00 GMT", "x"),
    "HTTP_IF_RANGE": ("x", '"x"'),
    "HTTP_HOST": (
        "evil.example",
        "testserver:99999",
        "testserver:x",
        "TESTSERVER",
        "testserver.",
        "[::1]",
        "[",
        "",
        "a" * 5000,
        "\0",
        "testserver,evil",
        "testserver@evil.example",
        "例子.中国",
    ),
    "HTTP_REFERER": (
        "http://testserver/",
        "http://[",
        "x",
        "http://evil.example/",
        "\0",
        "a" * 5000,
        "javascript:x",
    ),
    "HTTP_ORIGIN": ("http://testserver", "null", "http://[", "http://evil.example", "x", ""),
    "HTTP_X_FORWARDED_FOR": ("1.2.3.4", "x", "1.2.3.4, ::1", "," * 500, "\0"),
    "HTTP_X_FORWARDED_HOST": ("evil.example", "["),
    "HTTP_X_FORWARDED_PROTO": ("https", "x"),
    "HTTP_X_REQUESTED_WITH": ("XMLHttpRequest", "fetch"),
    "HTTP_X_CSRFTOKEN": ("x", "a" * 64, "\0"),
    "HTTP_X_HTTP_METHOD_OVERRIDE": ("DELETE",),
    "HTTP_ACCEPT": ("application/json", "*/*;q=x", "text/event-stream", ""),
    "HTTP_ACCEPT_ENCODING": ("gzip", "br;q=1e400", "identity;q=0, *;q=0"),
    "HTTP_USER_AGENT": (
        "",
        "MicroMessenger",
        "a" * 5000,
        "\0",
        "Mozilla/5.0 (\ud83d)".encode("utf-8", "replace").decode(),
    ),
    "HTTP_SEC_FETCH_SITE": ("cross-site", "x"),
    "REMOTE_ADDR": ("", "x", "::1", "fe80::1%eth0"),
}
COOKIES = (
    "sessionid={}", "csrftoken={}", "elder={}", "messages={}", "kiosk={}", "screen={}", "voice={}",
    "voice-en={}",
    "{}={}", "=", ";;;", "sessionid={}; sessionid={}", "a" * 5000,
)  # fmt: skip
METHODS = ("HEAD", "HEAD", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "BREW", "get", "CONNECT")

# Bodies that are not what they say: (kind, bytes).
BODIES: tuple[tuple[str, bytes], ...] = (
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1"),  # ends nowhere
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--\r\n"),  # nameless
    ("multipart/form-data; boundary=x", b"--y--"),
    ("multipart/form-data", b"x"),
    ("multipart/form-data; boundary=" + "é", b"x"),
    ("multipart/form-data; boundary=x",
     b"--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"../\0a\"\r\nContent-Type: \0\r\n\r\nx\r\n--x--"),
    ("multipart/form-data; boundary=x",
     b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x--\r\n"),
    ("application/json", b"{\"a\": "), ("application/json", b"[1, 2]"), ("application/json", b"\xff\xfe"),
    ("text/plain", b"name=x"), ("", b"name=x"), ("x", b"\0" * 100),
    ("application/xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]>"),
    ("application/x-www-form-urlencoded; charset=gb18030", "name=王".encode("gb18030")),
    ("application/x-www-form-urlencoded; charset=nonsense", b"name=%FF"),
    ("application/x-www-form-urlencoded", b"%FF=%FE&%00=%00&a=%zz&\xff\xfe=\xff"),
    ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(1100))),
)  # fmt: skip

# What management forms of inlines may claim.
COUNTS = ("", "x", "-1", "0", "1", "1000", "1001", "99999", HUGE, "１", "1.5", "\0")

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)
FILES: tuple[tuple[str, str, bytes], ...] = (
    ("x.png", "image/png", PNG),
    ("x.png", "image/png", PNG[:40]),
    ("x.png", "image/png", PNG[:20] + b"\xff" * 8 + PNG[28:]),  # as wide as four thousand million dots
    ("x.pdf", "application/pdf", b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"),
    ("x.pdf", "application/pdf", b"%PDF-1.7"),
    ("x.csv", "text/csv", "区划代码,名称\n990101001001,苑\n".encode()),
    ("x.csv", "text/csv", b"\xff\xfe\x00" * 50),
    ("x.csv", "text/csv", b'"' * 999),
    ("x.csv", "text/csv", b"a,b\0c\n1,2,3,4\n"),
    ("x.xlsx", "application/octet-stream", b"PK\x03\x04" + b"\0" * 60),
    ("x.xlsx", "", b"PK\x05\x06" + b"\0" * 18),
    ("", "", b""),
    ("../../x\0.exe", "x", b"MZ"),
    ("长" * 300, "image/webp", b"RIFF\x04\x00\x00\x00WEBPVP8 "),
    ("x.gif", "image/gif", b"GIF89a" + b"\xff" * 30),
    ("x.jpg", "image/jpeg", b"\xff\xd8\xff\xe0" + b"\0" * 30),
    ("x.svg", "image/svg+xml", b"<svg onload=pwn()>"),
)
