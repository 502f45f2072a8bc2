"""Standing queries: asked again each night for thirty days; who asked is told when more is disclosed."""
