"""A warm start: one process that has imported everything, and becomes a session by forking when somebody comes.

`client` is what sshd runs; it hands its terminal over to the `server`, whose child is the session: the very same
`door.entry` as without it. Where there is no server, the client becomes the session itself.
"""
