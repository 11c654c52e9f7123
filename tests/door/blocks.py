"""What sshd is told about the door, for each way that a community may keep one (SECURITY.md, section 1)."""

from __future__ import annotations

from pathlib import Path

ANY_KEY = "/bin/echo restrict,pty %t %k"
SHUT = """\
DisableForwarding yes
PermitTunnel no
PermitUserRC no
AcceptEnv LANG LC_* COLORTERM NO_COLOR
MaxSessions 2
ClientAliveInterval 15
ClientAliveCountMax 3
"""


def forced(keys_user: str, command: str) -> str:
    """Any key comes in, to this one command, which finds the key in the file that SSH_USER_AUTH names."""
    return f"{_asked(keys_user, ANY_KEY)}ExposeAuthInfo yes\nForceCommand {command}\n{SHUT}"


def keyed(keys_user: str, command: str) -> str:
    """Any key comes in, to a command that is told the key by its argument."""
    told = f"{command.replace('%', '%%')} --key %t:%k".replace(
        '"', '\\"'
    )  # as a line of authorized_keys has it
    options = f'restrict,pty,command="{told}"'.replace("\\", "\\\\").replace(
        "'", "\\'"
    )  # as sshd splits words
    asking = f"/bin/echo '{options}' %t %k"
    return f"{_asked(keys_user, asking)}{SHUT}"


def listed(authorized_keys: Path) -> str:
    """Only keys in a file come in, as with a system's sshd that nobody set up for us."""
    return f"AuthorizedKeysFile {authorized_keys}\n"


def for_user(name: str, block: str) -> str:
    """A block that only counts for one user."""
    lines = "".join(f"    {line}\n" for line in block.splitlines())
    return f"Match User {name}\n{lines}Match all\n"


def _asked(user: str, command: str) -> str:
    asking = f"AuthorizedKeysCommand {command}\nAuthorizedKeysCommandUser {user}\n"
    return f"AuthenticationMethods publickey\nAuthorizedKeysFile none\n{asking}"
