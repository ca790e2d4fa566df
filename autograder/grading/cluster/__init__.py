"""Grading on a Dask cluster: nothing here is imported, and Dask is not, unless ``--cluster`` is asked for."""
