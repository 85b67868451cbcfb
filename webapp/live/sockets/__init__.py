"""Rooms over WebSockets: one hub per process, one thin consumer per connection."""
