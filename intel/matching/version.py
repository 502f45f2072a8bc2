"""The version of the engine: it changes when a score may change."""

ENGINE_VERSION = "1.0.0"
