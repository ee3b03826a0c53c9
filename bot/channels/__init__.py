"""The networks: each turns its own payloads into messages and back."""
