"""The graph against gold."""
