"""openbadgeslib of PyPI behind one question and one answer a line. What is verified is verified by it."""

import importlib.metadata
import json
import platform
import sys

from openbadgeslib.ob3.ldp import OB3LdpVerifier


def network(documents):
    """What the library gets for the network: the documents that were served, and nothing else."""

    def download(url, *_args, **_options):
        for address in (url, url.replace("https://", "http://", 1)):
            if address in documents:
                document = documents[address]
                return (document if isinstance(document, str) else json.dumps(document)).encode()
        raise OSError(f"{url} was not served")

    return download


def versions(question):
    found = {name: importlib.metadata.version(name) for name in question["packages"]}
    return found | {"python": platform.python_version()}


def verify(question):
    """A credential as JSON. Its lists are signed JSON credentials, whose proofs this library does not verify."""
    OB3LdpVerifier().verify(
        question["credential"],
        check_status=question["status"],
        download=network(question["documents"]),
        verify_status_list=False,
    )
    return {"ok": True}


ANSWERS = {"versions": versions, "verify": verify}


def main():
    for line in sys.stdin:
        question = json.loads(line)
        try:
            answer = ANSWERS[question["ask"]](question)
        except Exception as error:  # whatever it is, it is the answer
            answer = {"ok": False, "why": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


main()
