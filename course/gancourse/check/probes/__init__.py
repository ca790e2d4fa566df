"""Probes: they hand live objects to a student's function, watch what happens to them, and return plain data.

One module a topic. A probe holds no expected value: what it should have seen is the business of the test.
"""
