"""Turns news into knowledge: a graph whose every edge names its sentence."""
