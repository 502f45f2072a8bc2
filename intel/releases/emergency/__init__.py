"""Danger to life: one person releases at once, originators are told of what left, another one reviews it within a day."""
