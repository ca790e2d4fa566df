"""Weeks of public courses, in own words: what their tests do to a notebook, topic by topic."""

from __future__ import annotations

from foreign.small import L, P, S, Small, T

WEEKS: dict[str, Small] = {
    "week-printing": Small(
        (
            S(
                "f",
                '''
def table(n):
    for i in range(1, n + 1):
        print(f"{i:>2} x {n} = {i * n:>3}")
def greet(name, *, loud=False):
    text = f"Hello, {name}!"
    print(text.upper() if loud else text, end="")
def stars(n):
    """Print a triangle.

    >>> stars(2)
    *
    **
    """
    for i in range(1, n + 1):
        print("*" * i)
''',
            ),
            T(
                "redirected",
                1,
                '''
import io
from contextlib import redirect_stdout
out = io.StringIO()
with redirect_stdout(out):
    table(3)
assert out.getvalue() == " 1 x 3 =   3\\n 2 x 3 =   6\\n 3 x 3 =   9\\n"
''',
            ),
            T(
                "replaced",
                1,
                '''
import sys
from io import StringIO
kept = sys.stdout
sys.stdout = StringIO()
try:
    greet("Ada")
    said = sys.stdout.getvalue()
finally:
    sys.stdout = kept
assert said == "Hello, Ada!"
''',
            ),
            T(
                "mocked",
                1,
                '''
from unittest.mock import patch, call
with patch("builtins.print") as printed:
    greet("Bob", loud=True)
printed.assert_called_once_with("HELLO, BOB!", end="")
with patch("sys.stdout", new_callable=StringIO) as said:
    stars(2)
assert said.getvalue().split() == ["*", "**"]
''',
            ),
            T("captured", 1, "%%capture seen\nstars(3)"),
            T("captured-seen", 1, 'assert str(seen) == "*\\n**\\n***\\n"'),
            T(
                "doctest",
                1,
                '''
import doctest
runner = doctest.DocTestRunner(verbose=False)
for one in doctest.DocTestFinder().find(stars, "stars", globs={"stars": stars}):
    runner.run(one)
assert runner.summarize(verbose=False) == (0, 1)
''',
            ),
            T("returns-none", 1, "assert stars(0) is None and table(0) is None"),
        ),
        {
            "returns": {
                "f": 'def table(n):\n    return "\\n".join(f"{i} x {n} = {i*n}" for i in range(1, n+1))\ndef greet(name, loud=False):\n    return f"Hello, {name}!"\ndef stars(n):\n    return "*" * n'
            },
            "spaces": {
                "f": 'def table(n):\n    for i in range(n):\n        print(i, "x", n, "=", i * n)\ndef greet(name, loud=False):\n    print("Hello, " + name + "!")\ndef stars(n):\n    """>>> stars(1)\n    **\n    """\n    print("*" * n)'
            },
        },
        {
            "once": {
                "f": 'def table(n):\n    import sys\n    sys.stdout.write("".join(f"{i:2d} x {n} = {i * n:3d}\\n" for i in range(1, n + 1)))\ndef greet(name, *, loud=False):\n    print(("Hello, %s!" % name).upper() if loud else "Hello, %s!" % name, end="")\ndef stars(n):\n    """\n    >>> stars(2)\n    *\n    **\n    """\n    i = 1\n    while i <= n:\n        print(i * "*")\n        i += 1'
            }
        },
    ),
    "week-input": Small(
        (
            S(
                "f",
                '''
def ask_age():
    while True:
        text = input("How old are you? ")
        if text.isdigit():
            return int(text)
        print("A number, please.")
def total():
    numbers = []
    while (line := input()) != "":
        numbers.append(float(line))
    return sum(numbers)
def roll(n):
    import random
    return [random.randint(1, 6) for _ in range(n)]
''',
            ),
            T(
                "side-effect",
                1,
                '''
from unittest import mock
with mock.patch("builtins.input", side_effect=["x", "-", "7"]) as asked:
    assert ask_age() == 7
assert asked.call_count == 3
''',
            ),
            T("lambda", 1, 'answers = iter(["1", "2.5", ""])\ninput = lambda prompt="": next(answers)\nassert total() == 3.5\ndel input'),
            T(
                "stdin",
                1,
                '''
import io, sys
kept, sys.stdin = sys.stdin, io.StringIO("4\\n6\\n\\n")
try:
    assert total() == 10
finally:
    sys.stdin = kept
''',
            ),
            T(
                "monkeypatch",
                1,
                '''
import pytest
with pytest.MonkeyPatch.context() as monkeypatch:
    monkeypatch.setattr("builtins.input", lambda prompt: "42")
    assert ask_age() == 42
''',
            ),
            T(
                "patched-random",
                1,
                '''
import random
with mock.patch("random.randint", return_value=6) as rolled:
    assert roll(3) == [6, 6, 6]
rolled.assert_called_with(1, 6)
random.seed(3)
a = roll(5)
random.seed(3)
assert roll(5) == a
''',
            ),
        ),
        {
            "once": {"f": "def ask_age():\n    return int(input())\ndef total():\n    return float(input()) + float(input())\ndef roll(n):\n    return [1] * n"},
            "texts": {"f": "def ask_age():\n    return input('')\ndef total():\n    return sum(input())\nimport random\ndef roll(n):\n    return [random.randint(0, 6) for _ in range(n)]"},
        },
        {
            "recursive": {
                "f": "def ask_age():\n    text = input('? ')\n    return int(text) if text.isdigit() else ask_age()\ndef total():\n    line = input('')\n    return 0.0 if line == '' else float(line) + total()\nimport random\ndef roll(n):\n    return list(random.randint(1, 6) for _ in range(n))"
            }
        },
    ),
    "week-plots": Small(
        (
            P("%matplotlib inline\nimport numpy as np\nimport matplotlib.pyplot as plt\nfrom matplotlib.figure import Figure"),
            S(
                "f",
                '''
def waves():
    x = np.linspace(0, 2 * np.pi, 50)
    fig, axes = plt.subplots(1, 2, figsize=(8, 3), sharey=True)
    axes[0].plot(x, np.sin(x), "r--", label="sine")
    axes[0].set(title="Sine", xlabel="x", ylabel="y")
    axes[0].legend()
    axes[1].scatter(x, np.cos(x), s=4, color="green")
    axes[1].set_title("Cosine")
    return fig, axes
def bars(counts):
    fig, ax = plt.subplots()
    ax.bar(list(counts), list(counts.values()))
    ax.set_ylim(0, max(counts.values()) + 1)
    return ax
def current(values):
    plt.figure()
    plt.hist(values, bins=4, edgecolor="k")
    plt.xlabel("value")
    plt.grid(True)
''',
            ),
            T(
                "figure",
                1,
                '''
fig, axes = waves()
assert isinstance(fig, Figure) and len(fig.axes) == 2
assert np.allclose(fig.get_size_inches(), (8, 3))
assert axes.shape == (2,)
''',
            ),
            T(
                "line",
                1,
                '''
fig, axes = waves()
line = axes[0].get_lines()[0]
x, y = line.get_data()
np.testing.assert_allclose(y, np.sin(x))
assert line.get_color() == "r" and line.get_linestyle() == "--" and line.get_label() == "sine"
assert axes[0].get_title() == "Sine" and axes[0].get_xlabel() == "x"
assert [t.get_text() for t in axes[0].get_legend().get_texts()] == ["sine"]
''',
            ),
            T(
                "points",
                1,
                '''
fig, axes = waves()
points = axes[1].collections[0].get_offsets()
assert points.shape == (50, 2) and np.allclose(points[:, 1], np.cos(points[:, 0]))
assert axes.flatten()[1].title.get_text() == "Cosine"
for ax in axes.flat:
    assert ax.get_ylim() == axes[0].get_ylim()
''',
            ),
            T(
                "bars",
                1,
                '''
ax = bars({"a": 3, "b": 5})
assert [p.get_height() for p in ax.patches] == [3, 5] and ax.get_ylim() == (0, 6)
assert [t.get_text() for t in ax.get_xticklabels()] == ["a", "b"]
assert isinstance(ax, plt.Axes)
''',
            ),
            T(
                "current",
                2,
                '''
plt.close("all")
current([1, 2, 2, 3, 4, 9])
fig = plt.gcf()
ax = plt.gca()
assert plt.get_fignums() == [1] and ax.get_xlabel() == "value"
assert sum(p.get_height() for p in ax.patches) == 6 and len(ax.patches) == 4
assert any(line.get_visible() for line in ax.get_xgridlines())
fig.canvas.draw()
plt.close(fig)
''',
            ),
        ),
        {
            "one": {
                "f": "def waves():\n    fig, ax = plt.subplots()\n    ax.plot([0, 1], [0, 1])\n    return fig, ax\ndef bars(counts):\n    plt.bar(list(counts), [1 for _ in counts])\n    return plt.gca()\ndef current(values):\n    plt.figure()\n    plt.plot(values)"
            },
            "swapped": {
                "f": "def waves():\n    x = np.linspace(0, 2 * np.pi, 50)\n    fig, axes = plt.subplots(1, 2)\n    axes[1].plot(x, np.sin(x))\n    axes[0].scatter(x, np.cos(x))\n    return axes, fig\ndef bars(counts):\n    fig, ax = plt.subplots()\n    ax.barh(list(counts), list(counts.values()))\n    return fig\ndef current(values):\n    fig, ax = plt.subplots()\n    ax.hist(values)"
            },
            "nothing": {"f": "def waves():\n    pass\ndef bars(counts):\n    pass\ndef current(values):\n    pass"},
        },
    ),
    "week-numerics": Small(
        (
            P("import numpy as np\nfrom scipy import integrate, optimize, interpolate, stats"),
            S(
                "f",
                '''
def bisect(f, a, b, tol=1e-10):
    if f(a) * f(b) > 0:
        raise ValueError("no change of sign")
    while b - a > tol:
        m = (a + b) / 2
        a, b = (a, m) if f(a) * f(m) <= 0 else (m, b)
    return (a + b) / 2
def rhs(t, y):
    return [y[1], -y[0]]
def solve(t_end):
    return integrate.solve_ivp(rhs, (0, t_end), [0.0, 1.0], rtol=1e-8, dense_output=True)
def fit(x, y):
    popt, pcov = optimize.curve_fit(lambda x, a, b: a * x + b, x, y)
    return popt, np.sqrt(np.diag(pcov))
def smallest(f, x0):
    return optimize.minimize(f, x0)
def spline(x, y):
    return interpolate.CubicSpline(x, y)
def compare(a, b):
    return stats.ttest_ind(a, b)
def trapezoid(f, a, b, n=100):
    x = np.linspace(a, b, n + 1)
    return np.sum((f(x[1:]) + f(x[:-1])) / 2 * np.diff(x))
''',
            ),
            T(
                "bisect",
                1,
                '''
calls = 0
def counted(x):
    global calls
    calls += 1
    return x ** 2 - 2
assert abs(bisect(counted, 0, 2) - 2 ** 0.5) < 1e-9
assert 20 < calls < 200
try:
    bisect(lambda x: x ** 2 + 1, 0, 1)
except ValueError as e:
    assert "sign" in str(e)
else:
    raise AssertionError
''',
            ),
            T(
                "ode",
                1,
                '''
sol = solve(np.pi)
assert sol.success and sol.status == 0 and sol.y.shape[0] == 2
assert abs(sol.y[0, -1]) < 1e-5 and abs(sol.sol(np.pi / 2)[0] - 1) < 1e-5
mine = integrate.solve_ivp(rhs, (0, 1), [1.0, 0.0], t_eval=[0, 1])
assert abs(mine.y[0][-1] - np.cos(1)) < 1e-2
''',
            ),
            T(
                "fit",
                1,
                '''
x = np.arange(5.0)
(a, b), err = fit(x, 2 * x + 1)
assert np.allclose([a, b], [2, 1]) and err.shape == (2,)
''',
            ),
            T(
                "minimum",
                1,
                '''
res = smallest(lambda v: (v[0] - 1) ** 2 + (v[1] + 2) ** 2, [0, 0])
assert isinstance(res, optimize.OptimizeResult) and res.success
assert np.allclose(res.x, [1, -2], atol=1e-3) and res["fun"] < 1e-6
''',
            ),
            T("spline", 1, "s = spline([0, 1, 2, 3], [0, 1, 8, 27])\nassert np.isclose(s(1.5), 1.5 ** 3) and np.isclose(s(2, 1), 12) and np.allclose(s([1, 2]), [1, 8])"),
            T("ttest", 1, "r = compare([1, 2, 3], [4, 5, 6])\nassert r.pvalue < 0.05 and np.isclose(r.statistic, -3.6742346)\nt, p = compare([1, 2, 3], [1, 2, 3])\nassert p == 1"),
            T("rule", 1, "assert np.isclose(trapezoid(np.sin, 0, np.pi), 2, atol=1e-3)\nassert np.isclose(trapezoid(lambda x: x ** 2, 0, 1, n=10), 0.335)\nvalue, _ = integrate.quad(lambda x: rhs(0, [x, 0])[1], 0, 1)\nassert np.isclose(value, -0.5)"),
        ),
        {
            "loose": {
                "f": "def bisect(f, a, b):\n    return 1.4\ndef rhs(t, y):\n    return [-y[1], y[0]]\ndef solve(t_end):\n    return integrate.odeint(lambda y, t: rhs(t, y), [0, 1], [0, t_end])\ndef fit(x, y):\n    return np.polyfit(x, y, 1)\ndef smallest(f, x0):\n    return optimize.fmin(f, x0, disp=False)\ndef spline(x, y):\n    return interpolate.interp1d(x, y)\ndef compare(a, b):\n    return np.mean(a) - np.mean(b)\ndef trapezoid(f, a, b, n=100):\n    return f((a + b) / 2) * (b - a)"
            },
            "signs": {
                "f": "def bisect(f, a, b):\n    for _ in range(200):\n        m = (a + b) / 2\n        if f(m) > 0: b = m\n        else: a = m\n    return a\ndef rhs(t, y):\n    return [y[1], y[0]]\ndef solve(t_end):\n    return integrate.solve_ivp(rhs, (0, t_end), [0.0, 1.0])\ndef fit(x, y):\n    popt, pcov = optimize.curve_fit(lambda x, a, b: a * x + b, x, y)\n    return popt, pcov\ndef smallest(f, x0):\n    return optimize.minimize(lambda v: -f(v), x0, options={'maxiter': 2})\ndef spline(x, y):\n    return interpolate.CubicSpline(y, x)\ndef compare(a, b):\n    return stats.ttest_ind(b, a)\ndef trapezoid(f, a, b, n=100):\n    x = np.linspace(a, b, n)\n    return np.mean(f(x))"
            },
        },
        {
            "other": {
                "f": "from scipy.optimize import brentq\ndef bisect(f, a, b):\n    if f(a) * f(b) > 0:\n        raise ValueError('same sign')\n    for _ in range(60):\n        m = a + (b - a) / 2\n        if f(m) == 0: return m\n        if (f(m) < 0) == (f(a) < 0): a = m\n        else: b = m\n    return m\ndef rhs(t, y):\n    x, v = y\n    return np.array([v, -x])\ndef solve(t_end):\n    return integrate.solve_ivp(rhs, (0, t_end), [0.0, 1.0], method='DOP853', rtol=1e-9, dense_output=True)\ndef fit(x, y):\n    p, c = np.polyfit(x, y, 1, cov=True)\n    return tuple(p), np.sqrt(np.diag(c))\ndef smallest(f, x0):\n    return optimize.minimize(f, x0, method='Nelder-Mead')\ndef spline(x, y):\n    return interpolate.CubicSpline(np.array(x), np.array(y))\ndef compare(a, b):\n    return stats.ttest_ind(np.array(a), np.array(b), equal_var=True)\ndef trapezoid(f, a, b, n=100):\n    x = np.linspace(a, b, n + 1)\n    return np.trapezoid(f(x), x)"
            }
        },
    ),
    "week-sql": Small(
        (
            P("import sqlite3\nimport pandas as pd"),
            L("data", "def fresh():\n    conn = sqlite3.connect(':memory:')\n    conn.executescript('create table pets (name text, kind text, age int); insert into pets values (\"Rex\", \"dog\", 3), (\"Tom\", \"cat\", 5), (\"Kit\", \"cat\", 1)')\n    return conn"),
            S(
                "f",
                '''
cats = "select name from pets where kind = 'cat' order by age"
counts = "select kind, count(*) as n from pets group by kind order by kind"
def add(conn, name, kind, age):
    conn.execute("insert into pets values (?, ?, ?)", (name, kind, age))
    conn.commit()
def oldest(conn):
    return conn.execute("select name, age from pets order by age desc limit 1").fetchone()
def open_db():
    conn = sqlite3.connect(":memory:")
    conn.execute("create table t (id integer primary key, x real not null)")
    conn.executemany("insert into t (x) values (?)", [(1.5,), (2.5,)])
    return conn
def frame(conn):
    return pd.read_sql(counts, conn)
''',
            ),
            T("queries", 1, "conn = fresh()\nassert conn.execute(cats).fetchall() == [('Kit',), ('Tom',)]\ndf = pd.read_sql_query(counts, conn)\nassert df['n'].tolist() == [2, 1] and list(df.columns) == ['kind', 'n']"),
            T("functions", 1, "conn = fresh()\nadd(conn, 'Ada', 'owl', 9)\nassert oldest(conn) == ('Ada', 9)\nassert conn.execute('select count(*) from pets').fetchone()[0] == 4"),
            T("frame", 1, "assert frame(fresh()).shape == (2, 2)"),
            T(
                "own",
                2,
                '''
db = open_db()
assert db.execute("select sum(x) from t").fetchone()[0] == 4.0
cur = db.cursor()
cur.execute("select x from t order by id")
assert [row[0] for row in cur] == [1.5, 2.5] and cur.description[0][0] == "x"
assert pd.read_sql("select * from t", db)["x"].mean() == 2.0
with db:
    db.execute("insert into t (x) values (?)", (9,))
try:
    db.execute("insert into t (x) values (null)")
except sqlite3.IntegrityError as e:
    assert "NOT NULL" in str(e)
else:
    raise AssertionError("null was taken")
assert isinstance(db, sqlite3.Connection)
db.close()
''',
            ),
        ),
        {
            "all": {"f": "cats = 'select name from pets'\ncounts = 'select count(*) as n from pets'\ndef add(conn, name, kind, age):\n    pass\ndef oldest(conn):\n    return ('Tom', 5)\ndef open_db():\n    conn = sqlite3.connect(':memory:')\n    conn.execute('create table t (x real)')\n    return conn\ndef frame(conn):\n    return conn.execute(counts).fetchall()"},
            "bad": {"f": "cats = 'selec name'\ncounts = 'select kind, count(*) as n from pets group by kind order by kind desc'\ndef add(conn, name, kind, age):\n    conn.execute(f'insert into pets values ({name}, {kind}, {age})')\ndef oldest(conn):\n    return conn.execute('select name, min(age) from pets').fetchone()\ndef open_db():\n    return {'t': [1.5, 2.5]}\ndef frame(conn):\n    return pd.DataFrame()"},
        },
    ),
    "week-generators": Small(
        (
            S(
                "f",
                '''
import functools, time
def primes():
    n = 2
    while True:
        if all(n % d for d in range(2, int(n ** 0.5) + 1)):
            yield n
        n += 1
def running_mean():
    total, count = 0.0, 0
    mean = None
    while True:
        x = yield mean
        total, count = total + x, count + 1
        mean = total / count
def flatten(xs):
    for x in xs:
        if isinstance(x, (list, tuple)):
            yield from flatten(x)
        else:
            yield x
def counted(func):
    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        return func(*args, **kwargs)
    wrapper.calls = 0
    return wrapper
def retry(times):
    def decorate(func):
        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            for attempt in range(times):
                try:
                    return func(*args, **kwargs)
                except Exception:
                    if attempt == times - 1:
                        raise
        return wrapper
    return decorate
def compose(*fs):
    return functools.reduce(lambda f, g: lambda x: f(g(x)), fs, lambda x: x)
evens = (n for n in range(10) if n % 2 == 0)
''',
            ),
            T("slices", 1, "from itertools import islice, takewhile\nassert list(islice(primes(), 5)) == [2, 3, 5, 7, 11]\nassert list(takewhile(lambda p: p < 10, primes())) == [2, 3, 5, 7]\ng = primes()\nassert next(g) == 2 and next(g) == 3 and iter(g) is g"),
            T("kinds", 1, "import inspect, types\nassert inspect.isgeneratorfunction(primes) and isinstance(primes(), types.GeneratorType) and inspect.isgenerator(flatten([]))"),
            T("send", 1, "m = running_mean()\nassert next(m) is None\nassert m.send(10) == 10 and m.send(20) == 15\nm.close()\ntry:\n    next(m)\n    raise AssertionError\nexcept StopIteration:\n    pass"),
            T("flat", 1, "assert list(flatten([1, [2, (3, [4])], []])) == [1, 2, 3, 4]"),
            T("wrapped", 1, "@counted\ndef add(a, b=1):\n    'Adds.'\n    return a + b\nassert add(1) == 2 and add(1, b=5) == 6 and add.calls == 2\nassert add.__name__ == 'add' and add.__doc__ == 'Adds.' and add.__wrapped__(1) == 2"),
            T("retried", 1, "tries = []\n@retry(3)\ndef shaky(x):\n    tries.append(x)\n    if len(tries) < 3:\n        raise OSError('busy')\n    return 'done'\nassert shaky(7) == 'done' and tries == [7, 7, 7]\n@retry(times=2)\ndef never():\n    raise KeyError('k')\ntry:\n    never()\nexcept KeyError as e:\n    assert e.args == ('k',)\nelse:\n    raise AssertionError"),
            T("composed", 1, "assert compose(lambda x: x + 1, lambda x: 2 * x)(5) == 11 and compose()(3) == 3\nassert compose(str.upper, str.strip)(' a ') == 'A'"),
            T("once", 1, "assert list(evens) == [0, 2, 4, 6, 8]\nassert list(evens) == []"),
        ),
        {
            "lists": {"f": "def primes():\n    return [2, 3, 5, 7, 11]\ndef running_mean():\n    return lambda x: x\ndef flatten(xs):\n    return sum(xs, [])\ndef counted(func):\n    func.calls = 0\n    return func\ndef retry(times):\n    return lambda f: f\ndef compose(*fs):\n    return fs[0]\nevens = [0, 2, 4, 6, 8]"},
            "off": {"f": "def primes():\n    yield from range(2, 1000)\ndef running_mean():\n    yield 0\ndef flatten(xs):\n    for x in xs:\n        yield x\ndef counted(func):\n    def wrapper(*a, **k):\n        wrapper.calls += 2\n        return func(*a, **k)\n    wrapper.calls = 0\n    return wrapper\ndef retry(times):\n    def decorate(f):\n        def w(*a):\n            for _ in range(times):\n                try:\n                    return f(*a)\n                except Exception:\n                    pass\n        return w\n    return decorate\ndef compose(*fs):\n    def g(x):\n        for f in fs:\n            x = f(x)\n        return x\n    return g\nevens = (n for n in range(9) if n % 2)"},
        },
    ),
    "week-objects": Small(
        (
            S(
                "f",
                '''
from abc import ABC, abstractmethod
from functools import total_ordering
class Temperature:
    __slots__ = ("_kelvin",)
    def __init__(self, kelvin=0.0):
        self.kelvin = kelvin
    @property
    def kelvin(self):
        return self._kelvin
    @kelvin.setter
    def kelvin(self, value):
        if value < 0:
            raise ValueError("below absolute zero")
        self._kelvin = value
    @property
    def celsius(self):
        return self._kelvin - 273.15
    @classmethod
    def from_celsius(cls, c):
        return cls(c + 273.15)
@total_ordering
class Card:
    ranks = "23456789TJQKA"
    def __init__(self, rank, suit):
        self.rank, self.suit = rank, suit
    def __eq__(self, other):
        return isinstance(other, Card) and (self.rank, self.suit) == (other.rank, other.suit)
    def __lt__(self, other):
        return self.ranks.index(self.rank) < self.ranks.index(other.rank)
    def __hash__(self):
        return hash((self.rank, self.suit))
    def __repr__(self):
        return f"Card({self.rank!r}, {self.suit!r})"
class Polynomial:
    def __init__(self, *coefficients):
        self.c = list(coefficients)
    def __call__(self, x):
        return sum(a * x ** i for i, a in enumerate(self.c))
    def __add__(self, other):
        from itertools import zip_longest
        other = other if isinstance(other, Polynomial) else Polynomial(other)
        return Polynomial(*(a + b for a, b in zip_longest(self.c, other.c, fillvalue=0)))
    __radd__ = __add__
    def __getitem__(self, i):
        return self.c[i]
    def __len__(self):
        return len(self.c)
    def __bool__(self):
        return any(self.c)
class Registry:
    _one = None
    def __new__(cls):
        if cls._one is None:
            cls._one = super().__new__(cls)
            cls._one.items = {}
        return cls._one
class Plugin(ABC):
    known = []
    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        Plugin.known.append(cls.__name__)
    @abstractmethod
    def run(self): ...
class Hello(Plugin):
    def run(self):
        return "hello"
''',
            ),
            T("property", 1, "t = Temperature.from_celsius(0)\nassert abs(t.kelvin - 273.15) < 1e-9 and t.celsius == 0\nt.kelvin = 300\nassert t.kelvin == 300\nfor attempt in (lambda: setattr(t, 'kelvin', -1), lambda: Temperature(-5)):\n    try:\n        attempt()\n    except ValueError:\n        pass\n    else:\n        raise AssertionError('below zero')"),
            T("readonly", 1, "try:\n    t.celsius = 5\nexcept AttributeError:\n    pass\nelse:\n    raise AssertionError\ntry:\n    t.other = 5\nexcept AttributeError:\n    pass\nelse:\n    raise AssertionError\nassert isinstance(Temperature.kelvin, property) and not hasattr(t, '__dict__')"),
            T("cards", 1, "hand = [Card('K', 's'), Card('2', 'h'), Card('A', 'd')]\nassert sorted(hand) == [Card('2', 'h'), Card('K', 's'), Card('A', 'd')]\nassert max(hand).rank == 'A' and Card('2', 'h') <= Card('3', 'h') and Card('2', 'h') != '2h'\nassert len({Card('2', 'h'), Card('2', 'h')}) == 1 and Card('K', 's') in hand\nassert repr(hand[0]) == \"Card('K', 's')\" and eval(repr(hand[0])) == hand[0]\nassert str(hand) == \"[Card('K', 's'), Card('2', 'h'), Card('A', 'd')]\""),
            T("polynomials", 1, "p = Polynomial(1, 2) + Polynomial(0, 0, 3)\nassert p(2) == 17 and p.c == [1, 2, 3] and p[2] == 3 and len(p) == 3\nassert (p + 1).c == [2, 2, 3] and (1 + p)(0) == 2 and sum([p, p])(1) == 12\nassert not Polynomial(0, 0) and callable(p) and list(p) == [1, 2, 3] and list(map(p, [0, 1])) == [1, 6]"),
            T("single", 1, "Registry().items['a'] = 1\nassert Registry() is Registry() and Registry().items == {'a': 1} and id(Registry()) == id(Registry())"),
            T("abstract", 1, "import inspect\nassert Plugin.known == ['Hello'] and issubclass(Hello, Plugin) and Hello().run() == 'hello'\nassert inspect.isabstract(Plugin) and Plugin.__abstractmethods__ == {'run'}\ntry:\n    Plugin()\nexcept TypeError as e:\n    assert 'abstract' in str(e)\nelse:\n    raise AssertionError\nassert Hello.__mro__[1] is Plugin and Hello.__bases__ == (Plugin,)"),
            T("look", 1, "import inspect\nassert [n for n, _ in inspect.getmembers(Polynomial, inspect.isfunction) if not n.startswith('_')] == []\nassert 'run' in dir(Hello()) and type(Hello()).__name__ == 'Hello' and Hello().__class__ is Hello and type(Hello()) is Hello and type(Hello()) == Hello\nassert vars(Card('2', 'h')) == {'rank': '2', 'suit': 'h'} and getattr(Card('2', 'h'), 'nope', None) is None\nassert inspect.getfullargspec(Card.__init__).args == ['self', 'rank', 'suit'] and Card.__init__.__code__.co_argcount == 3"),
            T("copies", 1, "import copy\nc = Card('2', 'h')\nd = copy.copy(c)\nassert d == c and d is not c\nq = copy.deepcopy(p)\nq.c.append(9)\nassert len(p.c) == 3 and len(q.c) == 4"),
        ),
        {
            "plain": {"f": "class Temperature:\n    def __init__(self, kelvin=0):\n        self.kelvin = kelvin\n    def celsius(self):\n        return self.kelvin - 273.15\n    def from_celsius(c):\n        return Temperature(c + 273.15)\nclass Card:\n    def __init__(self, rank, suit):\n        self.rank, self.suit = rank, suit\nclass Polynomial:\n    def __init__(self, *c):\n        self.c = c\n    def __call__(self, x):\n        return self.c[0]\nclass Registry:\n    def __init__(self):\n        self.items = {}\nclass Plugin:\n    known = []\n    def run(self): ...\nclass Hello(Plugin):\n    def run(self):\n        print('hello')"},
            "mutating": {"f": "class Temperature:\n    def __init__(self, kelvin=0):\n        self._kelvin = max(kelvin, 0)\n    kelvin = property(lambda s: s._kelvin)\n    celsius = property(lambda s: s._kelvin - 273)\n    @classmethod\n    def from_celsius(cls, c):\n        return cls(c + 273)\nclass Card:\n    def __init__(self, rank, suit):\n        self.rank, self.suit = rank, suit\n    def __eq__(self, other):\n        return True\n    def __lt__(self, other):\n        return self.rank < other.rank\nclass Polynomial:\n    def __init__(self, *c):\n        self.c = list(c)\n    def __call__(self, x):\n        return sum(a * x ** i for i, a in enumerate(self.c))\n    def __add__(self, other):\n        self.c = [a + b for a, b in zip(self.c, other.c)]\n        return self\nclass Registry:\n    items = {}\nclass Plugin:\n    known = ['Hello']\n    def run(self):\n        raise NotImplementedError\nclass Hello:\n    def run(self):\n        return 'hello'"},
        },
    ),
    "week-managers": Small(
        (
            S(
                "f",
                '''
from contextlib import contextmanager
import os, time
class Timer:
    def __enter__(self):
        self.start = time.perf_counter()
        return self
    def __exit__(self, *exc):
        self.seconds = time.perf_counter() - self.start
        return False
class Suppress:
    def __init__(self, *kinds):
        self.kinds, self.caught = kinds, None
    def __enter__(self):
        return self
    def __exit__(self, kind, error, trace):
        if kind is not None and issubclass(kind, self.kinds):
            self.caught = error
            return True
@contextmanager
def inside(folder):
    before = os.getcwd()
    os.makedirs(folder, exist_ok=True)
    os.chdir(folder)
    try:
        yield os.getcwd()
    finally:
        os.chdir(before)
log = []
@contextmanager
def tag(name):
    log.append(f"<{name}>")
    try:
        yield log
    except ZeroDivisionError:
        log.append("!")
    finally:
        log.append(f"</{name}>")
''',
            ),
            T("timer", 1, "with Timer() as t:\n    x = sum(range(1000))\nassert 0 <= t.seconds < 5 and x == 499500\ntry:\n    with Timer() as t:\n        raise RuntimeError('inside')\nexcept RuntimeError as e:\n    assert str(e) == 'inside' and hasattr(t, 'seconds')\nelse:\n    raise AssertionError('swallowed')"),
            T("suppress", 1, "with Suppress(KeyError, ValueError) as s:\n    {}['x']\nassert isinstance(s.caught, KeyError)\ntry:\n    with Suppress(KeyError):\n        1 / 0\nexcept ZeroDivisionError:\n    pass\nelse:\n    raise AssertionError"),
            T("folder", 1, "import os\nhere = os.getcwd()\nwith inside('below') as place:\n    assert place.endswith('below')\nassert os.getcwd() == here"),
            T("tags", 1, "log.clear()\nwith tag('a') as l:\n    l.append('text')\nassert log == ['<a>', 'text', '</a>']\nwith tag('b'):\n    1 / 0\nassert log[3:] == ['<b>', '!', '</b>']"),
        ),
        {
            "half": {"f": "import time\nfrom contextlib import contextmanager\nclass Timer:\n    def __enter__(self):\n        self.start = time.perf_counter()\n    def __exit__(self, *exc):\n        self.seconds = time.perf_counter() - self.start\n        return True\nclass Suppress:\n    def __init__(self, *kinds):\n        self.caught = None\n    def __enter__(self):\n        return self\n    def __exit__(self, *exc):\n        return True\nimport os\n@contextmanager\ndef inside(folder):\n    os.makedirs(folder, exist_ok=True)\n    os.chdir(folder)\n    yield folder\nlog = []\n@contextmanager\ndef tag(name):\n    log.append(name)\n    yield log"},
            "none": {"f": "class Timer:\n    pass\nclass Suppress:\n    pass\ndef inside(folder):\n    return folder\nlog = []\ndef tag(name):\n    yield log"},
        },
    ),
    "week-algorithms": Small(
        (
            S(
                "f",
                '''
import heapq
from collections import deque
def merge_sort(xs, key=lambda x: x):
    if len(xs) < 2:
        return list(xs)
    m = len(xs) // 2
    a, b = merge_sort(xs[:m], key), merge_sort(xs[m:], key)
    out = []
    while a and b:
        out.append(a.pop(0) if key(a[0]) <= key(b[0]) else b.pop(0))
    return out + a + b
def quick_sort(xs):
    """Sort in place."""
    def sort(lo, hi):
        if lo >= hi:
            return
        pivot, i = xs[hi], lo
        for j in range(lo, hi):
            if xs[j] < pivot:
                xs[i], xs[j] = xs[j], xs[i]
                i += 1
        xs[i], xs[hi] = xs[hi], xs[i]
        sort(lo, i - 1)
        sort(i + 1, hi)
    sort(0, len(xs) - 1)
def shortest(graph, start):
    best, queue = {start: 0}, [(0, start)]
    while queue:
        d, u = heapq.heappop(queue)
        for v, w in graph[u].items():
            if d + w < best.get(v, float("inf")):
                best[v] = d + w
                heapq.heappush(queue, (d + w, v))
    return best
def bfs(graph, start):
    seen, queue, order = {start}, deque([start]), []
    while queue:
        u = queue.popleft()
        order.append(u)
        for v in sorted(graph[u] - seen):
            seen.add(v)
            queue.append(v)
    return order
def search(xs, x):
    lo, hi = 0, len(xs)
    while lo < hi:
        m = (lo + hi) // 2
        if xs[m] < x:
            lo = m + 1
        else:
            hi = m
    return lo if lo < len(xs) and xs[lo] == x else -1
def deep(n):
    return 0 if n == 0 else 1 + deep(n - 1)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
def subsets(xs):
    return [[]] if not xs else [s + t for s in subsets(xs[1:]) for t in ([], [xs[0]])]
''',
            ),
            T("sorts", 1, "import random\nrandom.seed(1)\nfor n in (0, 1, 2, 10, 200):\n    xs = [random.randrange(50) for _ in range(n)]\n    kept = list(xs)\n    assert merge_sort(xs) == sorted(kept) and xs == kept\n    assert quick_sort(xs) is None and xs == sorted(kept)\nassert merge_sort(['bb', 'a', 'ccc'], key=len) == ['a', 'bb', 'ccc']"),
            T("comparisons", 1, "class Counted:\n    count = 0\n    def __init__(self, n):\n        self.n = n\n    def __lt__(self, other):\n        Counted.count += 1\n        return self.n < other.n\n    def __le__(self, other):\n        Counted.count += 1\n        return self.n <= other.n\nxs = [Counted(n) for n in range(64, 0, -1)]\nout = merge_sort(xs)\nassert [c.n for c in out] == list(range(1, 65)) and Counted.count <= 64 * 6"),
            T("graphs", 1, "g = {'a': {'b': 1, 'c': 4}, 'b': {'c': 2}, 'c': {}, 'd': {}}\nassert shortest(g, 'a') == {'a': 0, 'b': 1, 'c': 3}\nassert bfs({1: {2, 3}, 2: {4}, 3: {4}, 4: set()}, 1) == [1, 2, 3, 4]"),
            T("accesses", 1, "class Watched(list):\n    looks = 0\n    def __getitem__(self, i):\n        Watched.looks += 1\n        return super().__getitem__(i)\nxs = Watched(range(0, 2000, 2))\nassert search(xs, 500) == 250 and search(xs, 501) == -1\nassert Watched.looks < 60"),
            T("depth", 1, "import sys\nold = sys.getrecursionlimit()\nsys.setrecursionlimit(5000)\ntry:\n    assert deep(3000) == 3000\nfinally:\n    sys.setrecursionlimit(old)\ntry:\n    deep(10 ** 6)\nexcept RecursionError:\n    pass\nelse:\n    raise AssertionError"),
            T("memo", 1, "def memoised(f):\n    memo = {}\n    def g(n):\n        if n not in memo:\n            memo[n] = f(n)\n        return memo[n]\n    return g\nfib = memoised(fib)\nassert fib(60) == 1548008755920"),
            T("subsets", 1, "assert sorted(subsets([1, 2])) == [[], [1], [1, 2], [2]] or sorted(map(sorted, subsets([1, 2]))) == [[], [1], [1, 2], [2]]\nassert len(subsets(list(range(8)))) == 256"),
        ),
        {
            "builtin": {"f": "def merge_sort(xs, key=None):\n    xs.sort(key=key)\n    return xs\ndef quick_sort(xs):\n    return sorted(xs)\ndef shortest(graph, start):\n    return {v: 1 for v in graph}\ndef bfs(graph, start):\n    return list(graph)\ndef search(xs, x):\n    for i, y in enumerate(xs):\n        if y == x: return i\ndef deep(n):\n    return n\ndef fib(n):\n    return 1\ndef subsets(xs):\n    return [xs]"},
            "slow": {"f": "def merge_sort(xs, key=lambda x: x):\n    xs = list(xs)\n    for i in range(len(xs)):\n        for j in range(len(xs) - 1):\n            if key(xs[j + 1]) < key(xs[j]): xs[j], xs[j + 1] = xs[j + 1], xs[j]\n    return xs\ndef quick_sort(xs):\n    xs.sort()\n    return xs\ndef shortest(graph, start):\n    return {start: 0, **graph[start]}\ndef bfs(graph, start):\n    return [start, *sorted(graph[start])]\ndef search(xs, x):\n    for i in range(len(xs)):\n        if xs[i] == x: return i\n    return -1\ndef deep(n):\n    k = 0\n    while k < n: k += 1\n    return k\ndef fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 3)\ndef subsets(xs):\n    return [[x] for x in xs]"},
        },
    ),
    "week-frames": Small(
        (
            P("import numpy as np\nimport pandas as pd"),
            S(
                "f",
                '''
def load():
    return pd.DataFrame({"city": ["Bonn", "Köln", "Bonn", "Ulm"], "temp": [3.5, np.nan, 7.0, -1.0], "when": pd.to_datetime(["2024-01-01", "2024-01-02", "2024-02-01", "2024-02-03"])})
def bands(s):
    return pd.cut(s, [-10, 0, 5, 10])
def monthly(df):
    return df.groupby(df["when"].dt.to_period("M"))["temp"].mean()
def by_city(df):
    return df.groupby("city")
def lists(df):
    return df.groupby("city")["temp"].apply(list)
def clean(df):
    df = df.copy()
    df["temp"] = df["temp"].fillna(df["temp"].mean())
    return df
def drop_in_place(df):
    df.drop(columns="when", inplace=True)
def fahrenheit(c):
    return c * 9 / 5 + 32
def label(row):
    return f"{row['city']}: {row['temp']:.1f}"
def plot(df):
    return df.plot(x="when", y="temp", title="Temperature")
wide = load().pivot_table(index="city", columns=load()["when"].dt.month, values="temp")
stacked = load().set_index(["city", "when"])
styled = load().style.highlight_max(subset=["temp"])
''',
            ),
            T("load", 1, "df = load()\nassert isinstance(df, pd.DataFrame) and df.shape == (4, 3)\nassert df.dtypes['when'] == 'datetime64[ns]' or str(df.dtypes['when']).startswith('datetime64')\nassert df['temp'].isna().sum() == 1 and df.loc[df.city == 'Bonn', 'temp'].tolist() == [3.5, 7.0]"),
            T("bands", 1, "b = bands(pd.Series([-5, 3, 9]))\nassert b.tolist()[0] == pd.Interval(-10, 0) and b.cat.categories[1].right == 5\nassert bands(load()['temp']).isna().sum() == 1"),
            T("periods", 1, "m = monthly(load())\nassert m.index[0] == pd.Period('2024-01') and m.loc['2024-02'] == 3.0 and len(m) == 2"),
            T("grouped", 1, "g = by_city(load())\nassert g.ngroups == 3 and g['temp'].max()['Bonn'] == 7 and g.get_group('Ulm').shape[0] == 1\nassert {name: len(part) for name, part in g} == {'Bonn': 2, 'Köln': 1, 'Ulm': 1}\nassert g.agg({'temp': 'sum'}).loc['Ulm', 'temp'] == -1"),
            T("lists", 1, "assert lists(load())['Bonn'] == [3.5, 7.0]"),
            T("clean", 1, "df = load()\nc = clean(df)\nassert c['temp'].notna().all() and df['temp'].isna().any()\npd.testing.assert_frame_equal(c.drop(index=1), df.drop(index=1))\ndrop_in_place(df)\nassert list(df.columns) == ['city', 'temp']"),
            T("applied", 1, "assert load()['temp'].apply(fahrenheit).round(1).tolist()[0] == 38.3\nassert load().apply(label, axis=1)[0] == 'Bonn: 3.5'\nassert load().pipe(clean).temp.notna().all()\nassert np.isclose(fahrenheit(np.array([0.0, 100.0])), [32, 212]).all() and fahrenheit(pd.Series([0]))[0] == 32"),
            T("plotted", 1, "ax = plot(load())\nassert ax.get_title() == 'Temperature' and len(ax.lines) == 1 and ax.get_xlabel() == 'when'"),
            T("variables", 1, "assert wide.loc['Bonn', 2] == 7.0 and wide.columns.tolist() == [1, 2]\nassert stacked.index.names == ['city', 'when'] and stacked.loc['Bonn'].shape == (2, 1)\nassert stacked.xs('Ulm', level='city')['temp'].iloc[0] == -1\nassert isinstance(styled, pd.io.formats.style.Styler)"),
        ),
        {
            "dicts": {"f": "def load():\n    return {'city': ['Bonn'], 'temp': [3.5]}\ndef bands(s):\n    return [x // 5 for x in s]\ndef monthly(df):\n    return df['temp'].mean()\ndef by_city(df):\n    return df['city'].value_counts()\ndef lists(df):\n    return df.groupby('city')['temp'].sum()\ndef clean(df):\n    df['temp'] = df['temp'].fillna(0)\n    return df\ndef drop_in_place(df):\n    df = df.drop(columns='when')\ndef fahrenheit(c):\n    return c + 32\ndef label(row):\n    return row['city']\ndef plot(df):\n    df.plot()\nwide = None\nstacked = None\nstyled = None"},
            "near": {"f": "def load():\n    return pd.DataFrame({'city': ['Bonn', 'Köln', 'Bonn', 'Ulm'], 'temp': ['3.5', None, '7.0', '-1.0'], 'when': ['2024-01-01', '2024-01-02', '2024-02-01', '2024-02-03']})\ndef bands(s):\n    return pd.cut(s, 3)\ndef monthly(df):\n    return df.groupby(df['when'].dt.month)['temp'].mean()\ndef by_city(df):\n    return df.groupby('temp')\ndef lists(df):\n    return df.groupby('city')['temp'].apply(tuple)\ndef clean(df):\n    return df.dropna()\ndef drop_in_place(df):\n    df.drop(columns='temp', inplace=True)\ndef fahrenheit(c):\n    return int(c * 9 / 5 + 32)\ndef label(row):\n    return row[0]\ndef plot(df):\n    return df.plot(x='when', y='temp').figure\nwide = load().pivot_table(index='city', values='when', aggfunc='count')\nstacked = load()\nstyled = load()"},
        },
    ),
}
