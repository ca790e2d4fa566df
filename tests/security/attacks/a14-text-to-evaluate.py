# %% [markdown] row="A14"
# # Text in other languages
#
# Code in the grader's process: YAML tags, JSON with `__class__`, format strings, templates, log look-ups, in results, messages, names and metadata.

# %% cell="mean-square"
TEXTS = [
    "!!python/object/apply:os.system ['touch @MARK@']",
    '{"py/reduce": [{"py/function": "os.system"}, ["touch @MARK@"]], "__class__": "os.system"}',
    "{0.__class__.__init__.__globals__} %(x)s %n {x!r:{y}} ${jndi:ldap://127.0.0.1:@TCP@/a}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }} {% include '@HOME@/letter.txt' %}",
    "'; UPDATE grade SET manual_score = 3; --",
    "$(touch @MARK@) `touch @MARK@` ; touch @MARK@ | touch @MARK@",
]
def mean_square(x):
    raise ValueError("\n".join(TEXTS))

# %% cell="clamp"
def clamp(values, low, high):
    return {text: text for text in TEXTS}

# %% cell="golden"
golden = TEXTS

# %% cell="divisors"
def divisors(n):
    raise type("{0.__class__} %s $(touch @MARK@)", (Exception,), {})(*TEXTS)

# %% edit=true
payload = "!!python/object/apply:os.system ['touch @MARK@']"
nb["metadata"]["jupytext"] = {"text_representation": payload, "notebook_metadata_filter": payload}
nb["metadata"]["title"] = "{{ ''.__class__ }}"
nb["cells"][2]["metadata"]["name"] = payload
