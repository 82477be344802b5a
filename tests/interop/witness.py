"""openbadgeslib of PyPI behind one question and one answer a line. What is verified is verified by it."""

import base64
import importlib.metadata
import json
import platform
import sys

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from openbadgeslib.ob3.credential import OpenBadgeCredential
from openbadgeslib.ob3.did import did_key_from_pem
from openbadgeslib.ob3.ldp import OB3LdpSigner, OB3LdpVerifier
from openbadgeslib.ob3.signer import OB3Signer
from openbadgeslib.ob3.verifier import OB3Verifier
from openbadgeslib.verify import verify_badge


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


def verify_jwt(question):
    """A VC-JWT, with the key of its issuer."""
    OB3Verifier(jwt.PyJWK(question["jwk"]).key).verify(question["token"])
    return {"ok": True}


def verify_image(question):
    """A baked image; the key is that of the issuer's DID."""
    image = base64.b64decode(question["image"])
    result = verify_badge(image, resolve_did=True, download=network(question["documents"]))
    return {"ok": result.valid, "why": result.reason or ""}


def sign(question):
    """A badge by a new key of a did:key, in the carrier that is asked for."""
    is_jwt = question["algorithm"] is not None
    elliptic = question["algorithm"] == "ES256"
    key = ec.generate_private_key(ec.SECP256R1()) if elliptic else ed25519.Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    did = did_key_from_pem(public)
    document = json.loads(json.dumps(question["credential"]).replace(question["credential"]["issuer"]["id"], did))
    credential = OpenBadgeCredential.from_vc_document(document)
    signer = OB3Signer(key, algorithm=question["algorithm"]) if is_jwt else OB3LdpSigner(key)
    if question["carrier"] == "text":
        text = signer.sign(credential) if is_jwt else signer.sign_to_json(credential)
        return {"ok": True, "text": text}
    image = base64.b64decode(question["image"])
    bake = signer.sign_into_png if question["carrier"] == "PNG" else signer.sign_into_svg
    return {"ok": True, "image": base64.b64encode(bake(credential, image)).decode()}


ANSWERS = {"versions": versions, "verify": verify, "jwt": verify_jwt, "image": verify_image, "sign": sign}


def main():
    for line in sys.stdin:
        question = json.loads(line)
        try:
            answer = ANSWERS[question["ask"]](question)
        except Exception as error:  # whatever it is, it is the answer
            answer = {"ok": False, "why": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


main()
