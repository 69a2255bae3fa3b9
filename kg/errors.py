"""What can go wrong for a user: each message names the thing and the remedy, in one line."""


class KgError(Exception):
    """Any failure that a user can mend; the command line prints it and exits with 1."""


class SourceError(KgError):
    """A text could not be read."""


class PipelineError(KgError):
    """The language pipeline is missing or is not the one asked for."""


class StoreError(KgError):
    """The graph on disk is missing, locked, or not ours."""


class QueryError(KgError):
    """A query is malformed, unknown, or wants parameters."""


class EvaluationError(KgError):
    """Gold data is missing or malformed."""
