"""From frames to pictures: palette, scales, map layers, timeline, legend; pure functions, no state, no server."""
