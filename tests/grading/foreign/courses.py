"""More of them, in the style of whole public courses: several ideas an assignment, as a weekly sheet has them."""

from __future__ import annotations

from foreign.small import P, S, Small, T

SHEETS: dict[str, Small] = {
    "sheet-wrangling": Small(
        (
            P("import pandas as pd\nimport numpy as np"),
            S(
                "load",
                "raw = pd.read_csv('sales.csv', parse_dates=['day'])\nclean = raw.dropna(subset=['units']).astype({'units': int})",
            ),
            T(
                "t1",
                1,
                "assert raw.shape == (6, 4)\nassert clean['units'].isnull().sum() == 0 and len(clean) == 5\nassert str(clean['units'].dtype).startswith('int')",
            ),
            S(
                "tidy",
                "def tidy_city(name):\n    return name.strip().title()\nclean = clean.assign(city=clean['city'].apply(tidy_city))",
            ),
            T(
                "t2",
                1,
                "assert sorted(clean.city.unique()) == ['Graz', 'Linz']\nassert pd.Series([' wien ', 'LINZ']).map(tidy_city).tolist() == ['Wien', 'Linz']",
            ),
            S(
                "sum",
                "def revenue(df):\n    out = df.assign(revenue=df['units'] * df['price'])\n    return out.groupby('city')['revenue'].sum().sort_values(ascending=False)\nmonthly = clean.set_index('day').resample('MS')['units'].sum()\ntable = clean.pivot_table(index='city', columns=clean['day'].dt.month, values='units', aggfunc='sum', fill_value=0)",
            ),
            T(
                "t3",
                1,
                "r = revenue(clean)\nassert r.index[0] == 'Graz' and r.index.name == 'city'\npd.testing.assert_series_equal(revenue(pd.DataFrame({'city': ['a', 'a'], 'units': [1, 2], 'price': [2.0, 3.0]})), pd.Series([8.0], index=pd.Index(['a'], name='city'), name='revenue'))",
            ),
            T(
                "t4",
                1,
                "assert monthly.loc['2024-01-01'] == 12 and isinstance(monthly.index, pd.DatetimeIndex)\nassert table.loc['Graz', 1] == 9 and list(table.columns) == [1, 2]",
            ),
            S(
                "join",
                "people = pd.DataFrame({'city': ['Graz', 'Linz', 'Wien'], 'people': [300, 210, 2000]})\njoined = clean.merge(people, on='city', how='left')\nsizes = pd.cut(people['people'], [0, 250, 1000, 5000], labels=['small', 'middle', 'large'])\nwide = joined.groupby(['city', 'price']).agg({'units': ['sum', 'max']})",
            ),
            T(
                "t5",
                2,
                "assert len(joined) == len(clean) and joined['people'].notna().all()\nassert list(sizes) == ['middle', 'small', 'large'] and sizes.cat.ordered\nassert wide.index.nlevels == 2 and wide.loc[('Graz', 2.5), ('units', 'sum')] == 9\nassert not joined.equals(clean)",
            ),
        ),
        {
            "wrong-names": {
                "tidy": "def tidy_city(name):\n    return name.title()\nclean = clean.assign(city=clean['city'].apply(tidy_city))"
            },
            "wrong-sums": {
                "sum": "def revenue(df):\n    return df.groupby('city')['units'].sum()\nmonthly = clean.groupby(clean['day'].dt.month)['units'].sum()\ntable = None"
            },
            "wrong-join": {
                "join": "people = pd.DataFrame({'city': ['Graz', 'Wien'], 'people': [300, 2000]})\njoined = clean.merge(people, on='city', how='outer')\nsizes = pd.cut(people['people'], 3)\nwide = joined"
            },
        },
        {
            "loops": {
                "tidy": "def tidy_city(name):\n    return ' '.join(w.capitalize() for w in name.split())\nclean = clean.copy()\nclean['city'] = [tidy_city(c) for c in clean['city']]"
            },
        },
        files={
            "sales.csv": "day,city,units,price\n2024-01-03,graz ,5,2.5\n2024-01-09, Graz,4,2.5\n2024-01-20,Linz,3,1.0\n2024-02-01,linz,,1.0\n2024-02-11,GRAZ,6,3.0\n2024-02-12,Linz,1,1.0\n"
        },
    ),
    "sheet-classes": Small(
        (
            S(
                "shapes",
                "from abc import ABC, abstractmethod\nimport math\nclass Shape(ABC):\n    count = 0\n    def __init__(self, name):\n        self.name = name\n        Shape.count += 1\n    @abstractmethod\n    def area(self):\n        ...\n    def __lt__(self, other):\n        return self.area() < other.area()\n    def __str__(self):\n        return f'{self.name} of area {self.area():.2f}'\nclass Circle(Shape):\n    def __init__(self, r):\n        super().__init__('circle')\n        self.r = r\n    def area(self):\n        return math.pi * self.r ** 2\nclass Rectangle(Shape):\n    def __init__(self, a, b):\n        super().__init__('rectangle')\n        self.a, self.b = a, b\n    def area(self):\n        return self.a * self.b\n    @classmethod\n    def square(cls, a):\n        return cls(a, a)\n    @staticmethod\n    def sides():\n        return 4",
            ),
            T(
                "t1",
                1,
                "before = Shape.count\nshapes = [Circle(2), Rectangle(3, 4), Rectangle.square(2)]\nassert Shape.count == before + 3\nassert [type(s).__name__ for s in sorted(shapes)] == ['Rectangle', 'Rectangle', 'Circle']\nassert max(shapes, key=lambda s: s.area()) is shapes[0]",
            ),
            T(
                "t2",
                1,
                "try:\n    Shape('x')\nexcept TypeError:\n    pass\nelse:\n    raise AssertionError('Shape is abstract')\nassert all(isinstance(s, Shape) for s in shapes) and not isinstance(shapes[0], Rectangle)\nassert str(Rectangle(1, 2)) == 'rectangle of area 2.00' and Rectangle.sides() == 4",
            ),
            S(
                "list",
                "class Node:\n    def __init__(self, value, next=None):\n        self.value, self.next = value, next\nclass LinkedList:\n    def __init__(self, items=()):\n        self.head, self.size = None, 0\n        for item in reversed(list(items)):\n            self.push(item)\n    def push(self, value):\n        self.head = Node(value, self.head)\n        self.size += 1\n    def pop(self):\n        if self.head is None:\n            raise IndexError('empty')\n        node, self.head = self.head, self.head.next\n        self.size -= 1\n        return node.value\n    def __len__(self):\n        return self.size\n    def __iter__(self):\n        node = self.head\n        while node:\n            yield node.value\n            node = node.next\n    def __contains__(self, value):\n        return any(v == value for v in self)\n    def __getitem__(self, i):\n        return list(self)[i]",
            ),
            T(
                "t3",
                2,
                "l = LinkedList([1, 2, 3])\nl.push(0)\nnode, seen = l.head, []\nwhile node is not None:\n    seen.append(node.value)\n    node = node.next\nassert seen == [0, 1, 2, 3] == list(l) == [*l]\nassert len(l) == 4 and 2 in l and 9 not in l and l[1] == 1 and l[1:3] == [1, 2]\nassert l.pop() == 0 and l.head.next.value == 2\na, *rest = l\nassert (a, rest) == (1, [2, 3]) and dict(zip(l, 'xyz'))[2] == 'y' and sum(l) == 6",
            ),
            T(
                "t4",
                1,
                "import pytest\nempty = LinkedList()\nassert empty.head is None and not list(empty)\nwith pytest.raises(IndexError):\n    empty.pop()",
            ),
            S(
                "tree",
                "class Tree:\n    def __init__(self):\n        self.root = None\n    def insert(self, key):\n        def add(node):\n            if node is None:\n                return {'key': key, 'left': None, 'right': None}\n            side = 'left' if key < node['key'] else 'right'\n            node[side] = add(node[side])\n            return node\n        self.root = add(self.root)\n        return self\n    def height(self, node='root'):\n        node = self.root if node == 'root' else node\n        return 0 if node is None else 1 + max(self.height(node['left']), self.height(node['right']))",
            ),
            T(
                "t5",
                1,
                "t = Tree().insert(5).insert(2).insert(8).insert(1)\nassert t.root['left']['key'] == 2 and t.root['left']['left']['right'] is None and t.height() == 3\nassert hasattr(t, 'insert') and not hasattr(t, 'remove') and 'root' in vars(t) and t.__dict__['root']['key'] == 5",
            ),
        ),
        {
            "wrong-shapes": {
                "shapes": "class Shape:\n    count = 0\n    def __init__(self, name='shape'):\n        self.name = name\n    def area(self):\n        return 0\nclass Circle(Shape):\n    def __init__(self, r):\n        self.r = r\n    def area(self):\n        return 3.14 * self.r ** 2\nclass Rectangle(Shape):\n    def __init__(self, a, b):\n        self.a, self.b = a, b\n    def area(self):\n        return self.a * self.b\n    def sides(self):\n        return 4"
            },
            "wrong-list": {
                "list": "class LinkedList(list):\n    def __init__(self, items=()):\n        super().__init__(items)\n        self.head = self[0] if self else None\n    push = list.append"
            },
            "wrong-tree": {
                "tree": "class Tree:\n    def __init__(self):\n        self.root = None\n    def insert(self, key):\n        self.root = {'key': key, 'left': self.root, 'right': None}\n        return self\n    def height(self):\n        return 3\n    def remove(self):\n        pass"
            },
        },
    ),
    "sheet-recursion": Small(
        (
            S(
                "fib",
                "calls = 0\nmemo = {}\ndef fib(n):\n    global calls\n    calls += 1\n    if n not in memo:\n        memo[n] = n if n < 2 else fib(n - 1) + fib(n - 2)\n    return memo[n]",
            ),
            T(
                "t1",
                1,
                "memo.clear()\ncalls = 0\nassert fib(10) == 55\nassert calls == 19 and len(memo) == 11 and memo[7] == 13",
            ),
            T(
                "t2",
                1,
                "before = calls\nfib(10)\nassert calls == before + 1\nmemo[10] = 99\nassert fib(10) == 99\ndel memo[10]\nassert fib(10) == 55",
            ),
            S(
                "hanoi",
                "moves = []\ndef hanoi(n, a='A', b='B', c='C'):\n    if n:\n        hanoi(n - 1, a, c, b)\n        moves.append((a, c))\n        hanoi(n - 1, b, a, c)",
            ),
            T(
                "t3",
                1,
                "moves.clear()\nhanoi(3)\nassert len(moves) == 7 and moves[0] == ('A', 'C')\nmoves = []\nhanoi(2)\nassert moves == [('A', 'B'), ('A', 'C'), ('B', 'C')]",
            ),
            S(
                "paths",
                "from functools import lru_cache\n@lru_cache(maxsize=None)\ndef paths(r, c):\n    return 1 if r == 0 or c == 0 else paths(r - 1, c) + paths(r, c - 1)\ndef flatten(xs):\n    return [y for x in xs for y in (flatten(x) if isinstance(x, list) else [x])]\ndef permutations(s):\n    return [s] if len(s) < 2 else sorted({x + p for i, x in enumerate(s) for p in permutations(s[:i] + s[i + 1:])})",
            ),
            T(
                "t4",
                2,
                "assert paths(16, 16) == 601080390\nassert paths.cache_info().hits > 0\npaths.cache_clear()\nassert paths.cache_info().currsize == 0 and paths.__wrapped__(1, 0) == 1\nassert flatten([1, [2, [3, []]], 4]) == [1, 2, 3, 4] and permutations('aab') == ['aab', 'aba', 'baa']",
            ),
        ),
        {
            "plain": {
                "fib": "calls = 0\nmemo = {}\ndef fib(n):\n    global calls\n    calls += 1\n    return n if n < 2 else fib(n - 1) + fib(n - 2)"
            },
            "local": {
                "hanoi": "def hanoi(n, a='A', b='B', c='C'):\n    moves = []\n    return 2 ** n - 1\nmoves = [0] * 7"
            },
            "uncached": {
                "paths": "def paths(r, c):\n    from math import comb\n    return comb(r + c, r)\ndef flatten(xs):\n    return sum(xs, [])\ndef permutations(s):\n    return [s]"
            },
        },
    ),
    "sheet-files": Small(
        (
            P("import csv, json, os\nfrom pathlib import Path"),
            S(
                "count",
                "def count_words(path):\n    with open(path) as f:\n        return len(f.read().split())\ndef longest(path):\n    return max(Path(path).read_text().splitlines(), key=len)",
            ),
            T("t1", 1, "assert count_words('poem.txt') == 6\nassert longest('poem.txt') == 'and frogs too'"),
            T(
                "t2",
                2,
                "with open('mine.txt', 'w') as f:\n    f.write('a b c\\nd')\nassert count_words('mine.txt') == 4\nassert longest('mine.txt') == 'a b c'\nos.remove('mine.txt')\ntry:\n    count_words('mine.txt')\nexcept FileNotFoundError:\n    pass\nelse:\n    assert False",
            ),
            S(
                "save",
                "def save(rows, path):\n    with open(path, 'w', newline='') as f:\n        w = csv.DictWriter(f, fieldnames=list(rows[0]))\n        w.writeheader()\n        w.writerows(rows)\ndef to_json(path, target):\n    with open(path) as f:\n        rows = list(csv.DictReader(f))\n    with open(target, 'w') as f:\n        json.dump(rows, f)\n    return len(rows)",
            ),
            T(
                "t3",
                2,
                "save([{'a': 1, 'b': 2}, {'a': 3, 'b': 4}], 'rows.csv')\nassert os.path.exists('rows.csv')\nwith open('rows.csv') as f:\n    assert list(csv.reader(f)) == [['a', 'b'], ['1', '2'], ['3', '4']]\nassert to_json('rows.csv', 'rows.json') == 2\nassert json.load(open('rows.json'))[1]['b'] == '4'\nassert json.loads(Path('rows.json').read_text())[0] == {'a': '1', 'b': '2'}",
            ),
        ),
        {
            "lines": {
                "count": "def count_words(path):\n    return len(open(path).readlines())\ndef longest(path):\n    return open(path).readline()"
            },
            "no-header": {
                "save": "def save(rows, path):\n    with open(path, 'w') as f:\n        for r in rows:\n            f.write(','.join(map(str, r.values())) + '\\n')\ndef to_json(path, target):\n    return 2"
            },
        },
        {
            "pathlib": {
                "count": "def count_words(path):\n    return sum(len(line.split()) for line in Path(path).open())\ndef longest(path):\n    best = ''\n    for line in open(path):\n        line = line.rstrip('\\n')\n        best = line if len(line) > len(best) else best\n    return best"
            }
        },
        files={"poem.txt": "roses\nand frogs too\nin ponds\n"},
    ),
    "sheet-unittest": Small(
        (
            S(
                "stack",
                "class EmptyError(Exception):\n    pass\nclass Stack:\n    def __init__(self):\n        self._items = []\n    def push(self, x):\n        self._items.append(x)\n    def pop(self):\n        if not self._items:\n            raise EmptyError('the stack is empty')\n        return self._items.pop()\n    def __len__(self):\n        return len(self._items)\ndef mean(xs):\n    if not xs:\n        raise ValueError('no data')\n    return sum(xs) / len(xs)",
            ),
            T(
                "t1",
                2,
                "import unittest, io\nclass TestStack(unittest.TestCase):\n    def setUp(self):\n        self.s = Stack()\n        self.s.push(1)\n        self.s.push('two')\n    def test_order(self):\n        self.assertEqual(self.s.pop(), 'two')\n        self.assertEqual(self.s.pop(), 1)\n    def test_len(self):\n        self.assertEqual(len(self.s), 2)\n        self.assertIsInstance(self.s, Stack)\n    def test_empty(self):\n        with self.assertRaises(EmptyError) as caught:\n            Stack().pop()\n        self.assertIn('empty', str(caught.exception))\n        with self.assertRaisesRegex(EmptyError, 'stack'):\n            Stack().pop()\nresult = unittest.TextTestRunner(stream=io.StringIO()).run(unittest.defaultTestLoader.loadTestsFromTestCase(TestStack))\nassert result.wasSuccessful(), result.failures + result.errors",
            ),
            T(
                "t2",
                1,
                "class TestMean(unittest.TestCase):\n    def test_values(self):\n        for xs, m in (([1, 2], 1.5), ([3], 3), ([0.1, 0.2], 0.15)):\n            with self.subTest(xs=xs):\n                self.assertAlmostEqual(mean(xs), m)\n    def test_none(self):\n        self.assertRaises(ValueError, mean, [])\nran = unittest.main(argv=['', 'TestMean'], exit=False, testRunner=unittest.TextTestRunner(stream=io.StringIO())).result\nassert ran.testsRun == 2 and not ran.failures and not ran.errors",
            ),
        ),
        {
            "queue": {
                "stack": "class EmptyError(Exception):\n    pass\nclass Stack(list):\n    def push(self, x):\n        self.append(x)\n    def pop(self):\n        return super().pop(0)\ndef mean(xs):\n    return sum(xs) / len(xs) if xs else 0"
            },
            "other-error": {
                "stack": "class EmptyError(ValueError):\n    pass\nclass Stack:\n    def __init__(self):\n        self.x = []\n    def push(self, x):\n        self.x.append(x)\n    def pop(self):\n        return self.x.pop()\n    def __len__(self):\n        return len(self.x)\ndef mean(xs):\n    return sum(xs) / len(xs)"
            },
        },
    ),
    "sheet-simulation": Small(
        (
            P("import random\nimport numpy as np"),
            S(
                "walk",
                "def walk(n, seed=None):\n    rng = np.random.default_rng(seed)\n    return np.concatenate([[0], rng.choice([-1, 1], size=n).cumsum()])\ndef dice(n):\n    return [random.randint(1, 6) for _ in range(n)]\ndef estimate_pi(n):\n    x, y = np.random.rand(n), np.random.rand(n)\n    return 4 * np.mean(x ** 2 + y ** 2 < 1)\ndef shuffled(rng, xs):\n    return list(rng.permutation(xs))\nclass Urn:\n    def __init__(self, balls, rng):\n        self.balls, self.rng = list(balls), rng\n    def draw(self):\n        return self.balls.pop(self.rng.integers(len(self.balls)))",
            ),
            T(
                "t1",
                1,
                "assert len(walk(100)) == 101 and walk(5)[0] == 0\nassert (walk(50, 1) == walk(50, 1)).all() and (walk(50, 1) != walk(50, 2)).any()\nassert set(np.diff(walk(200))) == {-1, 1}",
            ),
            T(
                "t2",
                1,
                "random.seed(5)\na = dice(20)\nrandom.seed(5)\nassert dice(20) == a and set(a) <= set(range(1, 7))\nrandom.seed(5)\nassert a[0] == random.randint(1, 6)",
            ),
            T(
                "t3",
                1,
                "np.random.seed(0)\np = estimate_pi(4000)\nassert abs(p - np.pi) < 0.1\nnp.random.seed(0)\nx, y = np.random.rand(4000), np.random.rand(4000)\nassert p == 4 * np.mean(x ** 2 + y ** 2 < 1)",
            ),
            T(
                "t4",
                1,
                "rng = np.random.default_rng(7)\nfirst, second = shuffled(rng, range(10)), shuffled(rng, range(10))\nassert first != second and sorted(first) == list(range(10))\nassert shuffled(np.random.default_rng(7), range(10)) == first",
            ),
            T(
                "t5",
                1,
                "u = Urn('rrb', np.random.default_rng(1))\nassert sorted(u.draw() for _ in range(3)) == ['b', 'r', 'r'] and u.balls == []",
            ),
        ),
        {
            "fixed": {
                "walk": "def walk(n, seed=0):\n    np.random.seed(seed)\n    return np.random.randint(-1, 2, n + 1).cumsum()\ndef dice(n):\n    return [4] * n\ndef estimate_pi(n):\n    return 3.14\ndef shuffled(rng, xs):\n    return sorted(xs)\nclass Urn:\n    def __init__(self, balls, rng):\n        self.balls = balls\n    def draw(self):\n        return self.balls[0]"
            },
            "reseeds": {
                "walk": "def walk(n, seed=None):\n    rng = np.random.default_rng(3)\n    return np.concatenate([[0], rng.choice([-1, 1], size=n).cumsum()])\ndef dice(n):\n    return [random.Random().randint(1, 6) for _ in range(n)]\ndef estimate_pi(n):\n    rng = np.random.default_rng()\n    return 4 * np.mean(rng.random(n) ** 2 + rng.random(n) ** 2 < 1)\ndef shuffled(rng, xs):\n    return list(np.random.default_rng(7).permutation(xs))\nclass Urn:\n    def __init__(self, balls, rng):\n        self.balls = list(balls)\n    def draw(self):\n        return self.balls[0]"
            },
        },
    ),
    "sheet-printing": Small(
        (
            S(
                "show",
                "def table(n):\n    for k in range(1, n + 1):\n        print(f'{k:>2} {k * k:>3}')\ndef greet(name):\n    print('Hello,', name, end='!\\n')\ndef ask_age():\n    while True:\n        try:\n            return int(input('Age: '))\n        except ValueError:\n            print('a number, please')\nimport sys, warnings\ndef careful(x):\n    if x < 0:\n        warnings.warn('negative', UserWarning)\n        print('negative', file=sys.stderr)\n    return abs(x)",
            ),
            T(
                "t1",
                1,
                "import io, sys\nold, sys.stdout = sys.stdout, io.StringIO()\ntry:\n    table(3)\n    out = sys.stdout.getvalue()\nfinally:\n    sys.stdout = old\nassert out == ' 1   1\\n 2   4\\n 3   9\\n'",
            ),
            T(
                "t2",
                1,
                "from IPython.utils.capture import capture_output\nwith capture_output() as c:\n    greet('Ada')\nassert c.stdout == 'Hello, Ada!\\n' and greet('x') is None",
            ),
            T(
                "t3",
                1,
                "from unittest.mock import patch\nwith patch('builtins.input', side_effect=['x', '7']) as asked, patch('sys.stdout', new_callable=io.StringIO) as out:\n    assert ask_age() == 7\nassert 'number' in out.getvalue() and asked.call_count == 2",
            ),
            T(
                "t4",
                1,
                "import warnings\nwith warnings.catch_warnings(record=True) as w:\n    warnings.simplefilter('always')\n    assert careful(-3) == 3\nassert len(w) == 1 and issubclass(w[0].category, UserWarning) and 'negative' in str(w[0].message)\nimport pytest\nwith pytest.warns(UserWarning, match='neg'):\n    careful(-1)",
            ),
        ),
        {
            "returns": {
                "show": "def table(n):\n    return '\\n'.join(f'{k} {k * k}' for k in range(1, n + 1))\ndef greet(name):\n    return f'Hello, {name}!'\ndef ask_age():\n    return int(input())\ndef careful(x):\n    return abs(x)"
            },
            "unpadded": {
                "show": "def table(n):\n    for k in range(1, n + 1):\n        print(k, k * k)\ndef greet(name):\n    print('Hello, ' + name)\ndef ask_age():\n    return 7\nimport warnings\ndef careful(x):\n    warnings.warn('neg', RuntimeWarning)\n    return x"
            },
        },
        # nbgrader gives nothing where anything is on stderr.
        better={("own", "t4"): 1.0},
        inside={("own", "t4"): 1.0},
    ),
    "sheet-text": Small(
        (
            P("import re\nfrom collections import Counter, defaultdict, OrderedDict, deque"),
            S(
                "text",
                "phone = re.compile(r'(\\d{3})-(\\d{4})')\ndef find(t):\n    return phone.search(t)\ndef words(t):\n    return Counter(re.findall(r\"[a-z']+\", t.lower()))\ndef by_length(ws):\n    d = defaultdict(list)\n    for w in ws:\n        d[len(w)].append(w)\n    return d\ndef caesar(t, k):\n    return ''.join(chr((ord(c) - 97 + k) % 26 + 97) if c.islower() else c for c in t)\ndef ordered(ws):\n    return OrderedDict((w, i) for i, w in enumerate(ws))\nrecent = deque(maxlen=3)\ndef remember(x):\n    recent.append(x)\nraw = 'grüß'.encode('utf-8')",
            ),
            T(
                "t1",
                1,
                "m = find('call 555-1234 now')\nassert m and m.group(1) == '555' and m.groups() == ('555', '1234') and find('none') is None\nassert phone.pattern.count('d') == 2 and isinstance(phone, re.Pattern) and phone.findall('111-2222') == [('111', '2222')]",
            ),
            T(
                "t2",
                1,
                "c = words(\"It's it, that's it\")\nassert c['it'] == 2 and c.most_common(1)[0] == ('it', 2) and isinstance(c, Counter) and c['nothing'] == 0 and sum(c.values()) == 4",
            ),
            T(
                "t3",
                1,
                "d = by_length(['a', 'bc', 'de'])\nassert d[2] == ['bc', 'de'] and dict(d) == {1: ['a'], 2: ['bc', 'de']} and d[7] == [] and isinstance(d, dict)",
            ),
            T(
                "t4",
                1,
                "assert caesar('abc xyz', 3) == 'def abc' and caesar(caesar('hello', 5), -5) == 'hello'\nassert list(ordered('ba')) == ['b', 'a'] and ordered('ab') != ordered('ba') or True\nassert raw == b'gr\\xc3\\xbc\\xc3\\x9f' and raw.decode() == 'grüß'",
            ),
            T(
                "t5",
                1,
                "for k in range(5):\n    remember(k)\nassert list(recent) == [2, 3, 4] and recent.maxlen == 3 and recent[-1] == 4 and len(recent) == 3",
            ),
        ),
        {
            "plain": {
                "text": "phone = r'(\\d{3})(\\d{4})'\ndef find(t):\n    return re.findall(phone, t)\ndef words(t):\n    d = {}\n    for w in t.split():\n        d[w] = d.get(w, 0) + 1\n    return d\ndef by_length(ws):\n    return {len(w): [w] for w in ws}\ndef caesar(t, k):\n    return ''.join(chr(ord(c) + k) for c in t)\ndef ordered(ws):\n    return sorted(ws)\nrecent = []\ndef remember(x):\n    recent.append(x)\nraw = 'grüß'"
            },
            "group": {
                "text": "phone = re.compile(r'\\d{3}-\\d{4}')\ndef find(t):\n    return phone.match(t)\ndef words(t):\n    return Counter(t)\ndef by_length(ws):\n    return Counter(map(len, ws))\ndef caesar(t, k):\n    return t\ndef ordered(ws):\n    return OrderedDict()\nrecent = deque(maxlen=2)\ndef remember(x):\n    recent.appendleft(x)\nraw = 'grüß'.encode('latin-1')"
            },
        },
    ),
}
