"""What a room is, who may be in it, and what its documents held at any time; no sockets."""
