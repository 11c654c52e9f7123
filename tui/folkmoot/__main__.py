"""`python -m folkmoot`. A session of sshd is hardened before anything else is imported."""

import sys

if sys.argv[1:2] == ["session"]:
    from folkmoot.door.entry import main as session

    session(sys.argv[2:])
else:
    from folkmoot.cli import main

    sys.exit(main())
