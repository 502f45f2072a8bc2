"""Deputies: who decides in an authority's name for a while."""
