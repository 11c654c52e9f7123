"""`host doctor` proves the door on a real system, and names what is not as it must be, with the mend."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping

import pytest

from door.house import DoorHouse
from door.sshd_here import Sshd

# Nobody comes in here, so one house is enough.
pytestmark = pytest.mark.parametrize("house", ["plain"], indirect=True, scope="module")


def looked_at(house: DoorHouse, sshd: Sshd, config: str | None = None) -> tuple[int, str]:
    """What the doctor says as root, of this sshd's configuration or of one that was changed."""
    reached = ["--address", "127.0.0.1", "--port", str(sshd.port), "--user", house.account.name]
    house.account.run(*_doctor(house)[:-1], "setup", *reached)
    file = sshd.folder / "looked-at"
    file.write_text((sshd.folder / "sshd_config").read_text() if config is None else config)
    asked = ["--user", house.account.name, "--port", str(sshd.port), "--config", str(file)]
    ran = subprocess.run(
        [house.account.python, "-I", "-m", "folkmoot", "--store", str(house.store), "host", "doctor", *asked],
        capture_output=True,
        text=True,
        env={**os.environ, "LANG": "C.UTF-8"},
    )
    return ran.returncode, ran.stdout + ran.stderr


def test_a_host_that_is_set_up_as_it_says_is_all_yes(house: DoorHouse, sshd: Sshd) -> None:
    code, said = looked_at(house, sshd)
    assert (code, "NO " in said) == (0, False), said
    for proved in ("scope, seen as root", "program", "record", "locks", "time zones", "forcecommand", "port"):
        assert proved in said


def _doctor(house: DoorHouse) -> list[str]:
    return [house.account.python, "-I", "-m", "folkmoot", "--store", str(house.store), "host", "doctor"]


