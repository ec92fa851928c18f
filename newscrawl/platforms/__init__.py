"""Bases for sites that share a publishing system."""
