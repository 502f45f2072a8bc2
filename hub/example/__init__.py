"""The example world: plain, invented, the same every time. See `world.build`."""
