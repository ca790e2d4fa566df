"""What crosses as data, or stays where it is: one assignment for each family of values, and a stranger's own courses."""

from __future__ import annotations

from foreign.small import M, P, S, Small, T

VALUES: dict[str, Small] = {
    "values-tuples": Small(
        (
            P("from collections import Counter, OrderedDict, namedtuple\nfrom typing import NamedTuple"),
            S(
                "f",
                "class Point(NamedTuple):\n    x: float\n    y: float = 0.0\n    def norm(self):\n        return (self.x ** 2 + self.y ** 2) ** 0.5\n"
                "Row = namedtuple('Row', ['name', 'n'])\n"
                "def point(x, y):\n    return Point(x, y)\n"
                "def rows(text):\n    return [Row(k, n) for k, n in sorted(Counter(text).items())]\n"
                "def ordered(pairs):\n    return OrderedDict(pairs)\n"
                "def pairs(n):\n    return {(i, j) for i in range(n) for j in range(i)}",
            ),
            T("t", 1, "p = point(3, 4)\nassert p == (3, 4) and p.x == 3 and p.norm() == 5.0 and isinstance(p, tuple)"),
            T("u", 1, "assert Point(1).y == 0.0 and Point(1)._replace(y=2).y == 2 and Point._fields == ('x', 'y')"),
            T(
                "v",
                1,
                "r = rows('aab')\nassert r[0].name == 'a' and r[0] == ('a', 2) and r[1]._asdict() == {'name': 'b', 'n': 1}",
            ),
            T(
                "w",
                1,
                "o = ordered([('b', 1), ('a', 2)])\nassert list(o) == ['b', 'a'] and isinstance(o, OrderedDict)\no.move_to_end('b')\nassert list(o.items())[-1] == ('b', 1)",
            ),
            T("x", 1, "assert pairs(3) == {(1, 0), (2, 0), (2, 1)} and all(isinstance(p, tuple) for p in pairs(4))"),
        ),
        {
            "plain": {
                "f": "Point = namedtuple('Point', ['x', 'y'])\nRow = namedtuple('Row', ['name', 'n'])\ndef point(x, y):\n    return Point(y, x)\ndef rows(text):\n    return [tuple(x) for x in Counter(text).items()]\ndef ordered(pairs):\n    return dict(pairs)\ndef pairs(n):\n    return [(i, j) for i in range(n) for j in range(i)]"
            },
            "swapped": {
                "f": "class Point(NamedTuple):\n    x: float\n    y: float = 1.0\n    def norm(self):\n        return self.x + self.y\nRow = namedtuple('Row', ['name', 'n'])\ndef point(x, y):\n    return Point(x, y)\ndef rows(text):\n    return [Row(n, k) for k, n in Counter(text).items()]\ndef ordered(pairs):\n    return OrderedDict(sorted(pairs))\ndef pairs(n):\n    return {(i, j) for i in range(n) for j in range(n)}"
            },
        },
    ),
    "values-enums": Small(
        (
            P("from enum import Enum, Flag, IntEnum, auto"),
            S(
                "f",
                "class Color(Enum):\n    RED = 'r'\n    BLUE = 'b'\nclass Level(IntEnum):\n    LOW = 1\n    HIGH = 3\nclass Perm(Flag):\n    R = auto()\n    W = auto()\n"
                "def mix(c):\n    return Color.BLUE if c is Color.RED else Color.RED\ndef level(x):\n    return Level.HIGH if x > 5 else Level.LOW\ndef both():\n    return Perm.R | Perm.W",
            ),
            T(
                "t",
                1,
                "assert mix(Color.RED) is Color.BLUE and mix(Color.BLUE) == Color.RED and Color('r') is Color.RED",
            ),
            T(
                "u",
                1,
                "assert Color.RED.name == 'RED' and Color.RED.value == 'r' and len(Color) == 2 and [c.name for c in Color] == ['RED', 'BLUE']",
            ),
            T("v", 1, "assert level(9) == 3 and level(9).name == 'HIGH' and level(1) < level(9) and level(9) + 1 == 4"),
            T("w", 1, "assert Perm.R in both() and both() == Perm.R | Perm.W and both().value == 3"),
        ),
        {
            "constants": {
                "f": "class Color:\n    RED = 'r'\n    BLUE = 'b'\nclass Level:\n    LOW = 1\n    HIGH = 3\nclass Perm:\n    R = 1\n    W = 2\ndef mix(c):\n    return Color.BLUE\ndef level(x):\n    return 3 if x > 5 else 1\ndef both():\n    return 3"
            },
            "same": {
                "f": "class Color(Enum):\n    RED = 'r'\n    BLUE = 'b'\n    GREEN = 'g'\nclass Level(IntEnum):\n    LOW = 1\n    HIGH = 2\nclass Perm(Flag):\n    R = auto()\n    W = auto()\ndef mix(c):\n    return c\ndef level(x):\n    return Level.HIGH\ndef both():\n    return Perm.R"
            },
        },
    ),
    "values-numbers": Small(
        (
            P(
                "import numpy as np\nfrom fractions import Fraction\nfrom decimal import Decimal\nfrom pathlib import Path"
            ),
            S(
                "f",
                "def half(n):\n    return Fraction(n, 2)\ndef price(text):\n    return Decimal(text) * 2\ndef root(x):\n    return complex(0, x)\ndef place(name):\n    return Path('data') / name\n"
                "def packed(xs):\n    return bytes(xs)\ndef buffer(xs):\n    return bytearray(xs)\ndef view(b):\n    return memoryview(b)",
            ),
            T(
                "t",
                1,
                "assert half(3) == Fraction(3, 2) and half(3).denominator == 2 and isinstance(half(1), Fraction)",
            ),
            T(
                "u",
                1,
                "assert price('0.1') == Decimal('0.2') and str(price('1.10')) == '2.20' and isinstance(price('1'), Decimal)",
            ),
            T("v", 1, "assert root(2) ** 2 == -4 and root(2).imag == 2 and isinstance(root(1), complex)"),
            T(
                "w",
                1,
                "assert place('a.csv') == Path('data/a.csv') and place('a.csv').suffix == '.csv' and place('b').parent.name == 'data'",
            ),
            T("x", 1, "assert packed([1, 2]) == b'\\x01\\x02' and isinstance(packed([1]), bytes)"),
            T(
                "y",
                1,
                "b = buffer([1, 2])\nassert isinstance(b, bytearray) and b == b'\\x01\\x02'\nb.append(3)\nassert len(b) == 3",
            ),
            T(
                "z",
                1,
                "m = view(b'abc')\nassert m[0] == 97 and bytes(m[1:]) == b'bc' and len(m) == 3 and isinstance(m, memoryview)",
            ),
        ),
        {
            "floats": {
                "f": "def half(n):\n    return n / 2\ndef price(text):\n    return float(text) * 2\ndef root(x):\n    return x * 1.0\ndef place(name):\n    return 'data/' + name\ndef packed(xs):\n    return list(xs)\ndef buffer(xs):\n    return bytes(xs)\ndef view(b):\n    return b"
            },
            "other": {
                "f": "def half(n):\n    return Fraction(n)\ndef price(text):\n    return Decimal(text)\ndef root(x):\n    return complex(x, 0)\ndef place(name):\n    return Path(name)\ndef packed(xs):\n    return bytes(len(xs))\ndef buffer(xs):\n    return bytearray(3)\ndef view(b):\n    return memoryview(b'xyz')"
            },
        },
    ),
    "values-arrays": Small(
        (
            P("import numpy as np\nfrom scipy import sparse\nfrom PIL import Image"),
            S(
                "f",
                "def people():\n    return np.array([('ada', 36), ('bob', 41)], dtype=[('name', 'U10'), ('age', 'i4')])\n"
                "def rec():\n    return people().view(np.recarray)\ndef masked(xs):\n    return np.ma.masked_less(np.array(xs), 0)\n"
                "def tri(n):\n    return sparse.diags([1.0] * n).tocsc()\ndef grey(n):\n    return Image.fromarray(np.arange(n * n, dtype=np.uint8).reshape(n, n))\n"
                "def days():\n    return np.array(['2024-02-28', '2024-02-29'], dtype='datetime64[D]')",
            ),
            T(
                "t",
                1,
                "p = people()\nassert p['age'].tolist() == [36, 41] and p.dtype.names == ('name', 'age') and p[0]['name'] == 'ada'",
            ),
            T("u", 1, "r = rec()\nassert r.age.sum() == 77 and r[1].name == 'bob' and isinstance(r, np.recarray)"),
            T(
                "v",
                1,
                "m = masked([1, -2, 3])\nassert m.mean() == 2 and m.mask.tolist() == [False, True, False] and np.ma.isMaskedArray(m) and m[1] is np.ma.masked",
            ),
            T(
                "w",
                1,
                "s = tri(4)\nassert s.nnz == 4 and s.format == 'csc' and sparse.issparse(s) and (s @ np.ones(4)).sum() == 4",
            ),
            T(
                "x",
                1,
                "i = grey(4)\nassert i.size == (4, 4) and i.mode == 'L' and np.asarray(i)[3, 3] == 15 and i.getpixel((1, 0)) == 1",
            ),
            T("y", 1, "d = days()\nassert d[1] - d[0] == np.timedelta64(1, 'D') and d.dtype == 'datetime64[D]'"),
        ),
        {
            "lists": {
                "f": "def people():\n    return [('ada', 36), ('bob', 41)]\ndef rec():\n    return people()\ndef masked(xs):\n    return np.array([x for x in xs if x >= 0])\ndef tri(n):\n    return np.eye(n)\ndef grey(n):\n    return np.arange(n * n).reshape(n, n)\ndef days():\n    return ['2024-02-28', '2024-02-29']"
            },
            "off": {
                "f": "def people():\n    return np.array([('ada', 36), ('bob', 42)], dtype=[('who', 'U10'), ('age', 'i4')])\ndef rec():\n    return people().view(np.recarray)\ndef masked(xs):\n    return np.ma.masked_greater(np.array(xs), 0)\ndef tri(n):\n    return sparse.csr_matrix((n, n))\ndef grey(n):\n    return Image.new('L', (n, n))\ndef days():\n    return np.array(['2024-02-28', '2024-03-01'], dtype='datetime64[D]')"
            },
        },
    ),
    "values-dates": Small(
        (
            P("import datetime as dt\nimport pandas as pd"),
            S(
                "f",
                "def week(d):\n    return [d + dt.timedelta(days=i) for i in range(7)]\ndef noon(d):\n    return dt.datetime.combine(d, dt.time(12, 0), tzinfo=dt.timezone.utc)\n"
                "def span(a, b):\n    return b - a\ndef months():\n    return pd.date_range('2024-01-01', periods=3, freq='MS')\ndef last(index):\n    return index.max()\n"
                "def parsed(texts):\n    return pd.to_datetime(pd.Series(texts), errors='coerce')",
            ),
            T(
                "t",
                1,
                "assert week(dt.date(2024, 2, 26))[3] == dt.date(2024, 2, 29) and all(isinstance(d, dt.date) for d in week(dt.date(2024, 1, 1)))",
            ),
            T(
                "u",
                1,
                "n = noon(dt.date(2024, 5, 1))\nassert n.hour == 12 and n.utcoffset() == dt.timedelta(0) and n.isoformat() == '2024-05-01T12:00:00+00:00'",
            ),
            T(
                "v",
                1,
                "assert span(dt.date(2024, 1, 1), dt.date(2024, 3, 1)).days == 60 and isinstance(span(dt.date(2024, 1, 1), dt.date(2024, 1, 2)), dt.timedelta)",
            ),
            T(
                "w",
                1,
                "m = months()\nassert len(m) == 3 and m[1] == pd.Timestamp('2024-02-01') and last(m).month == 3 and isinstance(m, pd.DatetimeIndex)",
            ),
            T(
                "x",
                1,
                "s = parsed(['2024-01-05', 'never'])\nassert s.isna().tolist() == [False, True] and s.dt.day[0] == 5 and s[1] is pd.NaT",
            ),
        ),
        {
            "texts": {
                "f": "def week(d):\n    return [str(d + dt.timedelta(days=i)) for i in range(7)]\ndef noon(d):\n    return dt.datetime.combine(d, dt.time(12, 0))\ndef span(a, b):\n    return (b - a).days\ndef months():\n    return ['2024-01-01', '2024-02-01', '2024-03-01']\ndef last(index):\n    return max(index)\ndef parsed(texts):\n    return pd.Series(texts)"
            },
            "late": {
                "f": "def week(d):\n    return [d + dt.timedelta(days=i + 1) for i in range(7)]\ndef noon(d):\n    return dt.datetime.combine(d, dt.time(13, 0), tzinfo=dt.timezone.utc)\ndef span(a, b):\n    return a - b\ndef months():\n    return pd.date_range('2024-01-31', periods=3, freq='ME')\ndef last(index):\n    return index.min()\ndef parsed(texts):\n    return pd.to_datetime(pd.Series(texts[:1]))"
            },
        },
    ),
    "values-dataclasses": Small(
        (
            P("from dataclasses import dataclass, field, asdict, astuple, is_dataclass, fields, replace"),
            S(
                "f",
                "@dataclass(order=True)\nclass Item:\n    name: str\n    price: float = 1.0\n    tags: list = field(default_factory=list)\n    @property\n    def total(self):\n        return self.price * 1.2\n"
                "@dataclass(frozen=True)\nclass Money:\n    cents: int\ndef cheapest(items):\n    return min(items, key=lambda i: i.price)",
            ),
            T(
                "t",
                1,
                "i = Item('tea', 2.0)\nassert asdict(i) == {'name': 'tea', 'price': 2.0, 'tags': []} and astuple(i) == ('tea', 2.0, [])",
            ),
            T(
                "u",
                1,
                "assert Item('a') == Item('a') and Item('a') < Item('b') and repr(Item('a')) == \"Item(name='a', price=1.0, tags=[])\"",
            ),
            T(
                "v",
                1,
                "assert is_dataclass(Item) and [f.name for f in fields(Item)] == ['name', 'price', 'tags'] and Item('a').tags is not Item('b').tags",
            ),
            T(
                "w",
                1,
                "import dataclasses\nm = Money(5)\ntry:\n    m.cents = 6\nexcept dataclasses.FrozenInstanceError:\n    pass\nelse:\n    raise AssertionError('frozen')\nassert len({Money(1), Money(1)}) == 1",
            ),
            T(
                "x",
                1,
                "assert cheapest([Item('a', 3), Item('b', 2)]).name == 'b' and abs(Item('a', 10).total - 12) < 1e-9 and replace(Item('a'), price=4).price == 4",
            ),
        ),
        {
            "class": {
                "f": "class Item:\n    def __init__(self, name, price=1.0, tags=[]):\n        self.name, self.price, self.tags = name, price, tags\n    def total(self):\n        return self.price\nclass Money:\n    def __init__(self, cents):\n        self.cents = cents\ndef cheapest(items):\n    return items[0]"
            },
            "loose": {
                "f": "@dataclass\nclass Item:\n    name: str\n    price: float = 2.0\n    tags: list = field(default_factory=list)\n    @property\n    def total(self):\n        return self.price * 1.1\n@dataclass\nclass Money:\n    cents: int\ndef cheapest(items):\n    return max(items, key=lambda i: i.price)"
            },
        },
    ),
    # ---- A stranger's own courses
    "stranger-pandas": Small(
        (
            P("import pandas as pd\nimport numpy as np"),
            S(
                "f",
                "def clean(df):\n    out = df.dropna().rename(columns=str.lower)\n    out['score'] = out['score'].clip(0, 100)\n    return out.reset_index(drop=True)\n"
                "def top(df, n=2):\n    return df.nlargest(n, 'score')['name'].tolist()\ndef table(df):\n    return df.groupby('group').agg(mean=('score', 'mean'), n=('score', 'size'))",
            ),
            T(
                "t",
                2,
                "raw = pd.DataFrame({'Name': ['a', 'b', None, 'd'], 'Group': ['x', 'y', 'x', 'x'], 'Score': [120.0, 50.0, 70.0, -5.0]})\nbefore = raw.copy()\nc = clean(raw)\npd.testing.assert_frame_equal(raw, before)\nassert list(c.columns) == ['name', 'group', 'score'] and c['score'].between(0, 100).all() and list(c.index) == [0, 1, 2]",
            ),
            T("u", 1, "assert top(c) == ['a', 'b'] and top(c, n=1) == ['a']"),
            T(
                "v",
                1,
                "t = table(c)\nassert t.loc['x', 'mean'] == 50 and t['n'].to_dict() == {'x': 2, 'y': 1} and t.index.name == 'group'",
            ),
            T(
                "w",
                1,
                "np.testing.assert_allclose(table(c)['mean'].values, [50, 50])\nassert isinstance(table(c), pd.DataFrame) and not table(c).isnull().values.any()",
            ),
        ),
        {
            "inplace": {
                "f": "def clean(df):\n    df.dropna(inplace=True)\n    df.columns = [c.lower() for c in df.columns]\n    df['score'] = df['score'].clip(0, 100)\n    return df\ndef top(df, n=2):\n    return df.nlargest(n, 'score')['name']\ndef table(df):\n    return df.groupby('group')['score'].mean()"
            },
            "loose": {
                "f": "def clean(df):\n    return df.fillna(0).rename(columns=str.lower)\ndef top(df, n=2):\n    return df.sort_values('score')['name'].head(n).tolist()\ndef table(df):\n    return df.groupby('group').agg(mean=('score', 'median'), n=('score', 'size'))"
            },
        },
    ),
    "stranger-plots": Small(
        (
            P("%matplotlib inline\nimport matplotlib.pyplot as plt\nimport numpy as np"),
            S(
                "f",
                "x = np.linspace(0, 1, 5)\nfig, ax = plt.subplots(figsize=(4, 3))\nax.plot(x, x ** 2, label='square', color='red')\nax.scatter([0, 1], [0, 1])\nax.set_xlabel('x')\nax.set_ylabel('y')\nax.set_xlim(0, 1)\nax.legend()",
            ),
            T("t", 1, "assert ax.get_xlabel() == 'x' and ax.get_ylabel() == 'y' and ax.get_xlim() == (0.0, 1.0)"),
            T(
                "u",
                1,
                "line = ax.get_lines()[0]\nnp.testing.assert_allclose(line.get_xydata(), np.column_stack([x, x ** 2]))\nassert line.get_color() == 'red' and line.get_label() == 'square'",
            ),
            T(
                "v",
                1,
                "assert [t.get_text() for t in ax.get_legend().get_texts()] == ['square'] and len(ax.collections) == 1\nassert ax.collections[0].get_offsets().tolist() == [[0, 0], [1, 1]]",
            ),
            T(
                "w",
                1,
                "assert isinstance(fig, plt.Figure) and fig.axes[0] is ax and tuple(fig.get_size_inches()) == (4, 3)",
            ),
        ),
        {
            "bare": {"f": "x = np.linspace(0, 1, 5)\nfig, ax = plt.subplots()\nax.plot(x, x ** 3)"},
            "state": {
                "f": "x = np.linspace(0, 1, 5)\nfig = plt.figure(figsize=(4, 3))\nplt.plot(x, x ** 2, 'r')\nplt.xlabel('x')\nax = None"
            },
        },
    ),
    "stranger-inheritance": Small(
        (
            S(
                "f",
                "class BankError(Exception):\n    pass\nclass NoMoney(BankError):\n    def __init__(self, missing):\n        super().__init__(f'{missing} is missing')\n        self.missing = missing\n"
                "class Account:\n    rate = 0.0\n    def __init__(self, balance=0):\n        self._balance = balance\n    @property\n    def balance(self):\n        return self._balance\n    @balance.setter\n    def balance(self, x):\n        if x < 0:\n            raise NoMoney(-x)\n        self._balance = x\n    def year(self):\n        self.balance = self.balance * (1 + self.rate)\n        return self\n"
                "class Savings(Account):\n    rate = 0.5\n    def __init__(self, balance=0, bonus=1):\n        super().__init__(balance)\n        self.bonus = bonus\n    def year(self):\n        super().year()\n        self.balance += self.bonus\n        return self",
            ),
            T(
                "t",
                1,
                "s = Savings(10)\nassert s.year().balance == 16 and s.year() is s and s.balance == 25 and isinstance(s, Account)",
            ),
            T(
                "u",
                1,
                "a = Account(5)\na.balance = 7\nassert a.balance == 7\ntry:\n    a.balance = -3\nexcept NoMoney as error:\n    assert error.missing == 3 and 'missing' in str(error) and isinstance(error, BankError)\nelse:\n    raise AssertionError('no error')",
            ),
            T(
                "v",
                1,
                "import pytest\nwith pytest.raises(BankError):\n    Savings(1).balance = -1\nassert issubclass(NoMoney, BankError) and issubclass(NoMoney, Exception) and not issubclass(BankError, NoMoney)",
            ),
            T(
                "w",
                1,
                "assert Savings.__mro__[1] is Account and Savings.rate == 0.5 and Account.rate == 0 and 'year' in Savings.__dict__ and type(Account.balance) is property",
            ),
        ),
        {
            "flat": {
                "f": "class BankError(Exception):\n    pass\nclass NoMoney(Exception):\n    pass\nclass Account:\n    rate = 0\n    def __init__(self, balance=0):\n        self.balance = balance\n    def year(self):\n        self.balance *= 1 + self.rate\nclass Savings:\n    rate = 0.5\n    def __init__(self, balance=0):\n        self.balance = balance\n    def year(self):\n        return 16"
            },
            "valueerror": {
                "f": "class BankError(ValueError):\n    pass\nNoMoney = BankError\nclass Account:\n    rate = 0.0\n    def __init__(self, balance=0):\n        self._balance = balance\n    @property\n    def balance(self):\n        return self._balance\n    @balance.setter\n    def balance(self, x):\n        if x < 0:\n            raise ValueError('missing')\n        self._balance = x\n    def year(self):\n        self._balance *= 1 + self.rate\n        return Account(self._balance)\nclass Savings(Account):\n    rate = 0.5\n    bonus = 1\n    def year(self):\n        self._balance = self._balance * 1.5 + 1\n        return self"
            },
        },
    ),
    "stranger-memo": Small(
        (
            S(
                "f",
                "memo = {}\ncalls = 0\ndef fib(n):\n    global calls\n    calls += 1\n    if n in memo:\n        return memo[n]\n    memo[n] = n if n < 2 else fib(n - 1) + fib(n - 2)\n    return memo[n]\ndef hanoi(n, a='A', b='B', c='C'):\n    if n == 0:\n        return []\n    return hanoi(n - 1, a, c, b) + [(a, c)] + hanoi(n - 1, b, a, c)",
            ),
            T("t", 1, "memo.clear()\nassert fib(30) == 832040 and memo[29] == 514229 and len(memo) == 31"),
            T("u", 1, "memo.clear()\ncalls = 0\nfib(20)\nassert calls < 50"),
            T("v", 1, "memo.clear()\nmemo[5] = 100\nassert fib(6) == 103"),
            T(
                "w",
                1,
                "assert hanoi(2) == [('A', 'B'), ('A', 'C'), ('B', 'C')] and len(hanoi(5)) == 31\ntry:\n    fib(-1)\nexcept RecursionError:\n    pass",
            ),
        ),
        {
            "plain": {
                "f": "memo = {}\ncalls = 0\ndef fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)\ndef hanoi(n, a='A', b='B', c='C'):\n    return [(a, c)] * (2 ** n - 1)"
            },
            "unused": {
                "f": "memo = {}\ncalls = 0\ndef fib(n):\n    a, b = 0, 1\n    for i in range(n):\n        memo[i] = a\n        a, b = b, a + b\n    return a\ndef hanoi(n, *p):\n    return 2 ** n - 1"
            },
        },
    ),
    "stranger-files": Small(
        (
            P("import re\nimport csv\nimport json"),
            S(
                "f",
                "def words(path):\n    with open(path, encoding='utf-8') as file:\n        return re.findall(r'[a-z]+', file.read().lower())\ndef mails(text):\n    return re.findall(r'[\\w.]+@[\\w.]+\\.\\w+', text)\n"
                "def rows(path):\n    with open(path, newline='') as file:\n        return list(csv.DictReader(file))\ndef save(data, path):\n    with open(path, 'w') as file:\n        json.dump(data, file)\ndef first(pattern, text):\n    return re.search(pattern, text)",
            ),
            T("t", 1, "assert words('text.txt')[:3] == ['the', 'cat', 'sat'] and len(words('text.txt')) == 6"),
            T("u", 1, "assert mails('a@b.org, c.d@e.co.at and f') == ['a@b.org', 'c.d@e.co.at']"),
            T("v", 1, "assert rows('data.csv') == [{'n': '1', 'm': 'x'}, {'n': '2', 'm': 'y'}]"),
            T(
                "w",
                1,
                "import os\nsave({'a': [1, 2]}, 'saved.json')\nassert os.path.exists('saved.json')\nwith open('saved.json') as file:\n    assert json.load(file) == {'a': [1, 2]}\nos.remove('saved.json')",
            ),
            T(
                "x",
                1,
                "m = first(r'(\\w+) (\\d+)', 'room 12')\nassert m.group(2) == '12' and m.groups() == ('room', '12') and m.start() == 0 and first('z', 'abc') is None",
            ),
            T(
                "y",
                1,
                "with open('made.txt', 'w') as file:\n    file.write('One two')\nassert words('made.txt') == ['one', 'two']\ntry:\n    words('none.txt')\nexcept FileNotFoundError:\n    pass\nelse:\n    raise AssertionError('there is no such file')",
            ),
        ),
        {
            "split": {
                "f": "def words(path):\n    return open(path).read().split()\ndef mails(text):\n    return [w for w in text.split() if '@' in w]\ndef rows(path):\n    return open(path).readlines()\ndef save(data, path):\n    pass\ndef first(pattern, text):\n    return pattern in text"
            },
            "swallow": {
                "f": "def words(path):\n    try:\n        return open(path).read().lower().split()[:3]\n    except OSError:\n        return []\ndef mails(text):\n    return re.findall(r'\\w+@\\w+', text)\ndef rows(path):\n    return list(csv.reader(open(path)))\ndef save(data, path):\n    open(path, 'w').write(str(data))\ndef first(pattern, text):\n    return re.findall(pattern, text)"
            },
        },
        files={"text.txt": "The cat sat on the mat.\n", "data.csv": "n,m\n1,x\n2,y\n"},
    ),
    "stranger-sqlite": Small(
        (
            P("import sqlite3"),
            S(
                "f",
                "def make():\n    db = sqlite3.connect(':memory:')\n    db.execute('create table people (name text, age int)')\n    db.executemany('insert into people values (?, ?)', [('ada', 36), ('bob', 17), ('eve', 41)])\n    db.commit()\n    return db\ndef adults(db):\n    return db.execute('select name from people where age >= 18 order by name').fetchall()\nquery = 'select avg(age) from people'",
            ),
            T("t", 1, "db = make()\nassert db.execute('select count(*) from people').fetchone() == (3,)"),
            T(
                "u",
                1,
                "assert adults(db) == [('ada',), ('eve',)]\ndb.execute(\"insert into people values ('zoe', 99)\")\nassert len(adults(db)) == 3",
            ),
            T(
                "v",
                1,
                "cursor = db.cursor()\ncursor.execute('select * from people where name = ?', ('bob',))\nassert cursor.fetchall() == [('bob', 17)] and [c[0] for c in cursor.description] == ['name', 'age']",
            ),
            T(
                "w",
                1,
                "assert abs(make().execute(query).fetchone()[0] - 94 / 3) < 1e-9\ntry:\n    db.execute('select * from nothing')\nexcept sqlite3.OperationalError:\n    pass\nelse:\n    raise AssertionError('no such table')",
            ),
        ),
        {
            "lists": {
                "f": "def make():\n    return [('ada', 36)]\ndef adults(db):\n    return ['ada', 'eve']\nquery = 'select sum(age) from people'"
            },
            "empty": {
                "f": "def make():\n    db = sqlite3.connect(':memory:')\n    db.execute('create table people (age int, name text)')\n    return db\ndef adults(db):\n    return db.execute('select name from people').fetchall()\nquery = 'select max(age) from people'"
            },
        },
    ),
    "stranger-generators": Small(
        (
            P("from itertools import islice\nimport functools\nimport time"),
            S(
                "f",
                "def primes():\n    found = []\n    n = 2\n    while True:\n        if all(n % p for p in found):\n            found.append(n)\n            yield n\n        n += 1\ndef chunks(xs, k):\n    for i in range(0, len(xs), k):\n        yield xs[i:i + k]\ndef running():\n    total = 0\n    while True:\n        total += yield total\n"
                "def retry(times):\n    def wrap(g):\n        @functools.wraps(g)\n        def inner(*a, **k):\n            for i in range(times):\n                try:\n                    return g(*a, **k)\n                except ValueError:\n                    if i == times - 1:\n                        raise\n        return inner\n    return wrap\n"
                "class Timer:\n    def __enter__(self):\n        self.on = True\n        return self\n    def __exit__(self, kind, error, trace):\n        self.on = False\n        self.kind = kind\n        return kind is KeyError",
            ),
            T(
                "t",
                1,
                "assert list(islice(primes(), 5)) == [2, 3, 5, 7, 11]\ng = primes()\nnext(g)\nassert next(g) == 3",
            ),
            T(
                "u",
                1,
                "import types\nassert list(chunks([1, 2, 3], 2)) == [[1, 2], [3]] and isinstance(chunks([], 1), types.GeneratorType)",
            ),
            T("v", 1, "r = running()\nnext(r)\nassert r.send(3) == 3 and r.send(4) == 7\nr.close()"),
            T(
                "w",
                1,
                "count = 0\n@retry(3)\ndef sometimes():\n    'Twice wrong.'\n    global count\n    count += 1\n    if count < 3:\n        raise ValueError(count)\n    return count\nassert sometimes() == 3 and sometimes.__name__ == 'sometimes' and sometimes.__doc__ == 'Twice wrong.'",
            ),
            T(
                "x",
                1,
                "with Timer() as t:\n    assert t.on\nassert not t.on and t.kind is None\nwith Timer() as t:\n    raise KeyError('x')\ntry:\n    with Timer():\n        raise ZeroDivisionError\nexcept ZeroDivisionError:\n    pass\nelse:\n    raise AssertionError('swallowed')",
            ),
        ),
        {
            "lists": {
                "f": "def primes():\n    return [2, 3, 5, 7, 11]\ndef chunks(xs, k):\n    return [xs[i:i + k] for i in range(0, len(xs), k)]\ndef running():\n    yield 0\ndef retry(times):\n    return lambda g: g\nclass Timer:\n    on = True\n    def __enter__(self):\n        return self\n    def __exit__(self, *a):\n        return True"
            },
            "short": {
                "f": "def primes():\n    yield from (2, 3, 5, 7, 9, 11)\ndef chunks(xs, k):\n    yield xs\ndef running():\n    total = 1\n    while True:\n        total += yield total\ndef retry(times):\n    def wrap(g):\n        def inner(*a, **k):\n            for i in range(times):\n                try:\n                    return g(*a, **k)\n                except ValueError:\n                    pass\n        return inner\n    return wrap\nclass Timer:\n    def __enter__(self):\n        return None\n    def __exit__(self, *a):\n        self.on = False"
            },
        },
    ),
    "stranger-unittest": Small(
        (
            P("import numpy as np\nimport random"),
            S(
                "f",
                "def norm(v):\n    return np.sqrt(np.sum(np.asarray(v, dtype=float) ** 2))\ndef roll(n):\n    return [random.randint(1, 6) for _ in range(n)]\ndef noise(n, rng):\n    return rng.normal(size=n)\ndef walk(n):\n    return np.cumsum(np.random.choice([-1, 1], size=n))",
            ),
            T(
                "t",
                2,
                "import unittest\nclass TestNorm(unittest.TestCase):\n    def test_value(self):\n        self.assertAlmostEqual(norm([3, 4]), 5)\n    def test_zero(self):\n        self.assertEqual(norm([0, 0]), 0)\n    def test_text(self):\n        with self.assertRaises(ValueError):\n            norm(['a'])\nresult = unittest.main(argv=[''], exit=False, verbosity=0).result\nassert result.wasSuccessful() and result.testsRun == 3",
            ),
            T(
                "u",
                1,
                "random.seed(5)\nexpected = [random.randint(1, 6) for _ in range(8)]\nrandom.seed(5)\nassert roll(8) == expected",
            ),
            T(
                "v",
                1,
                "np.testing.assert_array_equal(noise(3, np.random.default_rng(1)), np.random.default_rng(1).normal(size=3))",
            ),
            T(
                "w",
                1,
                "np.random.seed(3)\na = np.cumsum(np.random.choice([-1, 1], size=9))\nnp.random.seed(3)\nnp.testing.assert_allclose(walk(9), a)",
            ),
        ),
        {
            "sum": {
                "f": "def norm(v):\n    return sum(v)\ndef roll(n):\n    return [4] * n\ndef noise(n, rng):\n    return np.zeros(n)\ndef walk(n):\n    return np.arange(n)"
            },
            "seeded": {
                "f": "def norm(v):\n    return float(np.abs(v).max())\ndef roll(n):\n    random.seed(0)\n    return [random.randint(1, 6) for _ in range(n)]\ndef noise(n, rng):\n    return np.random.default_rng(0).normal(size=n)\ndef walk(n):\n    np.random.seed(0)\n    return np.cumsum(np.random.choice([-1, 1], size=n))"
            },
        },
        # nbgrader gives nothing for a test that writes to stderr, where unittest reports.
        better={("own", "t"): 2.0},
        inside={("own", "t"): 2.0},
    ),
    "stranger-graph": Small(
        (
            M("why", "Prove that $\\sum_v \\deg(v) = 2m$.", 2),
            S(
                "f",
                "from collections import deque, defaultdict\nclass Graph:\n    def __init__(self, directed=False):\n        self.adj = defaultdict(dict)\n        self.directed = directed\n    def add_edge(self, a, b, weight=1):\n        self.adj[a][b] = weight\n        if not self.directed:\n            self.adj[b][a] = weight\n    def nodes(self):\n        return self.adj.keys()\n    def neighbors(self, a):\n        return iter(self.adj[a])\n    def __contains__(self, a):\n        return a in self.adj\n    def __len__(self):\n        return len(self.adj)\n    def __getitem__(self, a):\n        return self.adj[a]\n"
                "def bfs(g, a):\n    seen, queue = {a: 0}, deque([a])\n    while queue:\n        v = queue.popleft()\n        for w in g.neighbors(v):\n            if w not in seen:\n                seen[w] = seen[v] + 1\n                queue.append(w)\n    return seen",
            ),
            T(
                "t",
                1,
                "g = Graph()\nfor a, b in [(1, 2), (2, 3), (3, 4), (1, 4)]:\n    g.add_edge(a, b)\nassert set(g.nodes()) == {1, 2, 3, 4} and len(g) == 4 and 3 in g and 9 not in g",
            ),
            T(
                "u",
                1,
                "assert sorted(g.neighbors(1)) == [2, 4] and g[1][2] == 1 and sum(len(g[v]) for v in g.nodes()) == 8",
            ),
            T(
                "v",
                1,
                "assert bfs(g, 1) == {1: 0, 2: 1, 4: 1, 3: 2}\nd = Graph(directed=True)\nd.add_edge('a', 'b', weight=5)\nassert d['a'] == {'b': 5} and bfs(d, 'b') == {'b': 0}",
            ),
            T(
                "w",
                1,
                "class Spy(Graph):\n    def neighbors(self, a):\n        return []\nassert bfs(Spy(), 0) == {0: 0}",
            ),
        ),
        {
            "matrix": {
                "f": "class Graph:\n    def __init__(self, directed=False):\n        self.edges = []\n    def add_edge(self, a, b, weight=1):\n        self.edges.append((a, b))\n    def nodes(self):\n        return [a for a, b in self.edges]\ndef bfs(g, a):\n    return {a: 0}"
            },
            "oneway": {
                "f": "class Graph(dict):\n    def __init__(self, directed=False):\n        super().__init__()\n    def add_edge(self, a, b, weight=1):\n        self.setdefault(a, {})[b] = weight\n        self.setdefault(b, {})\n    def nodes(self):\n        return list(self)\n    def neighbors(self, a):\n        return self[a]\ndef bfs(g, a):\n    seen, todo = {a: 0}, [a]\n    while todo:\n        v = todo.pop()\n        for w in g.neighbors(v):\n            if w not in seen:\n                seen[w] = seen[v] + 1\n                todo.append(w)\n    return seen"
            },
        },
        mode="in-student",
    ),
    "stranger-ordering": Small(
        (
            P("import heapq\nimport bisect\nfrom functools import total_ordering"),
            S(
                "f",
                "@total_ordering\nclass Card:\n    ranks = '23456789TJQKA'\n    def __init__(self, text):\n        self.rank, self.suit = text\n    def _key(self):\n        return self.ranks.index(self.rank)\n    def __eq__(self, o):\n        return isinstance(o, Card) and self._key() == o._key()\n    def __lt__(self, o):\n        return self._key() < o._key()\n    def __hash__(self):\n        return hash(self._key())\n    def __repr__(self):\n        return self.rank + self.suit\ndef hand(texts):\n    return sorted(map(Card, texts))",
            ),
            T(
                "t",
                1,
                "cards = [Card('Kh'), Card('2s'), Card('Td')]\nassert [str(c) for c in sorted(cards)] == ['2s', 'Td', 'Kh'] and repr(max(cards)) == 'Kh' and str(hand(['Ah', '3c'])) == '[3c, Ah]'",
            ),
            T(
                "u",
                1,
                "heap = []\nfor c in cards:\n    heapq.heappush(heap, c)\nassert repr(heapq.heappop(heap)) == '2s'",
            ),
            T(
                "v",
                1,
                "s = sorted(cards)\nassert bisect.bisect_left(s, Card('5h')) == 1 and Card('Kc') >= Card('Kd') and not Card('2h') > Card('3h')",
            ),
            T(
                "w",
                1,
                "assert Card('Kh') == Card('Ks') and Card('Kh') != Card('Qh') and Card('Kh') != 'Kh' and len({Card('Kh'), Card('Ks')}) == 1 and Card('Td') in cards",
            ),
        ),
        {
            "texts": {
                "f": "class Card:\n    def __init__(self, text):\n        self.text = text\n    def __lt__(self, o):\n        return self.text < o.text\n    def __repr__(self):\n        return self.text\ndef hand(texts):\n    return sorted(texts)"
            },
            "unhashed": {
                "f": "class Card:\n    def __init__(self, text):\n        self.text = text\n    def __eq__(self, o):\n        return self.text == o.text\n    def __lt__(self, o):\n        return False\n    def __repr__(self):\n        return 'Card'\ndef hand(texts):\n    return [Card(t) for t in texts]"
            },
        },
    ),
    "stranger-types": Small(
        (
            P("from typing import Optional"),
            S(
                "f",
                "def evens(n: int) -> list[int]:\n    return [i for i in range(n) if i % 2 == 0]\ndef parse(text: str) -> Optional[float]:\n    try:\n        return float(text)\n    except ValueError:\n        return None\ndef stats(xs) -> dict:\n    return {'n': len(xs), 'mean': sum(xs) / len(xs), 'all': tuple(xs)}\ndef greet():\n    name = input('Name? ')\n    print(f'Hello, {name}!')\n    return len(name)\ndef apply(g, xs, *, times=1):\n    for _ in range(times):\n        xs = list(map(g, xs))\n    return xs",
            ),
            T(
                "t",
                1,
                "assert isinstance(evens(5), list) and evens(5) == [0, 2, 4] and all(type(i) is int for i in evens(9))",
            ),
            T(
                "u",
                1,
                "assert parse('1.5') == 1.5 and parse('x') is None and isinstance(parse('2'), float) and evens.__annotations__['n'] is int",
            ),
            T(
                "v",
                1,
                "s = stats([1, 2, 3])\nassert isinstance(s, dict) and set(s) == {'n', 'mean', 'all'} and isinstance(s['all'], tuple)\ntry:\n    stats([])\nexcept ZeroDivisionError:\n    pass",
            ),
            T(
                "w",
                1,
                "from unittest import mock\nimport io, contextlib\nout = io.StringIO()\nwith mock.patch('builtins.input', return_value='Ada') as asked, contextlib.redirect_stdout(out):\n    assert greet() == 3\nasked.assert_called_once()\nassert out.getvalue() == 'Hello, Ada!\\n'",
            ),
            T(
                "x",
                1,
                "seen = []\ndef g(x):\n    seen.append(x)\n    return x + 1\nassert apply(g, [1, 2], times=2) == [3, 4] and seen == [1, 2, 2, 3]\ntry:\n    apply(g, [1], 2)\nexcept TypeError:\n    pass\nelse:\n    raise AssertionError('times is keyword-only')",
            ),
        ),
        {
            "lazy": {
                "f": "def evens(n):\n    return range(0, n, 2)\ndef parse(text):\n    return text\ndef stats(xs):\n    return len(xs), sum(xs) / len(xs)\ndef greet():\n    print('Hello, Ada!')\n    return 3\ndef apply(g, xs, times=1):\n    return map(g, xs)"
            },
            "floats": {
                "f": "def evens(n: float) -> list:\n    return [2.0 * i for i in range((n + 1) // 2)]\ndef parse(text):\n    return float(text) if text.isdigit() else None\ndef stats(xs):\n    return {'n': len(xs), 'mean': sum(xs) / len(xs), 'all': xs}\ndef greet():\n    name = input()\n    print('Hello,', name)\n    return len(name)\ndef apply(g, xs, *, times=1):\n    return [g(x) for x in xs]"
            },
        },
    ),
    "async": Small(
        (
            P("import asyncio"),
            S(
                "f",
                "async def double(x):\n    await asyncio.sleep(0)\n    return 2 * x\nasync def count(n):\n    for i in range(n):\n        await asyncio.sleep(0)\n        yield i\nclass Opened:\n    async def __aenter__(self):\n        self.on = True\n        return self\n    async def __aexit__(self, *error):\n        self.on = False\nasync def many(xs):\n    return await asyncio.gather(*map(double, xs))",
            ),
            T("t", 1, "assert await double(4) == 8"),
            T(
                "u",
                1,
                "assert [i async for i in count(3)] == [0, 1, 2]\nseen = []\nasync for i in count(2):\n    seen.append(i)\nassert seen == [0, 1]",
            ),
            T("v", 1, "async with Opened() as o:\n    assert o.on\nassert not o.on"),
            T(
                "w",
                1,
                "async def test():\n    return [await double(i) for i in (1, 2)] + await many([3])\nassert await test() == [2, 4, 6]",
            ),
            T(
                "x",
                1,
                "import inspect\nassert inspect.iscoroutinefunction(double) and inspect.isasyncgenfunction(count)\nc = double(1)\nassert inspect.iscoroutine(c)\nassert await c == 2",
            ),
        ),
        {
            "sync": {
                "f": "def double(x):\n    return 2 * x\ndef count(n):\n    return range(n)\nclass Opened:\n    def __enter__(self):\n        return self\n    def __exit__(self, *e):\n        pass\ndef many(xs):\n    return [2 * x for x in xs]"
            },
            "wrong": {
                "f": "async def double(x):\n    return x\nasync def count(n):\n    yield n\nclass Opened:\n    async def __aenter__(self):\n        self.on = True\n        return self\n    async def __aexit__(self, *error):\n        pass\nasync def many(xs):\n    return []"
            },
        },
    ),
    "display-rich": Small(
        (
            P("from IPython.display import display, HTML, Markdown\nimport pandas as pd"),
            S("f", "def show(x):\n    display(HTML(f'<b>{x}</b>'))\n    return x\ndf = pd.DataFrame({'a': [1, 2]})"),
            T("t", 1, "display(df)\nassert show(3) == 3"),
            T("u", 1, "display(Markdown('**checked**'), HTML('<i>x</i>'))\ndf.head()\nassert df['a'].sum() == 3"),
        ),
        {"none": {"f": "def show(x):\n    display(x)\ndf = pd.DataFrame({'a': [1, 3]})"}},
    ),
    "shell-sees-the-notebook": Small(
        (
            S("f", "files = !ls\nx = 1"),
            T("t", 1, "assert 'shell-sees-the-notebook.ipynb' in files and x == 1"),
        ),
        {"none": {"f": "files = []\nx = 1"}},
    ),
}
