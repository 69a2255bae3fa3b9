"""Where Spark's Python processes fork from: what all of them need is imported once."""

import pandas  # noqa: F401

import kg.engines.spark  # noqa: F401

if __name__ == "__main__":
    from pyspark.daemon import manager

    manager()
