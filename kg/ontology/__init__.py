"""The vocabulary of the graph, as data: classes, roles, event triggers, shapes."""
