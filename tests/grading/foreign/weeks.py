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
                """
import io
from contextlib import redirect_stdout
out = io.StringIO()
with redirect_stdout(out):
    table(3)
assert out.getvalue() == " 1 x 3 =   3\\n 2 x 3 =   6\\n 3 x 3 =   9\\n"
""",
            ),
            T(
                "replaced",
                1,
                """
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
""",
            ),
            T(
                "mocked",
                1,
                """
from unittest.mock import patch, call
with patch("builtins.print") as printed:
    greet("Bob", loud=True)
printed.assert_called_once_with("HELLO, BOB!", end="")
with patch("sys.stdout", new_callable=StringIO) as said:
    stars(2)
assert said.getvalue().split() == ["*", "**"]
""",
            ),
            T("captured", 1, "%%capture seen\nstars(3)"),
            T("captured-seen", 1, 'assert str(seen) == "*\\n**\\n***\\n"'),
            T(
                "doctest",
                1,
                """
import doctest
runner = doctest.DocTestRunner(verbose=False)
for one in doctest.DocTestFinder().find(stars, "stars", globs={"stars": stars}):
    runner.run(one)
assert runner.summarize(verbose=False) == (0, 1)
""",
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
        # A doctest runs the examples of a docstring that the student has written.
        mode="in-student",
    ),
    "week-input": Small(
        (
            S(
                "f",
                """
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
""",
            ),
            T(
                "side-effect",
                1,
                """
from unittest import mock
with mock.patch("builtins.input", side_effect=["x", "-", "7"]) as asked:
    assert ask_age() == 7
assert asked.call_count == 3
""",
            ),
            T(
                "lambda",
                1,
                'answers = iter(["1", "2.5", ""])\ninput = lambda prompt="": next(answers)\nassert total() == 3.5\ndel input',
            ),
            T(
                "monkeypatch",
                1,
                """
import pytest
with pytest.MonkeyPatch.context() as monkeypatch:
    monkeypatch.setattr("builtins.input", lambda prompt: "42")
    assert ask_age() == 42
""",
            ),
            T(
                "patched-random",
                1,
                """
import random
with mock.patch("random.randint", return_value=6) as rolled:
    assert roll(3) == [6, 6, 6]
rolled.assert_called_with(1, 6)
random.seed(3)
a = roll(5)
random.seed(3)
assert roll(5) == a
""",
            ),
        ),
        {
            "once": {
                "f": "def ask_age():\n    return int(input())\ndef total():\n    return float(input()) + float(input())\ndef roll(n):\n    return [1] * n"
            },
            "texts": {
                "f": "def ask_age():\n    return input('')\ndef total():\n    return sum(input())\nimport random\ndef roll(n):\n    return [random.randint(0, 6) for _ in range(n)]"
            },
        },
        {
            "recursive": {
                "f": "def ask_age():\n    text = input('? ')\n    return int(text) if text.isdigit() else ask_age()\ndef total():\n    line = input('')\n    return 0.0 if line == '' else float(line) + total()\nimport random\ndef roll(n):\n    return list(random.randint(1, 6) for _ in range(n))"
            }
        },
    ),
    "week-plots": Small(
        (
            P(
                "%matplotlib inline\nimport numpy as np\nimport matplotlib.pyplot as plt\nfrom matplotlib.figure import Figure"
            ),
            S(
                "f",
                """
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
""",
            ),
            T(
                "figure",
                1,
                """
fig, axes = waves()
assert isinstance(fig, Figure) and len(fig.axes) == 2
assert np.allclose(fig.get_size_inches(), (8, 3))
assert axes.shape == (2,)
""",
            ),
            T(
                "line",
                1,
                """
fig, axes = waves()
line = axes[0].get_lines()[0]
x, y = line.get_data()
np.testing.assert_allclose(y, np.sin(x))
assert line.get_color() == "r" and line.get_linestyle() == "--" and line.get_label() == "sine"
assert axes[0].get_title() == "Sine" and axes[0].get_xlabel() == "x"
assert [t.get_text() for t in axes[0].get_legend().get_texts()] == ["sine"]
""",
            ),
            T(
                "points",
                1,
                """
fig, axes = waves()
points = axes[1].collections[0].get_offsets()
assert points.shape == (50, 2) and np.allclose(points[:, 1], np.cos(points[:, 0]))
assert axes.flatten()[1].title.get_text() == "Cosine"
for ax in axes.flat:
    assert ax.get_ylim() == axes[0].get_ylim()
""",
            ),
            T(
                "bars",
                1,
                """
ax = bars({"a": 3, "b": 5})
assert [p.get_height() for p in ax.patches] == [3, 5] and ax.get_ylim() == (0, 6)
assert [t.get_text() for t in ax.get_xticklabels()] == ["a", "b"]
assert isinstance(ax, plt.Axes)
""",
            ),
            T(
                "current",
                2,
                """
plt.close("all")
current([1, 2, 2, 3, 4, 9])
fig = plt.gcf()
ax = plt.gca()
assert plt.get_fignums() == [1] and ax.get_xlabel() == "value"
assert sum(p.get_height() for p in ax.patches) == 6 and len(ax.patches) == 4
assert any(line.get_visible() for line in ax.get_xgridlines())
fig.canvas.draw()
plt.close(fig)
""",
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
                """
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
""",
            ),
            T(
                "bisect",
                1,
                """
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
""",
            ),
            T(
                "ode",
                1,
                """
sol = solve(np.pi)
assert sol.success and sol.status == 0 and sol.y.shape[0] == 2
assert abs(sol.y[0, -1]) < 1e-5 and abs(sol.sol(np.pi / 2)[0] - 1) < 1e-5
mine = integrate.solve_ivp(rhs, (0, 1), [1.0, 0.0], t_eval=[0, 1])
assert abs(mine.y[0][-1] - np.cos(1)) < 1e-2
""",
            ),
            T(
                "fit",
                1,
                """
x = np.arange(5.0)
(a, b), err = fit(x, 2 * x + 1)
assert np.allclose([a, b], [2, 1]) and err.shape == (2,)
""",
            ),
            T(
                "minimum",
                1,
                """
res = smallest(lambda v: (v[0] - 1) ** 2 + (v[1] + 2) ** 2, [0, 0])
assert isinstance(res, optimize.OptimizeResult) and res.success
assert np.allclose(res.x, [1, -2], atol=1e-3) and res["fun"] < 1e-6
""",
            ),
            T(
                "spline",
                1,
                "s = spline([0, 1, 2, 3], [0, 1, 8, 27])\nassert np.isclose(s(1.5), 1.5 ** 3) and np.isclose(s(2, 1), 12) and np.allclose(s([1, 2]), [1, 8])",
            ),
            T(
                "ttest",
                1,
                "r = compare([1, 2, 3], [4, 5, 6])\nassert r.pvalue < 0.05 and np.isclose(r.statistic, -3.6742346)\nt, p = compare([1, 2, 3], [1, 2, 3])\nassert p == 1",
            ),
            T(
                "rule",
                1,
                "assert np.isclose(trapezoid(np.sin, 0, np.pi), 2, atol=1e-3)\nassert np.isclose(trapezoid(lambda x: x ** 2, 0, 1, n=10), 0.335)\nvalue, _ = integrate.quad(lambda x: rhs(0, [x, 0])[1], 0, 1)\nassert np.isclose(value, -0.5)",
            ),
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
    # A connection that a test has opened cannot be handed over.
    "week-sql": Small(
        (
            P("import sqlite3\nimport pandas as pd"),
            L(
                "data",
                'def fresh():\n    conn = sqlite3.connect(\':memory:\')\n    conn.executescript(\'create table pets (name text, kind text, age int); insert into pets values ("Rex", "dog", 3), ("Tom", "cat", 5), ("Kit", "cat", 1)\')\n    return conn',
            ),
            S(
                "f",
                """
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
""",
            ),
            T(
                "queries",
                1,
                "conn = fresh()\nassert conn.execute(cats).fetchall() == [('Kit',), ('Tom',)]\ndf = pd.read_sql_query(counts, conn)\nassert df['n'].tolist() == [2, 1] and list(df.columns) == ['kind', 'n']",
            ),
            T(
                "functions",
                1,
                "conn = fresh()\nadd(conn, 'Ada', 'owl', 9)\nassert oldest(conn) == ('Ada', 9)\nassert conn.execute('select count(*) from pets').fetchone()[0] == 4",
            ),
            T("frame", 1, "assert frame(fresh()).shape == (2, 2)"),
            T(
                "own",
                2,
                """
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
""",
            ),
        ),
        {
            "all": {
                "f": "cats = 'select name from pets'\ncounts = 'select count(*) as n from pets'\ndef add(conn, name, kind, age):\n    pass\ndef oldest(conn):\n    return ('Tom', 5)\ndef open_db():\n    conn = sqlite3.connect(':memory:')\n    conn.execute('create table t (x real)')\n    return conn\ndef frame(conn):\n    return conn.execute(counts).fetchall()"
            },
            "bad": {
                "f": "cats = 'selec name'\ncounts = 'select kind, count(*) as n from pets group by kind order by kind desc'\ndef add(conn, name, kind, age):\n    conn.execute(f'insert into pets values ({name}, {kind}, {age})')\ndef oldest(conn):\n    return conn.execute('select name, min(age) from pets').fetchone()\ndef open_db():\n    return {'t': [1.5, 2.5]}\ndef frame(conn):\n    return pd.DataFrame()"
            },
        },
        mode="in-student",
    ),
    "week-generators": Small(
        (
            S(
                "f",
                """
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
""",
            ),
            T(
                "slices",
                1,
                "from itertools import islice, takewhile\nassert list(islice(primes(), 5)) == [2, 3, 5, 7, 11]\nassert list(takewhile(lambda p: p < 10, primes())) == [2, 3, 5, 7]\ng = primes()\nassert next(g) == 2 and next(g) == 3 and iter(g) is g",
            ),
            T(
                "kinds",
                1,
                "import inspect, types\nassert inspect.isgeneratorfunction(primes) and isinstance(primes(), types.GeneratorType) and inspect.isgenerator(flatten([]))",
            ),
            T(
                "send",
                1,
                "m = running_mean()\nassert next(m) is None\nassert m.send(10) == 10 and m.send(20) == 15\nm.close()\ntry:\n    next(m)\n    raise AssertionError\nexcept StopIteration:\n    pass",
            ),
            T("flat", 1, "assert list(flatten([1, [2, (3, [4])], []])) == [1, 2, 3, 4]"),
            T(
                "wrapped",
                1,
                "@counted\ndef add(a, b=1):\n    'Adds.'\n    return a + b\nassert add(1) == 2 and add(1, b=5) == 6 and add.calls == 2\nassert add.__name__ == 'add' and add.__doc__ == 'Adds.' and add.__wrapped__(1) == 2",
            ),
            T(
                "retried",
                1,
                "tries = []\n@retry(3)\ndef shaky(x):\n    tries.append(x)\n    if len(tries) < 3:\n        raise OSError('busy')\n    return 'done'\nassert shaky(7) == 'done' and tries == [7, 7, 7]\n@retry(times=2)\ndef never():\n    raise KeyError('k')\ntry:\n    never()\nexcept KeyError as e:\n    assert e.args == ('k',)\nelse:\n    raise AssertionError",
            ),
            T(
                "composed",
                1,
                "assert compose(lambda x: x + 1, lambda x: 2 * x)(5) == 11 and compose()(3) == 3\nassert compose(str.upper, str.strip)(' a ') == 'A'",
            ),
            T("once", 1, "assert list(evens) == [0, 2, 4, 6, 8]\nassert list(evens) == []"),
        ),
        {
            "lists": {
                "f": "def primes():\n    return [2, 3, 5, 7, 11]\ndef running_mean():\n    return lambda x: x\ndef flatten(xs):\n    return sum(xs, [])\ndef counted(func):\n    func.calls = 0\n    return func\ndef retry(times):\n    return lambda f: f\ndef compose(*fs):\n    return fs[0]\nevens = [0, 2, 4, 6, 8]"
            },
            "off": {
                "f": "def primes():\n    yield from range(2, 1000)\ndef running_mean():\n    yield 0\ndef flatten(xs):\n    for x in xs:\n        yield x\ndef counted(func):\n    def wrapper(*a, **k):\n        wrapper.calls += 2\n        return func(*a, **k)\n    wrapper.calls = 0\n    return wrapper\ndef retry(times):\n    def decorate(f):\n        def w(*a):\n            for _ in range(times):\n                try:\n                    return f(*a)\n                except Exception:\n                    pass\n        return w\n    return decorate\ndef compose(*fs):\n    def g(x):\n        for f in fs:\n            x = f(x)\n        return x\n    return g\nevens = (n for n in range(9) if n % 2)"
            },
        },
    ),
    "week-objects": Small(
        (
            S(
                "f",
                """
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
""",
            ),
            T(
                "property",
                1,
                "t = Temperature.from_celsius(0)\nassert abs(t.kelvin - 273.15) < 1e-9 and t.celsius == 0\nt.kelvin = 300\nassert t.kelvin == 300\nfor attempt in (lambda: setattr(t, 'kelvin', -1), lambda: Temperature(-5)):\n    try:\n        attempt()\n    except ValueError:\n        pass\n    else:\n        raise AssertionError('below zero')",
            ),
            T(
                "readonly",
                1,
                "try:\n    t.celsius = 5\nexcept AttributeError:\n    pass\nelse:\n    raise AssertionError\ntry:\n    t.other = 5\nexcept AttributeError:\n    pass\nelse:\n    raise AssertionError\nassert isinstance(Temperature.kelvin, property) and not hasattr(t, '__dict__')",
            ),
            T(
                "cards",
                1,
                "hand = [Card('K', 's'), Card('2', 'h'), Card('A', 'd')]\nassert sorted(hand) == [Card('2', 'h'), Card('K', 's'), Card('A', 'd')]\nassert max(hand).rank == 'A' and Card('2', 'h') <= Card('3', 'h') and Card('2', 'h') != '2h'\nassert len({Card('2', 'h'), Card('2', 'h')}) == 1 and Card('K', 's') in hand\nassert repr(hand[0]) == \"Card('K', 's')\" and eval(repr(hand[0])) == hand[0]\nassert str(hand) == \"[Card('K', 's'), Card('2', 'h'), Card('A', 'd')]\"",
            ),
            T(
                "polynomials",
                1,
                "p = Polynomial(1, 2) + Polynomial(0, 0, 3)\nassert p(2) == 17 and p.c == [1, 2, 3] and p[2] == 3 and len(p) == 3\nassert (p + 1).c == [2, 2, 3] and (1 + p)(0) == 2 and sum([p, p])(1) == 12\nassert not Polynomial(0, 0) and callable(p) and list(p) == [1, 2, 3] and list(map(p, [0, 1])) == [1, 6]",
            ),
            T(
                "single",
                1,
                "Registry().items['a'] = 1\nassert Registry() is Registry() and Registry().items == {'a': 1} and id(Registry()) == id(Registry())",
            ),
            T(
                "abstract",
                1,
                "import inspect\nassert Plugin.known == ['Hello'] and issubclass(Hello, Plugin) and Hello().run() == 'hello'\nassert inspect.isabstract(Plugin) and Plugin.__abstractmethods__ == {'run'}\ntry:\n    Plugin()\nexcept TypeError as e:\n    assert 'abstract' in str(e)\nelse:\n    raise AssertionError\nassert Hello.__mro__[1] is Plugin and Hello.__bases__ == (Plugin,)",
            ),
            T(
                "look",
                1,
                "import inspect\nassert [n for n, _ in inspect.getmembers(Polynomial, inspect.isfunction) if not n.startswith('_')] == []\nassert 'run' in dir(Hello()) and type(Hello()).__name__ == 'Hello' and Hello().__class__ is Hello and type(Hello()) is Hello and type(Hello()) == Hello\nassert vars(Card('2', 'h')) == {'rank': '2', 'suit': 'h'} and getattr(Card('2', 'h'), 'nope', None) is None\nassert inspect.getfullargspec(Card.__init__).args == ['self', 'rank', 'suit'] and Card.__init__.__code__.co_argcount == 3",
            ),
            T(
                "copies",
                1,
                "import copy\nc = Card('2', 'h')\nd = copy.copy(c)\nassert d == c and d is not c\nq = copy.deepcopy(p)\nq.c.append(9)\nassert len(p.c) == 3 and len(q.c) == 4",
            ),
        ),
        {
            "plain": {
                "f": "class Temperature:\n    def __init__(self, kelvin=0):\n        self.kelvin = kelvin\n    def celsius(self):\n        return self.kelvin - 273.15\n    def from_celsius(c):\n        return Temperature(c + 273.15)\nclass Card:\n    def __init__(self, rank, suit):\n        self.rank, self.suit = rank, suit\nclass Polynomial:\n    def __init__(self, *c):\n        self.c = c\n    def __call__(self, x):\n        return self.c[0]\nclass Registry:\n    def __init__(self):\n        self.items = {}\nclass Plugin:\n    known = []\n    def run(self): ...\nclass Hello(Plugin):\n    def run(self):\n        print('hello')"
            },
            "mutating": {
                "f": "class Temperature:\n    def __init__(self, kelvin=0):\n        self._kelvin = max(kelvin, 0)\n    kelvin = property(lambda s: s._kelvin)\n    celsius = property(lambda s: s._kelvin - 273)\n    @classmethod\n    def from_celsius(cls, c):\n        return cls(c + 273)\nclass Card:\n    def __init__(self, rank, suit):\n        self.rank, self.suit = rank, suit\n    def __eq__(self, other):\n        return True\n    def __lt__(self, other):\n        return self.rank < other.rank\nclass Polynomial:\n    def __init__(self, *c):\n        self.c = list(c)\n    def __call__(self, x):\n        return sum(a * x ** i for i, a in enumerate(self.c))\n    def __add__(self, other):\n        self.c = [a + b for a, b in zip(self.c, other.c)]\n        return self\nclass Registry:\n    items = {}\nclass Plugin:\n    known = ['Hello']\n    def run(self):\n        raise NotImplementedError\nclass Hello:\n    def run(self):\n        return 'hello'"
            },
        },
        # It evaluates what an object says of itself: there, and not with the rights of whoever grades.
        mode="in-student",
    ),
    "week-managers": Small(
        (
            S(
                "f",
                """
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
""",
            ),
            T(
                "timer",
                1,
                "with Timer() as t:\n    x = sum(range(1000))\nassert 0 <= t.seconds < 5 and x == 499500\ntry:\n    with Timer() as t:\n        raise RuntimeError('inside')\nexcept RuntimeError as e:\n    assert str(e) == 'inside' and hasattr(t, 'seconds')\nelse:\n    raise AssertionError('swallowed')",
            ),
            T(
                "suppress",
                1,
                "with Suppress(KeyError, ValueError) as s:\n    {}['x']\nassert isinstance(s.caught, KeyError)\ntry:\n    with Suppress(KeyError):\n        1 / 0\nexcept ZeroDivisionError:\n    pass\nelse:\n    raise AssertionError",
            ),
            T(
                "folder",
                1,
                "import os\nhere = os.getcwd()\nwith inside('below') as place:\n    assert place.endswith('below')\nassert os.getcwd() == here",
            ),
            T(
                "tags",
                1,
                "log.clear()\nwith tag('a') as l:\n    l.append('text')\nassert log == ['<a>', 'text', '</a>']\nwith tag('b'):\n    1 / 0\nassert log[3:] == ['<b>', '!', '</b>']",
            ),
        ),
        {
            "half": {
                "f": "import time\nfrom contextlib import contextmanager\nclass Timer:\n    def __enter__(self):\n        self.start = time.perf_counter()\n    def __exit__(self, *exc):\n        self.seconds = time.perf_counter() - self.start\n        return True\nclass Suppress:\n    def __init__(self, *kinds):\n        self.caught = None\n    def __enter__(self):\n        return self\n    def __exit__(self, *exc):\n        return True\nimport os\n@contextmanager\ndef inside(folder):\n    os.makedirs(folder, exist_ok=True)\n    os.chdir(folder)\n    yield folder\nlog = []\n@contextmanager\ndef tag(name):\n    log.append(name)\n    yield log"
            },
            "none": {
                "f": "class Timer:\n    pass\nclass Suppress:\n    pass\ndef inside(folder):\n    return folder\nlog = []\ndef tag(name):\n    yield log"
            },
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
            T(
                "sorts",
                1,
                "import random\nrandom.seed(1)\nfor n in (0, 1, 2, 10, 200):\n    xs = [random.randrange(50) for _ in range(n)]\n    kept = list(xs)\n    assert merge_sort(xs) == sorted(kept) and xs == kept\n    assert quick_sort(xs) is None and xs == sorted(kept)\nassert merge_sort(['bb', 'a', 'ccc'], key=len) == ['a', 'bb', 'ccc']",
            ),
            T(
                "comparisons",
                1,
                "class Counted:\n    count = 0\n    def __init__(self, n):\n        self.n = n\n    def __lt__(self, other):\n        Counted.count += 1\n        return self.n < other.n\n    def __le__(self, other):\n        Counted.count += 1\n        return self.n <= other.n\nxs = [Counted(n) for n in range(64, 0, -1)]\nout = merge_sort(xs)\nassert [c.n for c in out] == list(range(1, 65)) and Counted.count <= 64 * 6",
            ),
            T(
                "graphs",
                1,
                "g = {'a': {'b': 1, 'c': 4}, 'b': {'c': 2}, 'c': {}, 'd': {}}\nassert shortest(g, 'a') == {'a': 0, 'b': 1, 'c': 3}\nassert bfs({1: {2, 3}, 2: {4}, 3: {4}, 4: set()}, 1) == [1, 2, 3, 4]",
            ),
            T(
                "accesses",
                1,
                "class Watched(list):\n    looks = 0\n    def __getitem__(self, i):\n        Watched.looks += 1\n        return super().__getitem__(i)\nxs = Watched(range(0, 2000, 2))\nassert search(xs, 500) == 250 and search(xs, 501) == -1\nassert Watched.looks < 60",
            ),
            T(
                "depth",
                1,
                "import sys\nold = sys.getrecursionlimit()\nsys.setrecursionlimit(5000)\ntry:\n    assert deep(3000) == 3000\nfinally:\n    sys.setrecursionlimit(old)\ntry:\n    deep(10 ** 6)\nexcept RecursionError:\n    pass\nelse:\n    raise AssertionError",
            ),
            T(
                "memo",
                1,
                "def memoised(f):\n    memo = {}\n    def g(n):\n        if n not in memo:\n            memo[n] = f(n)\n        return memo[n]\n    return g\nfib = memoised(fib)\nassert fib(60) == 1548008755920",
            ),
            T(
                "subsets",
                1,
                "assert sorted(subsets([1, 2])) == [[], [1], [1, 2], [2]] or sorted(map(sorted, subsets([1, 2]))) == [[], [1], [1, 2], [2]]\nassert len(subsets(list(range(8)))) == 256",
            ),
        ),
        {
            "builtin": {
                "f": "def merge_sort(xs, key=None):\n    xs.sort(key=key)\n    return xs\ndef quick_sort(xs):\n    return sorted(xs)\ndef shortest(graph, start):\n    return {v: 1 for v in graph}\ndef bfs(graph, start):\n    return list(graph)\ndef search(xs, x):\n    for i, y in enumerate(xs):\n        if y == x: return i\ndef deep(n):\n    return n\ndef fib(n):\n    return 1\ndef subsets(xs):\n    return [xs]"
            },
            "slow": {
                "f": "def merge_sort(xs, key=lambda x: x):\n    xs = list(xs)\n    for i in range(len(xs)):\n        for j in range(len(xs) - 1):\n            if key(xs[j + 1]) < key(xs[j]): xs[j], xs[j + 1] = xs[j + 1], xs[j]\n    return xs\ndef quick_sort(xs):\n    xs.sort()\n    return xs\ndef shortest(graph, start):\n    return {start: 0, **graph[start]}\ndef bfs(graph, start):\n    return [start, *sorted(graph[start])]\ndef search(xs, x):\n    for i in range(len(xs)):\n        if xs[i] == x: return i\n    return -1\ndef deep(n):\n    k = 0\n    while k < n: k += 1\n    return k\ndef fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 3)\ndef subsets(xs):\n    return [[x] for x in xs]"
            },
        },
    ),
    "week-frames": Small(
        (
            P("import numpy as np\nimport pandas as pd"),
            S(
                "f",
                """
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
""",
            ),
            T(
                "load",
                1,
                "df = load()\nassert isinstance(df, pd.DataFrame) and df.shape == (4, 3)\nassert df.dtypes['when'] == 'datetime64[ns]' or str(df.dtypes['when']).startswith('datetime64')\nassert df['temp'].isna().sum() == 1 and df.loc[df.city == 'Bonn', 'temp'].tolist() == [3.5, 7.0]",
            ),
            T(
                "bands",
                1,
                "b = bands(pd.Series([-5, 3, 9]))\nassert b.tolist()[0] == pd.Interval(-10, 0) and b.cat.categories[1].right == 5\nassert bands(load()['temp']).isna().sum() == 1",
            ),
            T(
                "periods",
                1,
                "m = monthly(load())\nassert m.index[0] == pd.Period('2024-01') and m.loc['2024-02'] == 3.0 and len(m) == 2",
            ),
            T(
                "grouped",
                1,
                "g = by_city(load())\nassert g.ngroups == 3 and g['temp'].max()['Bonn'] == 7 and g.get_group('Ulm').shape[0] == 1\nassert {name: len(part) for name, part in g} == {'Bonn': 2, 'Köln': 1, 'Ulm': 1}\nassert g.agg({'temp': 'sum'}).loc['Ulm', 'temp'] == -1",
            ),
            T("lists", 1, "assert lists(load())['Bonn'] == [3.5, 7.0]"),
            T(
                "clean",
                1,
                "df = load()\nc = clean(df)\nassert c['temp'].notna().all() and df['temp'].isna().any()\npd.testing.assert_frame_equal(c.drop(index=1), df.drop(index=1))\ndrop_in_place(df)\nassert list(df.columns) == ['city', 'temp']",
            ),
            T(
                "applied",
                1,
                "assert load()['temp'].apply(fahrenheit).round(1).tolist()[0] == 38.3\nassert load().apply(label, axis=1)[0] == 'Bonn: 3.5'\nassert load().pipe(clean).temp.notna().all()\nassert np.isclose(fahrenheit(np.array([0.0, 100.0])), [32, 212]).all() and fahrenheit(pd.Series([0]))[0] == 32",
            ),
            T(
                "plotted",
                1,
                "ax = plot(load())\nassert ax.get_title() == 'Temperature' and len(ax.lines) == 1 and ax.get_xlabel() == 'when'",
            ),
            T(
                "variables",
                1,
                "assert wide.loc['Bonn', 2] == 7.0 and wide.columns.tolist() == [1, 2]\nassert stacked.index.names == ['city', 'when'] and stacked.loc['Bonn'].shape == (2, 1)\nassert stacked.xs('Ulm', level='city')['temp'].iloc[0] == -1\nassert 'temp' in styled.data.columns",
            ),
        ),
        {
            "dicts": {
                "f": "def load():\n    return {'city': ['Bonn'], 'temp': [3.5]}\ndef bands(s):\n    return [x // 5 for x in s]\ndef monthly(df):\n    return df['temp'].mean()\ndef by_city(df):\n    return df['city'].value_counts()\ndef lists(df):\n    return df.groupby('city')['temp'].sum()\ndef clean(df):\n    df['temp'] = df['temp'].fillna(0)\n    return df\ndef drop_in_place(df):\n    df = df.drop(columns='when')\ndef fahrenheit(c):\n    return c + 32\ndef label(row):\n    return row['city']\ndef plot(df):\n    df.plot()\nwide = None\nstacked = None\nstyled = None"
            },
            "near": {
                "f": "def load():\n    return pd.DataFrame({'city': ['Bonn', 'Köln', 'Bonn', 'Ulm'], 'temp': ['3.5', None, '7.0', '-1.0'], 'when': ['2024-01-01', '2024-01-02', '2024-02-01', '2024-02-03']})\ndef bands(s):\n    return pd.cut(s, 3)\ndef monthly(df):\n    return df.groupby(df['when'].dt.month)['temp'].mean()\ndef by_city(df):\n    return df.groupby('temp')\ndef lists(df):\n    return df.groupby('city')['temp'].apply(tuple)\ndef clean(df):\n    return df.dropna()\ndef drop_in_place(df):\n    df.drop(columns='temp', inplace=True)\ndef fahrenheit(c):\n    return int(c * 9 / 5 + 32)\ndef label(row):\n    return row[0]\ndef plot(df):\n    return df.plot(x='when', y='temp').figure\nwide = load().pivot_table(index='city', values='when', aggfunc='count')\nstacked = load()\nstyled = load()"
            },
        },
    ),
    "week-files": Small(
        (
            P("import csv, json, os, pathlib\nimport numpy as np\nimport pandas as pd"),
            S(
                "f",
                """
def save_scores(scores, path):
    with open(path, "w", newline="") as f:
        w = csv.writer(f)
        w.writerow(["name", "score"])
        w.writerows(scores.items())
def count_lines(path):
    with open(path) as f:
        return sum(1 for line in f if line.strip())
def find(folder, ending):
    return sorted(p.name for p in pathlib.Path(folder).rglob("*" + ending))
def backup(path):
    path = pathlib.Path(path)
    copy = path.with_suffix(".bak")
    copy.write_bytes(path.read_bytes())
    return copy
""",
            ),
            S(
                "g",
                """
save_scores({"ada": 3, "bob": 5}, "scores.csv")
np.save("grid.npy", np.arange(6).reshape(2, 3))
with open("settings.json", "w") as f:
    json.dump({"dark": True, "size": [1, 2]}, f)
os.makedirs("out", exist_ok=True)
pathlib.Path("out/report.txt").write_text("fine\\n")
""",
            ),
            T(
                "temporary",
                2,
                """
import tempfile
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "a.csv")
    save_scores({"x": 1}, path)
    assert open(path).read().split() == ["name,score", "x,1"]
    assert os.listdir(folder) == ["a.csv"]
""",
            ),
            T(
                "given",
                1,
                """
import tempfile
with tempfile.NamedTemporaryFile("w", suffix=".txt", delete=False) as f:
    f.write("a\\n\\nb\\n")
assert count_lines(f.name) == 2
os.unlink(f.name)
""",
            ),
            T(
                "pathlib",
                1,
                """
from pathlib import Path
folder = Path("walk")
folder.mkdir(exist_ok=True)
(folder / "deep").mkdir(exist_ok=True)
(folder / "a.txt").write_text("1")
(folder / "deep" / "b.txt").write_text("2")
(folder / "c.md").write_text("3")
assert find("walk", ".txt") == ["a.txt", "b.txt"]
copy = backup(folder / "c.md")
assert copy.name == "c.bak" and copy.read_text() == "3" and copy.exists()
""",
            ),
            T(
                "csv",
                1,
                'assert os.path.exists("scores.csv")\ndf = pd.read_csv("scores.csv")\nassert df["score"].sum() == 8 and list(df.columns) == ["name", "score"]',
            ),
            T("npy", 1, 'assert np.load("grid.npy").tolist() == [[0, 1, 2], [3, 4, 5]]'),
            T(
                "json",
                1,
                'with open("settings.json") as f:\n    s = json.load(f)\nassert s["dark"] is True and s["size"][1] == 2',
            ),
            T(
                "there",
                1,
                'assert os.path.isfile("out/report.txt") and os.listdir("out") == ["report.txt"]\nassert Path("out/report.txt").read_text() == "fine\\n" and Path("out").is_dir()\nimport glob\nassert glob.glob("out/*.txt") == ["out/report.txt"]',
            ),
        ),
        {
            "nothing": {
                "f": "def save_scores(scores, path):\n    pass\ndef count_lines(path):\n    return 0\ndef find(folder, ending):\n    return []\ndef backup(path):\n    return path",
                "g": "pass",
            },
            "other": {
                "f": "def save_scores(scores, path):\n    open('scores.txt', 'w').write(str(scores))\ndef count_lines(path):\n    return len(open(path).read())\ndef find(folder, ending):\n    return [n for n in os.listdir(folder) if n.endswith(ending)]\ndef backup(path):\n    return pathlib.Path(str(path) + '.bak')",
                "g": "save_scores({'ada': 3}, 'scores.csv')\nnp.save('grid.npy', np.ones(3))\nopen('settings.json', 'w').write('{dark: true}')\nopen('report.txt', 'w').write('fine')",
            },
        },
    ),
    "week-helpers": Small(
        (
            P("from helpers import *\nimport helpers"),
            S(
                "f",
                "def area(shape):\n    return scale(shape['a'] * shape['b'])\nremember('f was here')\nresult = apply_twice(lambda x: x + 3, 1)",
            ),
            T("uses", 1, "assert area({'a': 2, 'b': 3}) == 6 * FACTOR"),
            T("checker", 1, "check_area(area)"),
            T("class", 1, "assert isinstance(Box(area).value, int) and Box(area).value == 10"),
        ),
        {
            "unscaled": {"f": "def area(shape):\n    return shape['a'] * shape['b']\nresult = 7"},
            "cheats": {
                "f": "def area(shape):\n    return 0\ndef check_area(f):\n    pass\nFACTOR = 0\nnotes = helpers.notes\nhelpers.check_area = check_area\nresult = 1"
            },
        },
        files={
            "helpers.py": "FACTOR = 10\nnotes = []\ndef scale(x):\n    return FACTOR * x\ndef remember(text):\n    notes.append(text)\ndef apply_twice(f, x):\n    return f(f(x))\ndef check_area(f):\n    for a in range(4):\n        assert f({'a': a, 'b': 2}) == 20 * a, a\nclass Box:\n    def __init__(self, f):\n        self.value = f({'a': 1, 'b': 1})\n"
        },
        better={("cheats", "checker"): 0.0, ("cheats", "uses"): 0.0},
    ),
    "week-hints": Small(
        (
            P("from typing import Optional, Callable"),
            S(
                "f",
                '''
def clamp(x: float, low: float = 0.0, high: float = 1.0) -> float:
    """Keep x between low and high."""
    return max(low, min(high, x))
def first(xs: list[str], default: Optional[str] = None) -> str | None:
    return xs[0] if xs else default
def apply(f: Callable[[int], int], *xs: int, **more: str) -> dict[int, int]:
    return {x: f(x) for x in xs}
def factorial(n: int) -> int:
    return 1 if n <= 1 else n * factorial(n - 1)
total: int = 5
''',
            ),
            T(
                "annotations",
                1,
                "assert clamp.__annotations__ == {'x': float, 'low': float, 'high': float, 'return': float}\nassert first.__annotations__['xs'] == list[str]",
            ),
            T(
                "hints",
                1,
                "from typing import get_type_hints\nh = get_type_hints(first)\nassert h['default'] == Optional[str] and h['return'] == (str | None)\nassert get_type_hints(clamp)['return'] is float",
            ),
            T(
                "signature",
                1,
                "import inspect\ns = inspect.signature(clamp)\nassert str(s) == '(x: float, low: float = 0.0, high: float = 1.0) -> float'\nassert s.return_annotation is float and s.parameters['low'].annotation is float\nassert [p.kind.name for p in inspect.signature(apply).parameters.values()] == ['POSITIONAL_OR_KEYWORD', 'VAR_POSITIONAL', 'VAR_KEYWORD']",
            ),
            T(
                "defaults",
                1,
                "assert clamp.__defaults__ == (0.0, 1.0) and clamp.__code__.co_varnames[:3] == ('x', 'low', 'high') and clamp.__doc__.startswith('Keep')",
            ),
            T(
                "recursive",
                1,
                "import ast, inspect\ntree = ast.parse(inspect.getsource(factorial))\ncalls = [n.func.id for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]\nassert 'factorial' in calls and not any(isinstance(n, (ast.For, ast.While)) for n in ast.walk(tree))\nassert factorial(5) == 120",
            ),
            T(
                "no-loop",
                1,
                "import inspect\nsource = inspect.getsource(clamp)\nassert 'if' not in source and len(source.splitlines()) <= 3 and clamp(7) == 1.0\nassert 'factorial' in factorial.__code__.co_names",
            ),
            T("module", 1, "assert __annotations__['total'] is int and total == 5"),
        ),
        {
            "bare": {
                "f": "def clamp(x, low=0, high=1):\n    if x < low: return low\n    return high if x > high else x\ndef first(xs, default=None):\n    return xs[0] if xs else default\ndef apply(f, xs):\n    return {x: f(x) for x in xs}\ndef factorial(n):\n    r = 1\n    for i in range(n): r *= i + 1\n    return r\ntotal = 5"
            },
            "others": {
                "f": "def clamp(x: int, low: int = 0, high: int = 1) -> int:\n    'Clamps'\n    return x\ndef first(xs: list, default: str = '') -> str:\n    return xs[0]\ndef apply(f, *xs):\n    return {}\ndef factorial(n: int) -> int:\n    import math\n    return math.factorial(n)\ntotal: float = 5"
            },
        },
    ),
    "week-doubles": Small(
        (
            S(
                "f",
                """
def notify(users, sender):
    sent = 0
    for user in users:
        if user.active:
            sender.send(user.email, subject="Hello")
            sent += 1
    return sent
def read_all(stream):
    return [line.strip() for line in stream]
def total_area(shapes):
    return sum(s.area() for s in shapes)
def safe_div(a, b, log=None):
    try:
        return a / b
    except ZeroDivisionError:
        if log is not None:
            log.append("division by zero")
        return None
def walk(tree, visit):
    visit(tree["name"])
    for child in tree.get("children", []):
        walk(child, visit)
def longest(items, key):
    return max(items, key=key)
def push_all(stack, xs):
    for x in xs:
        stack.push(x)
    return stack
""",
            ),
            T(
                "mock",
                1,
                "from unittest.mock import Mock, MagicMock, call\nsender = Mock()\nusers = [Mock(active=True, email='a@x'), Mock(active=False, email='b@x')]\nassert notify(users, sender) == 1\nsender.send.assert_called_once_with('a@x', subject='Hello')",
            ),
            T(
                "fake",
                1,
                "class User:\n    def __init__(self, email, active=True):\n        self.email, self.active = email, active\nclass Outbox:\n    def __init__(self):\n        self.mails = []\n    def send(self, to, subject):\n        self.mails.append((to, subject))\nbox = Outbox()\nassert notify([User('a'), User('b', False), User('c')], box) == 2 and box.mails == [('a', 'Hello'), ('c', 'Hello')]",
            ),
            T(
                "stream",
                1,
                "import io\nassert read_all(io.StringIO('a\\nb \\n')) == ['a', 'b'] and read_all(['x ']) == ['x'] and read_all(iter(['q'])) == ['q']",
            ),
            T(
                "shapes",
                1,
                "from collections import namedtuple\nclass Square:\n    def __init__(self, a):\n        self.a = a\n    def area(self):\n        return self.a ** 2\nassert total_area([Square(2), Square(3)]) == 13 and total_area([]) == 0",
            ),
            T(
                "log",
                1,
                "log = []\nassert safe_div(1, 0, log) is None and log == ['division by zero'] and safe_div(6, 3, log) == 2 and len(log) == 1",
            ),
            T(
                "visits",
                1,
                "seen = []\nwalk({'name': 'a', 'children': [{'name': 'b'}, {'name': 'c', 'children': [{'name': 'd'}]}]}, seen.append)\nassert seen == ['a', 'b', 'c', 'd']\nspy = MagicMock()\nwalk({'name': 'x'}, spy)\nspy.assert_called_once_with('x')",
            ),
            T(
                "keys",
                1,
                "from operator import itemgetter, attrgetter\nassert longest([{'n': 1}, {'n': 3}], key=itemgetter('n')) == {'n': 3} and longest(['a', 'bbb'], key=len) == 'bbb'\na, b = User('abc'), User('z')\nassert longest([a, b], key=attrgetter('email')) is b",
            ),
            T(
                "stack",
                1,
                "class Stack:\n    def __init__(self):\n        self.items = []\n    def push(self, x):\n        self.items.append(x)\ns = Stack()\nassert push_all(s, [1, 2]) is s and s.items == [1, 2]",
            ),
        ),
        {
            "ignores": {
                "f": "def notify(users, sender):\n    return len(users)\ndef read_all(stream):\n    return list(stream)\ndef total_area(shapes):\n    return 0\ndef safe_div(a, b, log=None):\n    return a / b\ndef walk(tree, visit):\n    visit(tree['name'])\ndef longest(items, key):\n    return items[0]\ndef push_all(stack, xs):\n    return list(xs)"
            },
            "twice": {
                "f": "def notify(users, sender):\n    for u in users:\n        sender.send(u.email, subject='Hello')\n    return len(users)\ndef read_all(stream):\n    return stream.read()\ndef total_area(shapes):\n    return shapes[0].area() * len(shapes)\ndef safe_div(a, b, log=None):\n    log = log + ['zero']\n    return None\ndef walk(tree, visit):\n    for c in tree.get('children', []):\n        walk(c, visit)\n    visit(tree['name'])\ndef longest(items, key):\n    return min(items, key=key)\ndef push_all(stack, xs):\n    for x in reversed(xs):\n        stack.push(x)\n    return stack"
            },
        },
    ),
    "week-random": Small(
        (
            P("import random\nimport numpy as np"),
            S(
                "f",
                """
def dice(rng, n):
    return rng.integers(1, 7, size=n)
def pick(r, xs):
    return r.choice(xs)
def old(state, n):
    return state.normal(size=n)
def shuffle(xs):
    xs = list(xs)
    random.shuffle(xs)
    return xs
def walk(n, seed=None):
    rng = np.random.default_rng(seed)
    return np.cumsum(rng.choice([-1, 1], size=n))
def pi(n):
    np.random.seed(0)
    p = np.random.rand(n, 2)
    return 4 * np.mean((p ** 2).sum(axis=1) <= 1)
def sampler(seed):
    rng = np.random.default_rng(seed)
    return lambda: rng.normal()
""",
            ),
            T(
                "generator",
                1,
                "rng = np.random.default_rng(5)\na, b = dice(rng, 10), dice(rng, 10)\nwant = np.random.default_rng(5)\nassert np.array_equal(a, want.integers(1, 7, size=10)) and np.array_equal(b, want.integers(1, 7, size=10))\nassert a.min() >= 1 and rng.random() == want.random()",
            ),
            T(
                "python",
                1,
                "r, same = random.Random(3), random.Random(3)\nassert [pick(r, 'abcdef') for _ in range(5)] == [same.choice('abcdef') for _ in range(5)]",
            ),
            T(
                "state",
                1,
                "s = np.random.RandomState(1)\nnp.testing.assert_allclose(np.r_[old(s, 2), old(s, 2)], np.random.RandomState(1).normal(size=4))",
            ),
            T(
                "global",
                1,
                "random.seed(8)\na = shuffle(range(10))\nrandom.seed(8)\nxs = list(range(10))\nrandom.shuffle(xs)\nassert a == xs and sorted(a) == list(range(10))",
            ),
            T(
                "walk",
                1,
                "assert np.array_equal(walk(50, 1), walk(50, 1)) and not np.array_equal(walk(50, 1), walk(50, 2)) and set(np.abs(np.diff(walk(50, 3)))) == {1}",
            ),
            T("pi", 1, "assert abs(pi(20000) - 3.14159) < 0.05 and pi(1000) == pi(1000)"),
            T("sampler", 1, "s = sampler(4)\nassert s() != s() and sampler(4)() == np.random.default_rng(4).normal()"),
        ),
        {
            "global-state": {
                "f": "def dice(rng, n):\n    return np.random.randint(1, 7, n)\ndef pick(r, xs):\n    return xs[0]\ndef old(state, n):\n    return np.random.normal(size=n)\ndef shuffle(xs):\n    return list(xs)[::-1]\ndef walk(n, seed=None):\n    return np.cumsum(np.random.choice([-1, 1], size=n))\ndef pi(n):\n    return 3.2\ndef sampler(seed):\n    return lambda: seed"
            },
            "reseeds": {
                "f": "def dice(rng, n):\n    return np.random.default_rng(5).integers(1, 7, size=n)\ndef pick(r, xs):\n    random.seed(3)\n    return random.choice(xs)\ndef old(state, n):\n    return np.random.RandomState(1).normal(size=n)\ndef shuffle(xs):\n    return sorted(xs, key=lambda x: random.random())\ndef walk(n, seed=None):\n    np.random.seed(1)\n    return np.cumsum(np.random.choice([-1, 1], size=n))\ndef pi(n):\n    return 4 * np.mean(np.random.rand(n) < 0.5)\ndef sampler(seed):\n    return lambda: np.random.default_rng(seed).normal()"
            },
        },
    ),
    "week-text": Small(
        (
            P("import re, string\nfrom collections import Counter, defaultdict"),
            S(
                "f",
                r"""
pattern = re.compile(r"(?P<user>[\w.]+)@(?P<host>\w+\.\w+)")
def find_mail(text):
    return pattern.search(text)
def words(text):
    return re.findall(r"[a-z']+", text.lower())
def top(text, n):
    return Counter(words(text)).most_common(n)
def index(text):
    found = defaultdict(list)
    for i, w in enumerate(words(text)):
        found[w].append(i)
    return found
def caesar(text, k):
    letters = string.ascii_lowercase
    return text.translate(str.maketrans(letters, letters[k:] + letters[:k]))
def is_palindrome(s):
    s = [c for c in s.lower() if c.isalnum()]
    return s == s[::-1]
def dates(text):
    return [tuple(map(int, m.groups())) for m in re.finditer(r"(\d{4})-(\d\d)-(\d\d)", text)]
def report(rows):
    return "\n".join(f"{n:<6}|{v:>8.2f}" for n, v in rows)
def concordance(text):
    return {w: set(p) for w, p in index(text).items()}
""",
            ),
            T(
                "match",
                1,
                "m = find_mail('write to ada.l@math.org now')\nassert m.group() == 'ada.l@math.org' and m['user'] == 'ada.l' and m.groupdict()['host'] == 'math.org' and m.span() == (9, 23) and m.start('host') == 15\nassert find_mail('none') is None",
            ),
            T(
                "pattern",
                1,
                "assert isinstance(pattern, re.Pattern) and pattern.groups == 2 and pattern.findall('a@b.c d@e.f') == [('a', 'b.c'), ('d', 'e.f')] and pattern.pattern.startswith('(?P<user>')\nassert re.sub(pattern, 'X', 'a@b.c!') == 'X!' and bool(re.fullmatch(pattern, 'a@b.c'))",
            ),
            T(
                "counts",
                1,
                "t = \"The cat's hat. The hat!\"\nassert words(t) == ['the', \"cat's\", 'hat', 'the', 'hat'] and top(t, 2) == [('the', 2), ('hat', 2)]\ni = index(t)\nassert i['hat'] == [2, 4] and i['dog'] == [] and isinstance(i, defaultdict)\nassert concordance(t)['the'] == {0, 3}",
            ),
            T("caesar", 1, "assert caesar('xyz Abc', 3) == 'abc Aef' and caesar(caesar('hello', 5), 21) == 'hello'"),
            T(
                "palindrome",
                1,
                "assert is_palindrome('A man, a plan, a canal: Panama') and not is_palindrome('ab') and is_palindrome('') is True",
            ),
            T("dates", 1, "assert dates('2024-02-29 to 2025-01-01') == [(2024, 2, 29), (2025, 1, 1)]"),
            T("report", 1, "assert report([('ab', 1.005), ('c', 12)]) == 'ab    |    1.00\\nc     |   12.00'"),
        ),
        {
            "naive": {
                "f": "pattern = r'\\w+@\\w+'\ndef find_mail(text):\n    return re.findall(pattern, text)\ndef words(text):\n    return text.split()\ndef top(text, n):\n    return Counter(text.split())\ndef index(text):\n    return {w: text.find(w) for w in text.split()}\ndef caesar(text, k):\n    return ''.join(chr(ord(c) + k) for c in text)\ndef is_palindrome(s):\n    return s == s[::-1]\ndef dates(text):\n    return re.findall(r'\\d+', text)\ndef report(rows):\n    return str(rows)\ndef concordance(text):\n    return set(text.split())"
            },
            "near": {
                "f": "pattern = re.compile(r'([\\w.]+)@(\\w+\\.\\w+)')\ndef find_mail(text):\n    return pattern.match(text)\ndef words(text):\n    return re.findall(r'\\w+', text.lower())\ndef top(text, n):\n    return dict(Counter(words(text)).most_common(n))\ndef index(text):\n    d = {}\n    for i, w in enumerate(words(text)): d.setdefault(w, []).append(i)\n    return d\ndef caesar(text, k):\n    return text\ndef is_palindrome(s):\n    return 1\ndef dates(text):\n    return [m.groups() for m in re.finditer(r'(\\d{4})-(\\d\\d)-(\\d\\d)', text)]\ndef report(rows):\n    return '\\n'.join(f'{n:<6}|{v:>7.2f}' for n, v in rows) + '\\n'\ndef concordance(text):\n    return index(text)"
            },
        },
    ),
    "week-units": Small(
        (
            S(
                "f",
                """
import math
from functools import total_ordering
@total_ordering
class Quantity:
    units = {"m": 1.0, "km": 1000.0, "cm": 0.01}
    def __init__(self, value, unit="m"):
        if unit not in self.units:
            raise ValueError(f"unknown unit {unit!r}")
        self.value, self.unit = value, unit
    @property
    def si(self):
        return self.value * self.units[self.unit]
    def to(self, unit):
        return Quantity(self.si / self.units[unit], unit)
    def __add__(self, other):
        if not isinstance(other, Quantity):
            return NotImplemented
        return Quantity(self.si + other.si)
    def __mul__(self, k):
        return Quantity(self.value * k, self.unit)
    __rmul__ = __mul__
    def __truediv__(self, other):
        return self.si / other.si if isinstance(other, Quantity) else Quantity(self.value / other, self.unit)
    def __eq__(self, other):
        if isinstance(other, (int, float)):
            return math.isclose(self.si, other)
        return math.isclose(self.si, other.si)
    def __lt__(self, other):
        return self.si < (other.si if isinstance(other, Quantity) else other)
    def __float__(self):
        return float(self.si)
    def __format__(self, spec):
        return f"{self.value:{spec or '.1f'}} {self.unit}"
    def __repr__(self):
        return f"Quantity({self.value!r}, {self.unit!r})"
    def __neg__(self):
        return Quantity(-self.value, self.unit)
    def __abs__(self):
        return Quantity(abs(self.value), self.unit)
    def __round__(self, n=0):
        return Quantity(round(self.value, n), self.unit)
    def __pow__(self, n):
        return self.si ** n
def fall(h, g=9.81):
    return math.sqrt(2 * float(h) / g)
class Vector:
    def __init__(self, *xs):
        self.xs = tuple(xs)
    def __iter__(self):
        return iter(self.xs)
    def __eq__(self, other):
        return tuple(self) == tuple(other)
    def __matmul__(self, other):
        return sum(a * b for a, b in zip(self, other))
    def __sub__(self, other):
        return Vector(*(a - b for a, b in zip(self, other)))
""",
            ),
            T(
                "convert",
                1,
                "assert Quantity(2, 'km').to('m').value == 2000 and Quantity(5).unit == 'm' and abs(Quantity(30, 'cm').si - 0.3) < 1e-12\ntry:\n    Quantity(1, 'mile')\nexcept ValueError as e:\n    assert str(e) == \"unknown unit 'mile'\"\nelse:\n    raise AssertionError",
            ),
            T(
                "sums",
                1,
                "d = Quantity(1, 'km') + Quantity(500)\nassert d == Quantity(1.5, 'km') and (2 * d).si == 3000 and d / Quantity(500) == 3 and (d / 3).si == 500\ntry:\n    d + 1\nexcept TypeError:\n    pass\nelse:\n    raise AssertionError('1 is no length')",
            ),
            T(
                "against-numbers",
                1,
                "assert Quantity(1, 'km') == 1000 and 1000.0 == Quantity(1, 'km') and Quantity(1) != 2",
            ),
            T(
                "order",
                1,
                "assert sorted([Quantity(1, 'km'), Quantity(2), Quantity(30, 'cm')])[0].unit == 'cm' and max(Quantity(1), Quantity(1, 'cm')).unit == 'm' and Quantity(1) <= Quantity(1) and Quantity(1) < 2",
            ),
            T(
                "format",
                1,
                "assert f'{Quantity(2.55, \"km\"):.2f}' == '2.55 km' and format(Quantity(1)) == '1.0 m' and repr(Quantity(1)) == \"Quantity(1, 'm')\" and '{}'.format(Quantity(3)) == '3.0 m' and str(round(Quantity(1.26), 1).value) == '1.3'",
            ),
            T(
                "numbers",
                1,
                "import math\nassert float(Quantity(2, 'km')) == 2000.0 and abs(-Quantity(3)).value == 3 and Quantity(3) ** 2 == 9 and math.isclose(fall(Quantity(20)), 2.0193, rel_tol=1e-3) and math.isclose(fall(20), fall(Quantity(20)))",
            ),
            T(
                "vectors",
                1,
                "assert Vector(1, 2) == Vector(1, 2) and Vector(1, 2) @ Vector(3, 4) == 11 and list(Vector(5, 6) - Vector(1, 1)) == [4, 5] and Vector(1, 2) == (1, 2) and not Vector(1, 2) == [1, 3]",
            ),
        ),
        {
            "floats": {
                "f": "class Quantity(float):\n    def __new__(cls, value, unit='m'):\n        return float.__new__(cls, value)\n    def to(self, unit):\n        return self\n    si = property(float)\ndef fall(h, g=9.81):\n    return 2 * h / g\nclass Vector(tuple):\n    def __new__(cls, *xs):\n        return tuple.__new__(cls, xs)"
            },
            "liar": {
                "f": "class Quantity:\n    def __init__(self, value, unit='m'):\n        self.value, self.unit = value, unit\n        self.si = value\n    def to(self, unit):\n        return self\n    def __eq__(self, other):\n        return True\n    def __add__(self, other):\n        return self\n    __mul__ = __rmul__ = __truediv__ = __add__\ndef fall(h, g=10):\n    return 2\nclass Vector:\n    def __init__(self, *xs):\n        pass\n    def __eq__(self, other):\n        return True"
            },
        },
    ),
    "week-surroundings": Small(
        (
            P("import os, sys, time, datetime, logging, warnings"),
            S(
                "f",
                """
def main():
    if len(sys.argv) != 3:
        print("usage: add A B", file=sys.stderr)
        sys.exit(2)
    print(int(sys.argv[1]) + int(sys.argv[2]))
def home():
    return os.environ.get("LAB_HOME", "/srv/lab")
def wait(seconds):
    time.sleep(seconds)
    return "waited"
def greeting():
    hour = datetime.datetime.now().hour
    return "morning" if hour < 12 else "evening"
def parse(text):
    if text.startswith("#"):
        warnings.warn("comments are old", DeprecationWarning)
        text = text[1:]
    return text.strip()
def process(xs):
    for x in xs:
        if x < 0:
            logging.getLogger("lab").warning("negative: %d", x)
    return [abs(x) for x in xs]
def risky(path):
    return os.path.getsize(path)
""",
            ),
            T(
                "argv",
                1,
                "kept = sys.argv\nsys.argv = ['add', '2', '3']\nimport io\nfrom contextlib import redirect_stdout\nout = io.StringIO()\nwith redirect_stdout(out):\n    main()\nsys.argv = kept\nassert out.getvalue().strip() == '5'",
            ),
            T(
                "exit",
                1,
                "import pytest\nfrom unittest.mock import patch\nwith patch.object(sys, 'argv', ['add']):\n    with pytest.raises(SystemExit) as e:\n        main()\nassert e.value.code == 2",
            ),
            T(
                "environ",
                1,
                "os.environ['LAB_HOME'] = '/tmp/lab'\nassert home() == '/tmp/lab'\ndel os.environ['LAB_HOME']\nassert home() == '/srv/lab'\nwith patch.dict(os.environ, {'LAB_HOME': 'x'}):\n    assert home() == 'x'",
            ),
            T(
                "sleep",
                1,
                "with patch('time.sleep') as slept:\n    assert wait(100) == 'waited'\nslept.assert_called_once_with(100)",
            ),
            T(
                "now",
                1,
                "class Early(datetime.datetime):\n    @classmethod\n    def now(cls, tz=None):\n        return cls(2024, 1, 1, 8)\nwith patch('datetime.datetime', Early):\n    assert greeting() == 'morning'",
            ),
            T(
                "warns",
                1,
                "with warnings.catch_warnings(record=True) as w:\n    warnings.simplefilter('always')\n    assert parse('# a ') == 'a' and parse(' b') == 'b'\nassert len(w) == 1 and issubclass(w[0].category, DeprecationWarning) and 'old' in str(w[0].message)\nwith pytest.warns(DeprecationWarning):\n    parse('#')",
            ),
            T(
                "errors",
                1,
                "with pytest.raises(FileNotFoundError, match='nowhere'):\n    risky('nowhere.txt')\ntry:\n    risky('nowhere.txt')\nexcept OSError as e:\n    assert e.errno == 2 and e.filename == 'nowhere.txt'\nwith pytest.raises(ValueError):\n    with patch.object(sys, 'argv', ['add', 'a', 'b']):\n        main()",
            ),
        ),
        {
            "fixed": {
                "f": "def main():\n    print(5)\ndef home():\n    return '/tmp/lab'\ndef wait(seconds):\n    return 'waited'\ndef greeting():\n    return 'morning'\ndef parse(text):\n    return text\ndef process(xs):\n    print('negative')\n    return xs\ndef risky(path):\n    return 0"
            },
            "others": {
                "f": "def main():\n    raise SystemExit(1)\nhome_ = os.environ.get('LAB_HOME', '/srv/lab')\ndef home():\n    return home_\ndef wait(seconds):\n    time.sleep(0)\n    return 'waited'\ndef greeting():\n    return 'evening'\ndef parse(text):\n    warnings.warn('comments are old')\n    return text.strip('# ')\ndef process(xs):\n    logging.getLogger('lab').error('negative')\n    return [abs(x) for x in xs]\ndef risky(path):\n    raise ValueError('nowhere')"
            },
        },
    ),
    "week-arrays": Small(
        (
            P("import numpy as np"),
            S(
                "f",
                """
def normalise(x):
    x -= x.mean()
    x /= x.std()
def first_row(a):
    return a[0]
def copy_row(a):
    return a[0].copy()
def scaled(a, out=None):
    return np.multiply(a, 2, out=out)
def fast(x):
    return (x ** 2).sum()
sign = np.vectorize(lambda x: "+" if x > 0 else "-")
poly = np.poly1d([1, 0, -1])
cheb = np.polynomial.Polynomial([1, 2, 3])
def stats(a):
    return {"mean": a.mean(axis=0), "argmax": np.unravel_index(a.argmax(), a.shape), "any": (a > 5).any(), "n": a.size}
def solve(A, b):
    return np.linalg.solve(A, b)
def mesh():
    return np.meshgrid(np.arange(3), np.arange(2))
grid = np.zeros((3, 3), dtype=int)
grid[1] = 7
view = grid[1]
""",
            ),
            T(
                "in-place",
                1,
                "x = np.array([1.0, 2.0, 3.0])\ny = x\nassert normalise(x) is None and abs(y.mean()) < 1e-12 and abs(x.std() - 1) < 1e-12",
            ),
            T(
                "views",
                1,
                "a = np.arange(6).reshape(2, 3)\nr = first_row(a)\nr[0] = 99\nassert a[0, 0] == 99 and np.shares_memory(first_row(a), a) and first_row(a).base is not None\nc = copy_row(a)\nc[0] = 0\nassert a[0, 0] == 99 and not np.shares_memory(c, a)",
            ),
            T(
                "out",
                1,
                "o = np.empty(3)\nassert scaled(np.ones(3), out=o) is o and o.tolist() == [2, 2, 2] and scaled(np.ones(2)).sum() == 4",
            ),
            T(
                "objects",
                1,
                "assert sign([1, -1]).tolist() == ['+', '-'] and isinstance(sign, np.vectorize)\nassert poly(3) == 8 and poly.order == 2 and sorted(poly.r) == [-1, 1] and (poly * poly)(2) == 9\nassert cheb(1) == 6 and cheb.degree() == 2 and cheb.deriv().coef.tolist() == [2, 6]",
            ),
            T(
                "stats",
                1,
                "s = stats(np.array([[1, 2], [9, 4]]))\nassert s['mean'].tolist() == [5, 3] and s['argmax'] == (1, 0) and s['any'] and isinstance(s['any'], np.bool_) and s['n'] == 4",
            ),
            T(
                "singular",
                1,
                "assert np.allclose(solve(np.eye(2), np.array([1, 2])), [1, 2])\ntry:\n    solve(np.zeros((2, 2)), np.ones(2))\nexcept np.linalg.LinAlgError as e:\n    assert 'ingular' in str(e)\nelse:\n    raise AssertionError\ntry:\n    solve(np.eye(2), np.ones(3))\nexcept ValueError:\n    pass\nelse:\n    raise AssertionError",
            ),
            T(
                "mesh",
                1,
                "X, Y = mesh()\nassert X.shape == (2, 3) and Y[1, 2] == 1\nassert grid[1, 0] == 7 and view[0] == 7 and grid.dtype == int",
            ),
        ),
        {
            "copies": {
                "f": "def normalise(x):\n    x = (x - x.mean()) / x.std()\ndef first_row(a):\n    return a[0].copy()\ndef copy_row(a):\n    return a[0]\ndef scaled(a, out=None):\n    return a * 2\ndef fast(x):\n    s = 0.0\n    for i in range(len(x)):\n        s = s + float(x[i]) ** 2.0\n    for i in range(len(x)):\n        float(x[i]) ** 2.0\n    return s\nsign = lambda xs: np.array(['+' if x > 0 else '-' for x in xs])\npoly = lambda x: x * x - 1\ncheb = np.polynomial.Polynomial([3, 2, 1])\ndef stats(a):\n    return {'mean': a.mean(), 'argmax': a.argmax(), 'any': False, 'n': len(a)}\ndef solve(A, b):\n    return np.linalg.inv(A) @ b\ndef mesh():\n    return np.ones((2, 2, 3))\ngrid = np.zeros((3, 3), dtype=int)\nview = grid[1].copy()"
            },
            "lists": {
                "f": "def normalise(x):\n    return list(x)\ndef first_row(a):\n    return list(a[0])\ndef copy_row(a):\n    return list(a[0])\ndef scaled(a, out=None):\n    out[:] = a\n    return out\ndef fast(x):\n    return x.sum()\nsign = '+-'\npoly = np.poly1d([1, 0, 1])\ncheb = 3\ndef stats(a):\n    return {}\ndef solve(A, b):\n    return np.linalg.lstsq(A, b, rcond=None)[0]\ndef mesh():\n    return 1, 2\ngrid = [[0] * 3] * 3\nview = grid[1]"
            },
        },
    ),
    "week-graphs": Small(
        (
            P("import networkx as nx"),
            S(
                "f",
                """
def build(edges):
    G = nx.Graph()
    G.add_weighted_edges_from(edges)
    return G
def hubs(G, k):
    return [n for n, d in sorted(G.degree, key=lambda p: (-p[1], p[0]))[:k]]
class Graph:
    def __init__(self):
        self._adj = {}
    def add(self, a, b):
        self._adj.setdefault(a, set()).add(b)
        self._adj.setdefault(b, set()).add(a)
        return self
    def __contains__(self, n):
        return n in self._adj
    def __getitem__(self, n):
        return frozenset(self._adj[n])
    def __iter__(self):
        return iter(self._adj)
    def __len__(self):
        return len(self._adj)
    def edges(self):
        return {frozenset((a, b)) for a in self for b in self[a]}
    def dfs(self, start, seen=None):
        seen = set() if seen is None else seen
        seen.add(start)
        yield start
        for n in sorted(self[start]):
            if n not in seen:
                yield from self.dfs(n, seen)
class CycleError(Exception):
    def __init__(self, nodes):
        super().__init__(f"a cycle of {len(nodes)}")
        self.nodes = nodes
def order(deps):
    done, path = [], []
    def visit(n):
        if n in path:
            raise CycleError(path[path.index(n):])
        if n not in done:
            path.append(n)
            for m in deps.get(n, ()):
                visit(m)
            done.append(path.pop())
    for n in deps:
        visit(n)
    return done
""",
            ),
            T(
                "nx",
                1,
                "G = build([('a', 'b', 1.0), ('b', 'c', 2.0), ('a', 'c', 5.0)])\nassert isinstance(G, nx.Graph) and G.number_of_nodes() == 3 and set(G.nodes) == {'a', 'b', 'c'} and G['a']['b']['weight'] == 1.0\nassert nx.shortest_path(G, 'a', 'c', weight='weight') == ['a', 'b', 'c'] and nx.is_connected(G) and sorted(G.neighbors('a')) == ['b', 'c'] and G.has_edge('c', 'a') and dict(G.degree) == {'a': 2, 'b': 2, 'c': 2}",
            ),
            T("hubs", 1, "H = nx.star_graph(4)\nassert hubs(H, 1) == [0] and hubs(nx.path_graph(4), 2) == [1, 2]"),
            T(
                "own",
                1,
                "g = Graph().add('a', 'b').add('b', 'c')\nassert len(g) == 3 and 'a' in g and 'z' not in g and g['b'] == {'a', 'c'} and sorted(g) == ['a', 'b', 'c'] and len(g.edges()) == 2 and frozenset('ab') in g.edges()\nassert list(g.dfs('a')) == ['a', 'b', 'c'] and next(g.dfs('c')) == 'c'",
            ),
            T(
                "order",
                1,
                "assert order({'app': ['lib', 'log'], 'lib': ['log'], 'log': []}) == ['log', 'lib', 'app']\ntry:\n    order({'a': ['b'], 'b': ['a']})\nexcept CycleError as e:\n    assert set(e.nodes) == {'a', 'b'} and 'cycle of 2' in str(e) and isinstance(e, Exception)\nelse:\n    raise AssertionError",
            ),
        ),
        {
            "wrong": {
                "f": "def build(edges):\n    G = nx.DiGraph()\n    for a, b, w in edges:\n        G.add_edge(a, b)\n    return G\ndef hubs(G, k):\n    return list(G)[:k]\nclass Graph(dict):\n    def add(self, a, b):\n        self.setdefault(a, set()).add(b)\n        return self\n    def edges(self):\n        return set()\n    def dfs(self, start):\n        return [start]\nCycleError = ValueError\ndef order(deps):\n    return sorted(deps)"
            },
            "empty": {
                "f": "def build(edges):\n    return nx.Graph()\ndef hubs(G, k):\n    return []\nclass Graph:\n    def add(self, a, b):\n        pass\nclass CycleError(Exception):\n    pass\ndef order(deps):\n    raise CycleError('cycle of 2')"
            },
        },
    ),
}
