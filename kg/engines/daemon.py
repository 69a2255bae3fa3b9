"""Where Spark's Python processes fork from: what all of them need is imported once."""

if __name__ == "__main__":
    import pandas  # noqa: F401
    from pyspark.daemon import manager

    import kg.engines.spark  # noqa: F401

    manager()
