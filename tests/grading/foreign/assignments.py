"""The assignments, by name."""

from __future__ import annotations

from foreign.small import L, M, P, S, Small, T

F = "def f(x):\n    return 2 * x"
ZERO = {"zero": {"f": "def f(x):\n    return 0"}}

ASSIGNMENTS: dict[str, Small] = {
    # ---- IPython in test cells
    "magic-time": Small((S("f", F), T("t", 2, "%%time\nassert f(2) == 4")), ZERO),
    "magic-capture": Small((S("f", F), T("t", 2, "%%capture\nassert f(2) == 4")), ZERO),
    "magic-timeit": Small((S("f", F), T("t", 2, "%%timeit -n 1 -r 1\nassert f(2) == 4")), ZERO),
    "magic-line-time": Small((S("f", F), T("t", 2, "%time y = f(2)\nassert y == 4")), ZERO),
    "magic-line-time-error": Small((S("f", F), T("t", 2, "def must(b):\n    assert b\n%time must(f(2) == 4)")), ZERO),
    "magic-captured-text": Small(
        (
            S("f", 'def f(x):\n    print("got", x)'),
            T("t", 2, "%%capture out\nf(3)"),
            T("u", 2, 'assert out.stdout == "got 3\\n"'),
        ),
        {"silent": {"f": "def f(x):\n    pass"}},
    ),
    "magic-prun": Small((S("f", F), T("t", 2, "%%prun -q\nassert f(2) == 4")), ZERO),
    "magic-matplotlib": Small((S("f", F), T("t", 2, "%matplotlib inline\nassert f(2) == 4")), ZERO),
    "magic-shell": Small((S("f", F), T("t", 2, "n = !echo 4\nassert f(2) == int(n[0])")), ZERO, mode="in-student"),
    "magic-bash": Small(
        (S("f", F), T("t", 2, "%%bash\nexit 0"), T("u", 1, "assert f(2) == 4")), ZERO, mode="in-student"
    ),
    "await": Small(
        (S("f", "async def f(x):\n    return 2 * x"), T("t", 2, "assert await f(2) == 4")),
        {"zero": {"f": "async def f(x):\n    return 0"}},
    ),
    "display": Small((S("f", F), T("t", 2, "display(f(2))\nassert f(2) == 4")), ZERO),
    "checker-captured": Small(
        (S("f", F), L("c", "%%capture\ndef check(g):\n    assert g(2) == 4"), T("t", 2, "check(f)")),
        {**ZERO, "replaces": {"f": "def f(x):\n    return 0\ndef check(g):\n    return True"}},
    ),
    "checker-run": Small(
        (S("f", F), L("c", "%run checks.py"), T("t", 2, "check(f)")),
        {**ZERO, "replaces": {"f": "def f(x):\n    return 0\ndef check(g):\n    return True"}},
        files={"checks.py": "def check(g):\n    assert g(2) == 4\n"},
    ),
    "checker-beside-shell": Small(
        (S("f", F), L("c", "!true\ndef check(g):\n    assert g(2) == 4"), T("t", 2, "check(f)")),
        {**ZERO, "replaces": {"f": "def f(x):\n    return 0\ndef check(g):\n    return True"}},
        mode="in-student",
    ),
    # ---- What a notebook remembers
    "history-last": Small(
        (S("f", 'print("hello")'), T("t", 1, 'assert "hello" in _i')),
        {"bye": {"f": 'print("bye")'}},
    ),
    "history-in": Small(
        (
            S("f", "x = 3 * 14"),
            T("t", 1, 'assert "3 * 14" in In[-2]\nassert x == 42'),
            T("u", 1, "exec(In[-3])\nassert x == 42"),
        ),
        {"typed": {"f": "x = 42"}, "other": {"f": "x = 3 * 14 + 1"}},
    ),
    "history-out": Small(
        (S("f", "6 * 7"), T("t", 1, "assert _ == 42"), T("u", 1, "assert 42 in Out.values()")),
        {"other": {"f": "6 * 8"}, "none": {"f": "x = 6 * 7"}},
    ),
    # ---- Imports
    "imports-before-markdown": Small(
        (
            P("import numpy as np"),
            M("m", "Why?", 1),
            S("xs", "xs = np.arange(3)"),
            T("t", 2, "assert np.allclose(xs, np.arange(3))"),
        ),
        {"short": {"xs": "xs = np.arange(2)"}, "ones": {"xs": "xs = np.ones(3)"}},
    ),
    "imports-tried": Small(
        (
            P("try:\n    import numpy as np\nexcept ImportError:\n    np = None"),
            S("xs", "xs = np.arange(3)"),
            T("t", 2, "assert np.allclose(xs, np.arange(3))"),
        ),
        {
            "short": {"xs": "xs = np.arange(2)"},
            "replaces": {"xs": "xs = np.zeros(3)\nclass np:\n    allclose = lambda *a: True\n    arange = range"},
        },
    ),
    "imports-renamed": Small(
        (
            P("import numpy\nnp = numpy"),
            S("xs", "xs = np.arange(3)"),
            T("t", 2, "assert np.allclose(xs, np.arange(3))"),
        ),
        {"short": {"xs": "xs = np.arange(2)"}, "masked": {"xs": "import numpy.ma\nxs = [5, 5, 5]\nnp = numpy.ma"}},
    ),
    "imports-of-students": Small(
        (S("f", "import math\ndef f(x):\n    return math.pi * x"), T("t", 2, "assert f(2) == 2 * math.pi")),
        {"two": {"f": "import math\ndef f(x):\n    return 6.28 * x"}},
    ),
    # ---- Points
    "partial": Small(
        (S("f", F), T("t", 4, "sum([f(0) == 0, f(1) == 2, f(2) == 4, f(3) == 6])")),
        {**ZERO, "square": {"f": "def f(x):\n    return x * x"}},
    ),
}