BROKEN: Mapping[str, tuple[str, str, str]] = {
    "forwarding": ("DisableForwarding yes", "DisableForwarding no", "disableforwarding"),
    "no key told": ("ExposeAuthInfo yes", "ExposeAuthInfo no", "exposeauthinfo"),
    "passwords": ("AuthenticationMethods publickey", "AuthenticationMethods any", "authenticationmethods"),
    "user rc": ("PermitUserRC no", "PermitUserRC yes", "permituserrc"),
    "keys file": ("AuthorizedKeysFile none", "AuthorizedKeysFile .ssh/authorized_keys", "authorizedkeysfile"),
    "environment": ("AcceptEnv LANG", "AcceptEnv PYTHONPATH LANG", "PYTHONPATH"),
    "a shell": ("-m folkmoot session", "-m folkmoot sessions; sh", "forcecommand"),
    "not isolated": (" -I -m", " -m", "forcecommand"),
    "never lost": ("ClientAliveInterval 15", "ClientAliveInterval 0", "clientaliveinterval"),
    "never given up": ("ClientAliveCountMax 3", "ClientAliveCountMax 0", "clientalivecountmax"),
    "many sessions": ("MaxSessions 2", "MaxSessions 500", "maxsessions"),
    "keys by root": ("CommandUser nobody", "CommandUser root", "authorizedkeyscommanduser"),
    "no terminals": ("PermitTunnel no", "PermitTunnel no\n    PermitTTY no", "permittty"),
    "no keys": ("PermitTunnel no", "PermitTunnel no\n    PubkeyAuthentication no", "pubkeyauthentication"),
    "shut in": ("PermitTunnel no", "PermitTunnel no\n    ChrootDirectory /var/empty", "chrootdirectory"),
    "given names": ("PermitTunnel no", "PermitTunnel no\n    SetEnv LD_PRELOAD=/tmp/x.so", "setenv"),
    "old algorithms": (
        "PermitTunnel no",
        "PermitTunnel no\n    PubkeyAcceptedAlgorithms rsa-sha2-512",
        "pubkeyacceptedalgorithms",
    ),
    "somebody's key": (" session --store", " session --key ssh-ed25519:AAAA --store", "forcecommand"),
    "another record": (" session --store ", " session --store /tmp/elsewhere", "record of the sessions"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_each_line_that_is_missing_is_named(house: DoorHouse, sshd: Sshd, what: str) -> None:
    right, wrong, named = BROKEN[what]
    config = (sshd.folder / "sshd_config").read_text()
    assert right in config
    code, said = looked_at(house, sshd, config.replace(right, wrong))
    bad = [line for line in said.splitlines() if line.startswith("NO")]
    assert code == 78
    assert any(named in line for line in bad), said
    assert len(bad) == 1, said


def test_lines_outside_of_their_block_let_anybody_in_as_root_and_that_is_said(
    house: DoorHouse, sshd: Sshd
) -> None:
    config = "\n".join(
        line.strip()
        for line in (sshd.folder / "sshd_config").read_text().splitlines()
        if not line.startswith("Match")
    )
    code, said = looked_at(house, sshd, config)
    assert code == 78
    assert "NO   scope, seen as root: ANY KEY GETS IN" in said


OTHERS = {
    "another before, for other addresses": "Match Address *,!127.0.0.1 User {user}\n    ForceCommand /bin/sh\n",
    "another before, at this port": "Match LocalPort {port} User {user}\n    ForceCommand /bin/sh\n",
    "only some may come": "AllowUsers alice\n",
    "this one may not": "DenyUsers {user}\n",
    "a group that it is not in": "AllowGroups sudo\n",
}


@pytest.mark.parametrize("what", OTHERS)
def test_what_stands_elsewhere_in_the_file_is_seen(house: DoorHouse, sshd: Sshd, what: str) -> None:
    config = (sshd.folder / "sshd_config").read_text()
    added = OTHERS[what].format(user=house.account.name, port=sshd.port)
    before, block = config.split("Match User", 1)
    changed = f"{before}{added}Match User{block}" if "Match" in added else added + config
    code, said = looked_at(house, sshd, changed)
    assert (code, "NO " in said) == (78, True), said


@pytest.mark.parametrize("match", ["{user},nobody2,daemon", "*,!root,!nobody"])
def test_a_block_that_counts_for_others_too_is_seen(house: DoorHouse, sshd: Sshd, match: str) -> None:
    config = (sshd.folder / "sshd_config").read_text()
    name = house.account.name
    wider = config.replace(f"Match User {name}", "Match User " + match.format(user=name))
    code, said = looked_at(house, sshd, wider)
    assert (code, "ANY KEY GETS IN" in said) == (78, True), said


def test_a_key_in_the_line_is_no_leave_to_force_something_else(house: DoorHouse, sshd: Sshd) -> None:
    printed = house.host("host", "setup", "--user", house.account.name, "--in-line")
    block = printed[printed.index("Match User") : printed.index("Match all")]
    before = (sshd.folder / "sshd_config").read_text().split("Match User")[0]
    code, said = looked_at(house, sshd, f"{before}{block}Match all\n")
    assert code == 0, said
    code, said = looked_at(house, sshd, f"{before}{block}    ForceCommand /bin/sh\nMatch all\n")
    assert (code, "NO   forcecommand" in said) == (78, True), said
    code, said = looked_at(house, sshd, f"{before}{block}Match all\n".replace("/bin/echo", "/usr/bin/printf"))
    assert (code, "NO   authorizedkeyscommand" in said) == (78, True), said


def test_cards_that_lead_nowhere_are_named(house: DoorHouse, sshd: Sshd) -> None:
    house.host("host", "setup", "--address", "127.0.0.1", "--port", "1", "--user", "other")
    ran = subprocess.run([*_doctor(house), "--user", house.account.name], capture_output=True, text=True)
    assert "NO   cards" in ran.stdout


def test_a_record_that_others_may_read_and_one_of_another_owner_are_named(
    house: DoorHouse, sshd: Sshd
) -> None:
    house.store.parent.chmod(0o755)
    try:
        code, said = looked_at(house, sshd)
        assert (code, "chmod" in said) == (78, True)
    finally:
        house.store.parent.chmod(0o700)
    os.chown(house.store, 0, 0)
    try:
        code, said = looked_at(house, sshd)
        assert (code, "chown" in said) == (78, True)
    finally:
        house.account.give(house.store)


def test_an_account_that_is_not_there_is_named_with_the_line_that_makes_it(
    house: DoorHouse, sshd: Sshd
) -> None:
    ran = subprocess.run(
        [house.account.python, "-I", "-m", "folkmoot", "host", "doctor", "--user", "nobody-of-this-name"],
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 78
    assert "useradd --system" in ran.stdout


def test_a_port_where_nobody_answers_is_named(house: DoorHouse, sshd: Sshd) -> None:
    with Sshd("match", house.account, block=house.block) as other:
        port = other.port
    ran = subprocess.run(
        [house.account.python, "-I", "-m", "folkmoot", "host", "doctor", "--port", str(port)],
        capture_output=True,
        text=True,
    )
    assert f"port {port}: nobody answers" in ran.stdout


def test_setup_prints_what_root_needs_in_order(house: DoorHouse) -> None:
    said = house.host("host", "setup", "--address", "moss.example", "--port", "2022", "--user", "mossdoor")
    order = ["useradd --system", "Match User mossdoor", "ForceCommand", "Match all", "sshd -t", "host doctor"]
    assert sorted(order, key=said.index) == order
    assert house.data("door")["ssh"] == "ssh -p 2022 mossdoor@moss.example"
    assert any(
        "ssh -p 2022 mossdoor@moss.example" in line
        for line in house.host("invite", "Zoe", "--to", "next").splitlines()
    )


@pytest.mark.parametrize(
    "address", ["moss example", "-oProxyCommand=x", "$(id)", "moss.example;id", "", "\x1b[31m"]
)
def test_an_address_that_could_do_harm_on_a_card_is_refused(house: DoorHouse, address: str) -> None:
    house.host("host", "setup", "--address", address, code=65)


def test_root_gets_no_sshd_of_its_own(house: DoorHouse, tmp_path_factory: pytest.TempPathFactory) -> None:
    place = tmp_path_factory.mktemp("root")
    ran = subprocess.run(
        [house.account.python, "-I", "-m", "folkmoot", "--store", str(place), "host", "setup", "--own"],
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 78
    assert "as root" in ran.stderr
    assert list(place.iterdir()) == []
