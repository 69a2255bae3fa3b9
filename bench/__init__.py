"""Measurements that anyone can repeat. Nothing here passes or fails."""
