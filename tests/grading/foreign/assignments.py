"""The assignments, by name."""

from __future__ import annotations

from foreign.courses import SHEETS
from foreign.small import L, M, P, S, Small, T
from foreign.values import VALUES

F = "def f(x):\n    return 2 * x"
ZERO = {"zero": {"f": "def f(x):\n    return 0"}}

ASSIGNMENTS: dict[str, Small] = {
    **SHEETS,
    **VALUES,
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
        better={("replaces", "t"): 0.0},
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
    # ---- What is the same object
    "alias-rows": Small(
        (
            S("f", "def zeros(n, m):\n    return [[0] * m for _ in range(n)]"),
            T("t", 1, "g = zeros(3, 3)\ng[0][0] = 1\nassert g[1][0] == 0"),
        ),
        {"shared": {"f": "def zeros(n, m):\n    return [[0] * m] * n"}},
        {
            "appends": {
                "f": "def zeros(n, m):\n    g = []\n    for _ in range(n):\n        g.append([0] * m)\n    return g"
            }
        },
    ),
    "alias-variable": Small(
        (S("f", "grid = [[0] * 3 for _ in range(3)]"), T("t", 1, "grid[0][0] = 1\nassert grid[1][0] == 0")),
        {"shared": {"f": "grid = [[0] * 3] * 3"}},
    ),
    "alias-argument": Small(
        (
            S("f", "def double_all(xs):\n    return [2 * x for x in xs]"),
            T("t", 1, "e = []\nassert double_all(e) is not e\nxs = [1]\nassert double_all(xs) == [2] and xs == [1]"),
        ),
        {"same": {"f": "def double_all(xs):\n    for i in range(len(xs)):\n        xs[i] *= 2\n    return xs"}},
    ),
    "alias-returned": Small(
        (
            S("f", "def push(xs, x):\n    xs.append(x)\n    return xs"),
            T("t", 1, "xs = [1]\nassert push(xs, 2) is xs\nassert xs == [1, 2]"),
        ),
        {
            "copy": {"f": "def push(xs, x):\n    return xs + [x]"},
            "both": {"f": "def push(xs, x):\n    xs.append(x)\n    return list(xs)"},
        },
    ),
    "alias-nested": Small(
        (
            S("f", "def first(rows):\n    return rows[0]"),
            T("t", 1, "rows = [[1], [2]]\nassert first(rows) is rows[0]"),
        ),
        {"copy": {"f": "def first(rows):\n    return list(rows[0])"}},
    ),
    "alias-global": Small(
        (
            S("f", "log = []\ndef pure(x):\n    return x + 1"),
            T("t", 1, "n = len(log)\npure(1)\nassert len(log) == n"),
            T("u", 1, "kept = log\npure(1)\nassert len(kept) == 0"),
        ),
        {"appends": {"f": "log = []\ndef pure(x):\n    log.append(x)\n    return x + 1"}},
    ),
    "alias-default": Small(
        (
            S("f", "def add(x, to=None):\n    to = [] if to is None else to\n    to.append(x)\n    return to"),
            T("t", 1, "a = add(1)\nb = add(2)\nassert a is not b\nassert a == [1] and b == [2]"),
        ),
        {"default": {"f": "def add(x, to=[]):\n    to.append(x)\n    return to"}},
    ),
    # ---- What a function is
    "docstring": Small(
        (
            S("f", 'def f(x):\n    """Twice x."""\n    return 2 * x'),
            T("t", 1, "assert f.__doc__"),
            T("u", 1, 'assert "wice" in f.__doc__'),
        ),
        {"none": {"f": "def f(x):\n    return 2 * x"}, "other": {"f": 'def f(x):\n    """x"""\n    return 2 * x'}},
    ),
    "signature": Small(
        (
            S("f", "def f(a, b=3):\n    return a + b"),
            T("t", 1, "import inspect\nassert list(inspect.signature(f).parameters) == ['a', 'b']"),
            T("u", 1, "import inspect\nassert inspect.signature(f).parameters['b'].default == 3"),
        ),
        {"four": {"f": "def f(a, b, c=0, d=0):\n    return a + b"}, "other": {"f": "def f(a, b=4):\n    return a + b"}},
    ),
    "source-of-function": Small(
        (
            S("f", "def f(xs):\n    return [2 * x for x in xs]"),
            T("t", 1, "import inspect\nassert 'for' in inspect.getsource(f) and 'while' not in inspect.getsource(f)"),
        ),
        {
            "while": {
                "f": "def f(xs):\n    i, out = 0, []\n    while i < len(xs):\n        out.append(2 * xs[i])\n        i += 1\n    return out"
            }
        },
    ),
    "names-of-function": Small(
        (
            S("f", "def square_root(x):\n    return x ** 0.5"),
            T(
                "t",
                1,
                "assert square_root.__name__ == 'square_root'\nassert callable(square_root)\nassert square_root(4) == 2",
            ),
            T("u", 1, "assert 'square_root' in globals()\nassert 'nothing' not in globals()"),
        ),
        {"lambda": {"f": "square_root = lambda x: x ** 0.5"}, "none": {"f": "def other(x):\n    return x ** 0.5"}},
    ),
    "closures": Small(
        (
            S(
                "f",
                "def counter():\n    n = 0\n    def step():\n        nonlocal n\n        n += 1\n        return n\n    return step",
            ),
            T("t", 1, "c, d = counter(), counter()\nassert [c(), c(), d(), c()] == [1, 2, 1, 3]"),
        ),
        {
            "shared": {
                "f": "n = 0\ndef counter():\n    def step():\n        global n\n        n += 1\n        return n\n    return step"
            }
        },
    ),
    "decorators": Small(
        (
            S(
                "f",
                "import functools\ndef counted(g):\n    @functools.wraps(g)\n    def inner(*a):\n        inner.calls += 1\n        return g(*a)\n    inner.calls = 0\n    return inner",
            ),
            T("t", 1, "@counted\ndef g(x):\n    return x + 1\nassert g(1) == 2 and g(2) == 3\nassert g.calls == 2"),
            T(
                "u",
                1,
                "@counted\ndef h(x):\n    'Hello.'\n    return x\nassert h.__name__ == 'h' and h.__doc__ == 'Hello.'",
            ),
        ),
        {
            "unwrapped": {
                "f": "def counted(g):\n    def inner(*a):\n        inner.calls += 1\n        return g(*a)\n    inner.calls = 0\n    return inner"
            },
            "uncounted": {"f": "def counted(g):\n    g.calls = 0\n    return g"},
        },
    ),
    # ---- Objects
    "class-account": Small(
        (
            S(
                "f",
                "class Account:\n    def __init__(self, owner, balance=0):\n        self.owner = owner\n        self.balance = balance\n        self.history = []\n    def deposit(self, x):\n        if x <= 0:\n            raise ValueError('positive')\n        self.balance += x\n        self.history.append(x)\n    def __repr__(self):\n        return f'Account({self.owner!r}, {self.balance})'",
            ),
            T("t", 1, "a = Account('ada')\na.deposit(5)\nassert a.balance == 5 and a.owner == 'ada'"),
            T("u", 1, "h = a.history\na.deposit(6)\nassert h == [5, 6]"),
            T("v", 1, "try:\n    a.deposit(-1)\nexcept ValueError:\n    pass\nelse:\n    assert False"),
            T("w", 1, "assert repr(a) == \"Account('ada', 11)\" and f'{a}' == str(a)"),
            T(
                "x",
                1,
                "assert isinstance(a, Account) and not isinstance(5, Account) and type(a) is Account and type(a).__name__ == 'Account'",
            ),
        ),
        {
            "sums": {
                "f": "class Account:\n    def __init__(self, owner, balance=0):\n        self.owner, self.balance, self.history = owner, balance, ()\n    def deposit(self, x):\n        self.balance += x\n        self.history += (x,)"
            },
            "empty": {"f": "class Account:\n    pass"},
            "function": {"f": "def Account(owner):\n    return 5"},
        },
    ),
    "class-operators": Small(
        (
            S(
                "f",
                "class V:\n    def __init__(self, x, y):\n        self.x, self.y = x, y\n    def __add__(self, o):\n        return V(self.x + o.x, self.y + o.y)\n    def __mul__(self, k):\n        return V(k * self.x, k * self.y)\n    __rmul__ = __mul__\n    def __eq__(self, o):\n        return (self.x, self.y) == (o.x, o.y)\n    def __len__(self):\n        return 2\n    def __getitem__(self, i):\n        return (self.x, self.y)[i]\n    def __bool__(self):\n        return self.x != 0 or self.y != 0\n    def __lt__(self, o):\n        return self.x < o.x",
            ),
            T("t", 1, "s = V(1, 2) + V(3, 4)\nassert (s.x, s.y) == (4, 6)"),
            T("u", 1, "assert V(1, 2) == V(1, 2) and V(1, 2) != V(1, 3)"),
            T("v", 1, "assert (2 * V(1, 2)).y == 4 and (V(1, 2) * 3).x == 3"),
            T("w", 1, "assert len(V(1, 2)) == 2 and list(V(5, 6)) == [5, 6] and V(7, 8)[1] == 8"),
            T(
                "x",
                1,
                "assert not V(0, 0) and V(1, 0) and V(1, 0) < V(2, 0)\nassert sorted([V(3, 0), V(1, 0)])[0].x == 1",
            ),
        ),
        {
            "wrong": {
                "f": "class V:\n    def __init__(self, x, y):\n        self.x, self.y = x, y\n    def __add__(self, o):\n        return V(self.x + o.x, self.y)\n    def __eq__(self, o):\n        return self.x == o.x"
            },
        },
    ),
    "class-inherits": Small(
        (
            S(
                "f",
                "class A:\n    def hello(self):\n        return 'A'\nclass B(A):\n    def hello(self):\n        return super().hello() + 'B'",
            ),
            T(
                "t",
                1,
                "assert issubclass(B, A) and isinstance(B(), A)\nassert B().hello() == 'AB' and hasattr(B, 'hello')",
            ),
            T("u", 1, "assert B.__bases__ == (A,) and B.__name__ == 'B'"),
        ),
        {
            "alone": {
                "f": "class A:\n    def hello(self):\n        return 'A'\nclass B:\n    def hello(self):\n        return 'AB'"
            }
        },
    ),
    "class-subclassed-in-test": Small(
        (
            S(
                "f",
                "class Shape:\n    def area(self):\n        raise NotImplementedError\n    def double(self):\n        return 2 * self.area()",
            ),
            T("t", 1, "class Square(Shape):\n    def area(self):\n        return 4\nassert Square().double() == 8"),
        ),
        {"zero": {"f": "class Shape:\n    def double(self):\n        return 0"}},
        mode="in-student",
    ),
    "context-manager": Small(
        (
            S(
                "f",
                "log = []\nclass Timer:\n    def __enter__(self):\n        log.append('in')\n        return self\n    def __exit__(self, *a):\n        log.append('out')\n        return True",
            ),
            T("t", 1, "with Timer() as t:\n    assert log == ['in']\nassert log == ['in', 'out']"),
            T("u", 1, "with Timer():\n    raise ValueError('swallowed')"),
        ),
        {
            "open": {
                "f": "log = []\nclass Timer:\n    def __enter__(self):\n        log.append('in')\n    def __exit__(self, *a):\n        pass"
            }
        },
    ),
    "properties-dataclass": Small(
        (
            S(
                "f",
                "from dataclasses import dataclass, field\n@dataclass\nclass Point:\n    x: int\n    y: int = 0\n    tags: list = field(default_factory=list)\n    @property\n    def norm(self):\n        return (self.x ** 2 + self.y ** 2) ** 0.5",
            ),
            T("t", 1, "p = Point(3, 4)\nassert p.norm == 5\np.x = 0\nassert p.norm == 4"),
            T("u", 1, "assert Point(1) == Point(1, 0) and repr(Point(1)) == 'Point(x=1, y=0, tags=[])'"),
            T("v", 1, "a, b = Point(1), Point(1)\na.tags.append('new')\nassert b.tags == [] and a.tags == ['new']"),
        ),
        {
            "shared": {
                "f": "class Point:\n    tags = []\n    def __init__(self, x, y=0):\n        self.x, self.y = x, y\n        self.norm = (x ** 2 + y ** 2) ** 0.5"
            }
        },
    ),
    "enum": Small(
        (
            S(
                "f",
                "from enum import Enum\nclass Color(Enum):\n    RED = 1\n    BLUE = 2\ndef other(c):\n    return Color.BLUE if c is Color.RED else Color.RED",
            ),
            T(
                "t",
                1,
                "assert other(Color.RED) is Color.BLUE and Color.RED.name == 'RED' and Color(2) == Color.BLUE and Color.BLUE.value == 2",
            ),
            T(
                "u",
                1,
                "assert [c.name for c in Color] == ['RED', 'BLUE'] and len(Color) == 2 and Color['RED'] is Color.RED",
            ),
        ),
        {
            "same": {
                "f": "from enum import Enum\nclass Color(Enum):\n    RED = 1\n    BLUE = 3\n    GREEN = 4\ndef other(c):\n    return c"
            }
        },
    ),
    # ---- Exceptions
    "own-exception": Small(
        (
            S(
                "f",
                "class TooHot(Exception):\n    def __init__(self, t):\n        super().__init__(f'{t} degrees')\n        self.t = t\nclass WayTooHot(TooHot):\n    pass\ndef heat(t):\n    if t > 100:\n        raise WayTooHot(t)\n    if t > 50:\n        raise TooHot(t)\n    return t",
            ),
            T(
                "t",
                1,
                "try:\n    heat(60)\nexcept TooHot as e:\n    assert e.t == 60 and str(e) == '60 degrees'\nelse:\n    assert False",
            ),
            T(
                "u",
                1,
                "import pytest\nwith pytest.raises(TooHot):\n    heat(200)\nwith pytest.raises(WayTooHot, match='200'):\n    heat(200)",
            ),
            T(
                "v",
                1,
                "import unittest\ncase = unittest.TestCase()\ncase.assertRaises(TooHot, heat, 70)\nassert issubclass(WayTooHot, TooHot) and issubclass(TooHot, Exception)\nassert heat(20) == 20",
            ),
        ),
        {
            "value": {
                "f": "class TooHot(Exception):\n    pass\nclass WayTooHot(Exception):\n    pass\ndef heat(t):\n    if t > 50:\n        raise ValueError(t)\n    return t"
            },
            "none": {
                "f": "class TooHot(Exception):\n    pass\nclass WayTooHot(TooHot):\n    pass\ndef heat(t):\n    return t"
            },
        },
    ),
    "library-exception": Small(
        (
            P("import json\nimport numpy as np"),
            S("f", "def inverse(a):\n    return np.linalg.inv(a)\ndef parse(t):\n    return json.loads(t)"),
            T(
                "t",
                1,
                "try:\n    inverse(np.zeros((2, 2)))\nexcept np.linalg.LinAlgError:\n    pass\nelse:\n    assert False",
            ),
            T("u", 1, "try:\n    parse('{')\nexcept json.JSONDecodeError:\n    pass\nelse:\n    assert False"),
        ),
        {"value": {"f": "def inverse(a):\n    raise KeyError('singular')\ndef parse(t):\n    return {}"}},
    ),
    "skips": Small(
        (
            S("f", F),
            T(
                "t",
                2,
                "import unittest\nclass C(unittest.TestCase):\n    def test(self):\n        self.assertEqual(f(2), 4)\nr = unittest.TextTestRunner(verbosity=0).run(unittest.defaultTestLoader.loadTestsFromTestCase(C))\nassert r.wasSuccessful()",
            ),
        ),
        {**ZERO, "skip": {"f": "import unittest\ndef f(x):\n    raise unittest.SkipTest('no')"}},
        better={("own", "t"): 2.0, ("skip", "t"): 0.0},
        inside={("own", "t"): 2.0, ("skip", "t"): 2.0},
    ),
    # ---- Iterators
    "generator-infinite": Small(
        (
            S("f", "def fib():\n    a, b = 1, 1\n    while True:\n        yield a\n        a, b = b, a + b"),
            T("t", 1, "import itertools\nassert list(itertools.islice(fib(), 6)) == [1, 1, 2, 3, 5, 8]"),
            T(
                "u",
                1,
                "g = fib()\nassert next(g) == 1 and next(g) == 1 and next(g) == 2\nimport types\nassert isinstance(g, types.GeneratorType)",
            ),
            T("v", 1, "import inspect\nassert inspect.isgeneratorfunction(fib)"),
        ),
        {
            "list": {"f": "def fib():\n    return [1, 1, 2, 3, 5, 8]"},
            "naturals": {"f": "def fib():\n    n = 0\n    while True:\n        n += 1\n        yield n"},
        },
    ),
    "generator-finite": Small(
        (
            S("f", "def evens(n):\n    for k in range(0, n, 2):\n        yield k"),
            T(
                "t",
                1,
                "assert list(evens(7)) == [0, 2, 4, 6]\nassert sum(evens(5)) == 6\ng = evens(1)\nnext(g)\ntry:\n    next(g)\nexcept StopIteration:\n    pass\nelse:\n    assert False",
            ),
        ),
        {"odd": {"f": "def evens(n):\n    yield from range(1, n, 2)"}},
    ),
    "right-of-another-type": Small(
        (S("f", "def sq(n):\n    return [k * k for k in range(n)]"), T("t", 1, "assert list(sq(3)) == [0, 1, 4]")),
        {"wrong": {"f": "import pandas as pd\ndef sq(n):\n    return pd.Series([0, 1, 5])"}},
        {
            "series": {"f": "import pandas as pd\ndef sq(n):\n    return pd.Series([k * k for k in range(n)])"},
            "generator": {"f": "def sq(n):\n    return (k * k for k in range(n))"},
            "class": {
                "f": "class Squares:\n    def __init__(self, n):\n        self.n = n\n    def __iter__(self):\n        return iter([k * k for k in range(self.n)])\ndef sq(n):\n    return Squares(n)"
            },
            "deque": {"f": "from collections import deque\ndef sq(n):\n    return deque(k * k for k in range(n))"},
        },
    ),
    "liar": Small(
        (
            S("f", F),
            T("t", 1, "assert f(2) == 4"),
            T("u", 1, "assert abs(f(3) - 6) < 1e-9"),
            T("v", 1, "assert isinstance(f(1), int)"),
        ),
        {
            "lies": {
                "f": "class Yes:\n    __eq__ = lambda s, o: True\n    __sub__ = __rsub__ = __abs__ = lambda s, *o: 0\n    __lt__ = lambda s, o: True\n    __class__ = int\ndef f(x):\n    return Yes()"
            }
        },
        better={("lies", "t"): None, ("lies", "u"): None, ("lies", "v"): 0.0},
    ),
    # ---- Data of libraries
    "pandas-frame": Small(
        (
            P("import pandas as pd"),
            S(
                "f",
                "df = pd.DataFrame({'name': ['a', 'b', 'c'], 'n': [1, 2, 3]})\ndef total(d):\n    return d.groupby('name')['n'].sum()",
            ),
            T(
                "t",
                1,
                "assert list(df.columns) == ['name', 'n'] and df.shape == (3, 2) and isinstance(df, pd.DataFrame)",
            ),
            T(
                "u",
                1,
                "pd.testing.assert_series_equal(total(pd.DataFrame({'name': ['x', 'x'], 'n': [1, 4]})), pd.Series([5], index=pd.Index(['x'], name='name'), name='n'))",
            ),
            T("v", 1, "assert df.loc[df.n > 1, 'name'].tolist() == ['b', 'c']"),
        ),
        {"upper": {"f": "df = pd.DataFrame({'Name': ['a'], 'n': [1]})\ndef total(d):\n    return d['n'].sum()"}},
    ),
    "dates-counters": Small(
        (
            P("import datetime\nfrom collections import Counter, namedtuple"),
            S(
                "f",
                "P = namedtuple('P', 'x y')\ndef tomorrow(d):\n    return d + datetime.timedelta(days=1)\ndef letters(t):\n    return Counter(t)\ndef point(x, y):\n    return P(x, y)",
            ),
            T("t", 1, "assert tomorrow(datetime.date(2024, 2, 28)) == datetime.date(2024, 2, 29)"),
            T("u", 1, "assert letters('aab').most_common(1) == [('a', 2)]"),
            T(
                "v",
                1,
                "p = point(1, 2)\nassert p.x == 1 and p._fields == ('x', 'y') and p == (1, 2) and P(3, 4).y == 4 and isinstance(p, P)",
            ),
        ),
        {
            "wrong": {
                "f": "def tomorrow(d):\n    return d\ndef letters(t):\n    return {'a': 1}\ndef point(x, y):\n    return (x, y)"
            }
        },
    ),
    "sparse-and-pictures": Small(
        (
            P("import numpy as np\nfrom scipy import sparse\nfrom PIL import Image"),
            S(
                "f",
                "def eye(n):\n    return sparse.csr_matrix(np.eye(n))\ndef red(n):\n    return Image.new('RGB', (n, n), (255, 0, 0))",
            ),
            T("t", 1, "m = eye(3)\nassert m.nnz == 3 and sparse.issparse(m) and (m.toarray() == np.eye(3)).all()"),
            T("u", 1, "i = red(2)\nassert i.size == (2, 2) and i.getpixel((1, 1)) == (255, 0, 0)"),
        ),
        {
            "wrong": {
                "f": "def eye(n):\n    return np.eye(n)\ndef red(n):\n    return Image.new('RGB', (n, n), (0, 255, 0))"
            }
        },
    ),
    # ---- The names of the notebook
    "sets-a-global": Small(
        (
            S("f", "rate = 2\ndef price(x):\n    return rate * x"),
            T("t", 1, "assert price(3) == 6"),
            T("u", 1, "rate = 5\nassert price(3) == 15"),
        ),
        {"fixed": {"f": "rate = 2\ndef price(x):\n    return 2 * x"}},
    ),
    "deletes-a-name": Small(
        (
            S("f", "helper = 3\ndef f(x):\n    return x + 1"),
            T("t", 1, "del helper\nassert f(1) == 2\nassert 'helper' not in globals()"),
        ),
        {"uses": {"f": "helper = 3\ndef f(x):\n    return x + helper - 2"}},
    ),
    "replaces-input": Small(
        (
            S("f", "def ask():\n    return int(input('n? ')) * 2"),
            T("t", 1, "input = lambda prompt='': '21'\nassert ask() == 42\ndel input"),
            T(
                "u",
                1,
                "from unittest.mock import patch\nwith patch('builtins.input', side_effect=['4', '5']) as m:\n    assert ask() == 8\n    assert ask() == 10\nassert m.call_count == 2",
            ),
        ),
        {"fixed": {"f": "def ask():\n    return 42"}},
    ),
    "replaces-print": Small(
        (
            S("f", "def shout(t):\n    print(t.upper())"),
            T(
                "t",
                1,
                "from unittest.mock import patch\nwith patch('builtins.print') as p:\n    shout('hi')\np.assert_called_once_with('HI')",
            ),
            T(
                "u",
                1,
                "import io\nfrom contextlib import redirect_stdout\nout = io.StringIO()\nwith redirect_stdout(out):\n    shout('hi')\nassert out.getvalue() == 'HI\\n'",
            ),
        ),
        {"lower": {"f": "def shout(t):\n    print(t)"}},
    ),
    "used-by-later-cell": Small(
        (
            S("f", "def f(x):\n    return 2 * x"),
            T("t", 1, "sample = f(4)\nassert sample == 8"),
            P("later = sample + 1"),
            T("u", 1, "assert later == 9"),
        ),
        ZERO,
    ),
    # ---- Files
    "writes-a-file": Small(
        (
            S("f", "with open('out.csv', 'w') as file:\n    file.write('a,b\\n1,2\\n')"),
            T("t", 1, "import os\nassert os.path.exists('out.csv')"),
            T("u", 1, "with open('out.csv') as file:\n    assert file.read().splitlines()[1] == '1,2'"),
            T("v", 1, "import pandas as pd\nassert pd.read_csv('out.csv').shape == (1, 2)"),
        ),
        {
            "empty": {"f": "open('out.csv', 'w').close()"},
            "none": {"f": "x = 1"},
            "link": {"f": "import os\nos.symlink('/etc/hostname', 'out.csv')"},
        },
        better={("link", "t"): 0.0},
        inside={("link", "t"): 0.0},
    ),
    "writes-a-module": Small(
        (
            S("f", "%%writefile mine.py\ndef twice(x):\n    return 2 * x"),
            T("t", 1, "import mine\nassert mine.twice(4) == 8"),
            T("u", 1, "from mine import twice\nassert twice(5) == 10"),
        ),
        {"zero": {"f": "%%writefile mine.py\ndef twice(x):\n    return 0"}},
    ),
    # ---- Figures
    "figure-returned": Small(
        (
            P("%matplotlib inline\nimport matplotlib.pyplot as plt"),
            S(
                "f",
                "def draw():\n    fig, ax = plt.subplots()\n    ax.plot([0, 1], [1, 3])\n    ax.set_title('Growth')\n    return ax",
            ),
            T("t", 1, "ax = draw()\nassert ax.get_title() == 'Growth'"),
            T("u", 1, "assert list(ax.lines[0].get_ydata()) == [1, 3] and len(ax.lines) == 1"),
            T("v", 1, "import matplotlib.axes\nassert isinstance(ax, matplotlib.axes.Axes)"),
        ),
        {
            "untitled": {"f": "def draw():\n    fig, ax = plt.subplots()\n    ax.plot([0, 1], [0, 3])\n    return ax"},
            "none": {"f": "def draw():\n    plt.plot([0, 1])"},
        },
    ),
    "figure-current": Small(
        (
            P("import matplotlib.pyplot as plt"),
            S("f", "def draw():\n    plt.figure()\n    plt.plot([0, 1], [1, 3])\n    plt.xlabel('t')"),
            T(
                "t",
                1,
                "draw()\nassert plt.gca().get_xlabel() == 't'\nassert list(plt.gca().lines[0].get_ydata()) == [1, 3]\nplt.close('all')",
            ),
        ),
        {"unlabelled": {"f": "def draw():\n    plt.figure()\n    plt.plot([0, 1], [1, 3])"}},
    ),
    # ---- What the student typed
    "runs-what-was-typed": Small(
        (
            S("f", "n = 3"),
            T("t", 1, "exec(In[-2])\nassert n == 3"),
        ),
        {"four": {"f": "n = 4"}},
        {"escapes": {"f": "n = 3\nimport os\nos.environ['SEEN'] = 'yes'"}},
    ),
}
