"""`python -m folkmoot`. A session of sshd is hardened before anything else is imported."""

import sys

if sys.argv[1:2] == ["session"]:
    from folkmoot.door.warm.client import through_server

    code = through_server(sys.argv[2:])
    if code is None:  # nobody is there to run it
        from folkmoot.door.entry import main as session

        session(sys.argv[2:])
    sys.exit(code)
elif sys.argv[1:2] == ["server"]:
    from folkmoot.door.warm.begin import main as server

    sys.exit(server(sys.argv[2:]))
else:
    from folkmoot.cli import main

    sys.exit(main())
