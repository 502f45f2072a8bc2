"""Kept no longer than needed: what is purged when, what a legal hold keeps, and the receipt that stays."""
