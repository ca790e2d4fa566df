# %% [markdown] row="A14"
# # Bytes that no encoder would write
#
# Points, a crash of the judge or values that are none: the encoder in the student's process is replaced, and sends shapes that fit nothing, objects that contain themselves, unknown kinds and names of libraries.

# %% before="mean-square"
import itertools, sys
import msgpack
def ext(code, inner): return msgpack.ExtType(code, msgpack.packb(inner, use_bin_type=True))
deep = []
for _ in range(3000): deep = ext(2, [deep])
five = b"\0" * 6 + b"\x14@"
bad = [
    ext(99, []), ext(127, b""), msgpack.ExtType(6, b"\xc1"), msgpack.ExtType(2, b""), deep,
    ext(6, ["<f8", [], five + five]), ext(6, ["<f8", [2**62, 4], b""]), ext(6, ["<f8", [-1], five]), ext(6, ["O", [1], five]),
    ext(6, ["<f8", [0, 2**62], b""]), ext(6, ["V8", [1], five]), ext(7, ["<f8", five * 2]), ext(7, ["<f8", b""]), ext(7, ["<M8[99999999999Y]", five]),
    ext(8, ["float64", [2**40], b"", False]), ext(8, ["load", [1], five, False]), ext(8, ["float64", [1], five, "yes"]),
    ext(9, [1, 0]), ext(9, [5.0, 1.5]), ext(10, "sNaN"), ext(10, "1e999999999999"), ext(10, "__import__('os')"), ext(1, [5.0]), ext(0, b""), ext(0, b"\xff" * 9),
    ext(12, [0, 5, 0]), ext(12, [None, 1, 1]), ext(13, [1]), ext(14, [[3], [1]]), ext(14, [[2**40], []]), ext(14, [[-1, -1], [1]]),
    ext(15, {"bit_generator": "PCG64", "state": {}}), ext(15, {"bit_generator": "os.system"}), ext(16, ["Lambda", "x"]), ext(16, ["exec", ["'1'"]]),
    ext(18, ["numpy", "object"]), ext(18, ["torch", "load"]), ext(19, b""), ext(20, ["0", ext(21, "0")]), ext(21, "values"), ext(21, "../check"), ext(21, 5),
    ext(22, ["builtins.eval", "5.0"]), ext(22, ["frame", [], [], []]), ext(22, ["picture", "PNG", b"GIF89a"]), ext(22, ["named", "float", ["__class__"], [5.0]]),
    ext(3, [[1]]), ext(5, [[1], 5.0]), ext(5, [1]), ext(11, 5), "\ud800", {"a": 5.0}, msgpack.Timestamp(2**33, 1),
]
turning = itertools.cycle(bad)
for name, module in list(sys.modules.items()):
    if name.endswith("inside.codec"):
        real = module._Encoder.encode
        def encode(self, value, depth, real=real):
            return next(turning) if type(value).__name__ == "Bad" else real(self, value, depth)
        module._Encoder.encode = encode
class Bad: pass

# %% cell="mean-square"
def mean_square(x):
    return Bad()

# %% cell="softplus"
def softplus(s):
    return Bad()

# %% cell="optimum"
def optimum(p, q):
    return Bad()

# %% cell="clamp"
def clamp(values, low, high):
    return [Bad(), 0, Bad()]

# %% cell="golden"
golden = Bad()

# %% cell="divisors"
def divisors(n):
    return {1: Bad(), 2: [Bad()] * 3}

# %% cell="prime"
def is_prime(n):
    return Bad()

# %% cell="spread"
def spread(values):
    return Bad()
