"""Parsing on several processes or machines, with Dask; storing stays with one writer.

The queue is cut into shards. Each goes out as bytes, bodies packed as the archive keeps
them, and comes back as one Parquet file, a partition; when all are there, the very code
that stores what a process of this machine reads stores what they hold (``prepared``).
Nothing here is imported without ``--scheduler``, and Dask only by ``engine`` and ``mapping``.
"""
