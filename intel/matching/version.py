"""The version of the engine: it changes when a score may change."""

ENGINE_VERSION = "2.0.0"
